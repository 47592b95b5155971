#include <algorithm>
#include <utility>

#include "storage/seal/hash.h"
#include "sync/central/receive/speaker.h"
#include "sync/central/receive/stick.h"
#include "sync/central/reconcile/tail.h"
#include "sync/central/store/inbox.h"
#include "sync/central/store/meta.h"
#include "sync/central/store/nodes.h"
#include "tests/sim/centre.h"

// What is done with the centre as a house: copies of it, a restored one, sealed files, sticks, boxes that are no longer
// its own.
namespace karvan::sim {
namespace {

constexpr std::int64_t numbers_passed = 100'000;  // beyond whatever may have been lent since the copy

}  // namespace

void Centre::copy(std::int64_t now_ms) {
  Copy fresh{now_ms, disk_.image(), uploads_, {}, {}};
  auto epochs = central::Inbox(files_->inbox).epochs();
  auto nodes = central::Nodes(files_->inbox).list();
  if (!epochs || !nodes) return;
  for (const auto& node : *nodes) {
    if (node.office.empty()) continue;
    const auto feed = central::office_feed(node.office);
    fresh.feeds[feed] = central::Feeds(files_->records).end(feed).value_or(0);
  }
  for (const auto& epoch : *epochs) fresh.received[{epoch.node, epoch.epoch}] = epoch.received.seq;
  unverified_ = std::move(fresh);
}

void Centre::copy_verified() {
  if (!unverified_) return;
  auto safe = make_safe(*unverified_);
  copy_ = std::exchange(unverified_, std::nullopt);
  if (!faltered(safe) && !safe) story_.broken("P12", "what a copy holds cannot be told: " + describe(safe.error()));
}

Result<void> Centre::make_safe(const Copy& copy) {
  TRY_VOID(central::in_transaction(files_->inbox, [&]() -> Result<void> {
    for (const auto& [name, seq] : copy.received)
      TRY_VOID(central::Inbox(files_->inbox).make_safe(name.first, name.second, seq));
    return {};
  }));
  return central::in_transaction(files_->records, [&]() -> Result<void> {
    for (const auto& [feed, position] : copy.feeds)
      TRY_VOID(central::Records(files_->records).put_meta(central::meta_safe_of(feed), std::to_string(position)));
    return {};
  });
}

std::uint64_t Centre::copied(const std::string& node, const std::string& epoch) const {
  if (!copy_) return 0;
  auto found = copy_->received.find({node, epoch});
  return found == copy_->received.end() ? 0 : found->second;
}

void Centre::restore(std::int64_t now_ms) {
  story_.tell("the centre is as it was " + std::to_string((now_ms - copy_->at_ms) / 1000) + " s ago");
  uploads_ = copy_->uploads;
  go_back(&copy_->disk, now_ms);
}

std::int64_t Centre::crash_lying(std::int64_t now_ms) {
  const auto kept_ms = lies_since_ms_;
  if (copy_ && copy_->at_ms >= kept_ms) return restore(now_ms), copy_->at_ms;
  story_.tell("the centre has kept nothing for " + std::to_string((now_ms - kept_ms) / 1000) + " s");
  go_back(nullptr, now_ms);
  return kept_ms;
}

void Centre::go_back(const test::MemoryVfs::Image* disk, std::int64_t now_ms) {
  unverified_.reset();
  auto numbers = central::LeaseBook(files_->records).allocated().value_or(std::map<std::string, std::int64_t>{});
  disk_.cut();
  close();
  disk_.cut_power(0);
  disk_.heal();
  make_room();
  dies_at_ = 0;
  if (disk) disk_.put(*disk);
  start();
  if (auto begun = begin_life(numbers); !begun)
    return story_.broken("set-up", "the centre's new life: " + describe(begun.error()));
  auto again =
      central::in_transaction(files_->inbox, [&] { return central::revoke_again(*files_, revoked_, now_ms, now_ms); });
  if (again) again = central::publish_fleet(*files_, keys_.signing);
  if (!again) return story_.broken("P14", "whom the witness knows is not revoked again: " + describe(again.error()));
  start();
}

// What the witness outside the database knows, and a person who sets the allocator past all that may be lent.
Result<void> Centre::begin_life(const std::map<std::string, std::int64_t>& numbers) {
  return central::in_transaction(files_->records, [&]() -> Result<void> {
    central::Records records(files_->records);
    TRY_VOID(records.put_meta(central::meta_centre_epoch, seal::to_hex(random_.bytes(8))));
    std::int64_t floor = 0;
    for (const auto& [kind, next] : numbers) {
      TRY_VOID(central::LeaseBook(files_->records).raise(kind, next));
      floor = std::max(floor, next + numbers_passed);
    }
    TRY_VOID(records.put_meta(central::meta_numbers_floor, std::to_string(floor)));
    return records.put_meta(central::meta_grants_held, "");
  });
}

void Centre::revoke(const std::string& node, std::int64_t now_ms) {
  auto done =
      central::in_transaction(files_->inbox, [&] { return central::Nodes(files_->inbox).revoke(node, now_ms); });
  if (done) done = central::publish_fleet(*files_, keys_.signing);
  if (faltered(done)) return make_room(), revoke(node, now_ms);
  auto known = central::Nodes(files_->inbox).revocations();
  if (!done || !known) return story_.broken("P14", node + " cannot be revoked");
  revoked_.clear();
  for (const auto& one : *known) revoked_.push_back({{one.node, one.epoch, one.seq}, central::key_id(one.head_key)});
}

std::string Centre::settle_fork(const std::string& node, const std::string& challenge, std::int64_t now_ms) {
  auto code = central::settle_fork(*files_, keys_.signing, node, challenge, now_ms);
  if (faltered(code)) return make_room(), settle_fork(node, challenge, now_ms);
  if (!code) story_.broken("P7", node + " gets no code: " + describe(code.error()));
  return code.value_or("");
}

std::optional<rules::Revoked> Centre::witnessed(const std::string& node) const {
  for (const auto& one : revoked_)
    if (one.revoked.node == node) return one.revoked;
  return std::nullopt;
}

// Its rows are the receiver's own; the bytes are here in memory instead of in a folder.
Result<central::UploadRow> Centre::upload(const std::string& node, const Piece& piece, std::int64_t now_ms) {
  auto row = central::in_transaction(files_->inbox, [&] { return append(node, piece, now_ms); });
  if (faltered(row)) return fail(Code::link_down);
  return row;
}

Result<central::UploadRow> Centre::append(const std::string& node, const Piece& piece, std::int64_t now_ms) {
  central::Attachments attachments(files_->inbox);
  central::UploadRow row;
  row.node = node;
  row.hash = piece.hash;
  row.size = piece.file->size();
  row.begun_ms = row.changed_ms = now_ms;
  TRY(bool here, attachments.present(piece.hash));
  TRY(auto known, attachments.get(node, piece.hash));
  if (!known) TRY_VOID(attachments.begin(row));
  if (known) row.offset = known->offset;
  const auto to = std::min<std::uint64_t>(row.size, row.offset + piece.bytes);
  row.offset = here ? row.size : to;
  row.whole = row.offset == row.size;
  if (row.whole && seal::to_hex(seal::sha256(*piece.file)) != piece.hash) return fail(Code::seal_broken);
  if (row.whole) {
    uploads_.try_emplace(piece.hash, Upload{*piece.file, now_ms});  // before its row says so
    TRY_VOID(attachments.arrive(node, piece.hash, now_ms));
  } else {
    TRY_VOID(attachments.move(node, piece.hash, row.offset, now_ms));
  }
  return row;
}

Result<std::string> Centre::stick(const std::string& node, const Stick& stick, std::int64_t now_ms) {
  auto answer = answer_to(node, stick, now_ms);
  if (faltered(answer)) return fail(Code::link_down);
  return answer;
}

// As `karvan-central bundle` does it, beside whoever serves.
Result<std::string> Centre::answer_to(const std::string& node, const Stick& stick, std::int64_t now_ms) {
  bool given = false;
  const auto next = [&]() -> Result<std::string> { return std::exchange(given, true) ? "" : stick.sealed; };
  const central::StickPlace place{
      identity_, scratch_.path("attachments"),
      [this](const central::Node& of, const std::vector<exchange::Tail>& tail, std::int64_t at_ms) {
        return central::admit_tail(*files_, keys_.signing, of, tail, at_ms);
      }};
  TRY(auto taken, central::take_stick(*files_, keys_, place, next, now_ms));
  for (const auto& [hash, bytes] : stick.files) {
    const Piece whole{hash, &bytes, bytes.size()};
    TRY_VOID(central::in_transaction(files_->inbox, [&] { return append(node, whole, now_ms); }));
    taken.files.insert(hash);
  }
  if (slow_ == 0 || !random_.one_in(slow_)) TRY_VOID(settle(now_ms));
  TRY_VOID(reconciler_->lend_to(node, taken.asked.want, taken.asked.cursors.node, now_ms));
  return central::answer_stick(*files_, keys_, taken, random_.entropy());
}

}  // namespace karvan::sim
