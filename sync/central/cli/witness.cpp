#include "sync/central/cli/witness.h"

#include <algorithm>
#include <charconv>

#include "storage/seal/hash.h"
#include "storage/vault/vault_file.h"
#include "sync/central/store/extent.h"
#include "sync/central/store/leases.h"
#include "sync/central/store/lives.h"
#include "sync/central/store/meta.h"
#include "sync/central/store/nodes.h"
#include "sync/central/store/records.h"

namespace karvan::central {
namespace {

constexpr std::string_view title = "karvan/witness/v1\n";
constexpr std::string_view meta_witnessed = "witnessed";  // there has been a witness
constexpr std::size_t epoch_bytes = 8;

std::string_view word(std::string_view& line) {
  auto found = line.substr(0, line.find(' '));
  line.remove_prefix(std::min(line.size(), found.size() + 1));
  return found;
}

template <class Number>
bool read_number(std::string_view text, Number& value) {
  auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), value);
  return bad == std::errc{} && end == text.data() + text.size();
}

bool read_line(std::string_view line, Witnessed& found) {
  const auto what = word(line);
  if (what == "epoch") return !(found.centre_epoch = line).empty();
  if (what == "inbox") return read_number(line, found.inbox);
  if (what == "feeds") return read_number(line, found.feeds);
  if (what == "numbers") {
    const std::string kind(word(line));
    return !kind.empty() && read_number(line, found.numbers[kind]);
  }
  if (what != "revoked") return false;
  LostRevocation lost;
  lost.revoked.node = word(line);
  lost.revoked.epoch = word(line);
  if (lost.revoked.epoch == "-") lost.revoked.epoch.clear();
  if (lost.revoked.node.empty() || !read_number(word(line), lost.revoked.seq)) return false;
  lost.key_id = line;
  found.revoked.push_back(std::move(lost));
  return true;
}

Result<Witnessed> witnessed_now(Files& files, const seal::VerifyingKey& centre) {
  Witnessed now;
  TRY(now.centre_epoch, Records(files.records).meta(meta_centre_epoch));
  TRY(auto extent, extent_of(files));
  now.inbox = extent.inbox;
  now.feeds = extent.feeds;
  TRY(now.numbers, LeaseBook(files.records).allocated());
  TRY_VOID(complete_revocations(files, centre));
  TRY(auto revoked, Nodes(files.inbox).revocations());
  for (auto& one : revoked)
    now.revoked.push_back({{std::move(one.node), std::move(one.epoch), one.seq}, key_id(one.head_key)});
  return now;
}

bool behind(const Witnessed& now, const Witnessed& seen) {
  if (now.centre_epoch != seen.centre_epoch || now.inbox < seen.inbox || now.feeds < seen.feeds) return true;
  return std::any_of(seen.numbers.begin(), seen.numbers.end(), [&](const auto& kind) {
    auto found = now.numbers.find(kind.first);
    return found == now.numbers.end() || found->second < kind.second;
  });
}

}  // namespace

std::string write_witnessed(const Witnessed& w) {
  std::string text(title);
  text +=
      "epoch " + w.centre_epoch + "\ninbox " + std::to_string(w.inbox) + "\nfeeds " + std::to_string(w.feeds) + "\n";
  for (const auto& [kind, next] : w.numbers) text += "numbers " + kind + " " + std::to_string(next) + "\n";
  for (const auto& [r, key] : w.revoked)
    text += "revoked " + r.node + " " + (r.epoch.empty() ? "-" : r.epoch) + " " + std::to_string(r.seq) +
            (key.empty() ? "" : " " + key) + "\n";
  return text;
}

Result<Witnessed> parse_witnessed(std::string_view text) {
  if (!text.starts_with(title)) return fail(Code::malformed, {}, "witness");
  text.remove_prefix(title.size());
  Witnessed found;
  while (!text.empty()) {
    const auto end = text.find('\n');
    if (end == text.npos || !read_line(text.substr(0, end), found)) return fail(Code::malformed, {}, "witness");
    text.remove_prefix(end + 1);
  }
  if (found.centre_epoch.empty()) return fail(Code::malformed, {}, "witness");
  return found;
}

Witness::Witness(const House& house, std::string path) : house_(&house), path_(std::move(path)) {
  asked_for_ = !path_.empty();
  if (asked_for_) return;
  path_ = house.files.folder;
  while (path_.size() > 1 && path_.back() == '/') path_.pop_back();
  path_ += ".witness";
}

// Nothing where it is not there, or says nothing that can be believed.
Result<std::optional<Witnessed>> Witness::read() const {
  TRY(auto note, vault::read_small_file(path_));
  if (note.empty()) return std::nullopt;
  auto text = seal::open_note(note, seal::verifying(house_->keys.signing));
  if (!text) return std::nullopt;
  auto found = parse_witnessed(*text);
  return found ? std::optional(std::move(*found)) : std::nullopt;
}

Result<void> Witness::write(Files& files) {
  TRY(auto now, witnessed_now(files, seal::verifying(house_->keys.signing)));
  if (last_ == now) return {};
  TRY_VOID(vault::replace_file(path_, seal::sign_note(write_witnessed(now), house_->keys.signing)));
  last_ = std::move(now);
  return {};
}

// The life that the copy was of, and the one that was witnessed, where the copy is from before that.
Result<void> Witness::note_lost(Files& files, const std::optional<Witnessed>& seen) {
  Records records(files.records);
  TRY(auto lives, lost_lives(files.records));
  TRY(auto epoch, records.meta(meta_centre_epoch));
  TRY(auto fleet, records.meta(meta_fleet));
  lives.push_back({epoch, fleet.empty() ? 0 : std::stoull(fleet), house_->now_ms()});
  if (seen && seen->centre_epoch != epoch) lives.push_back({seen->centre_epoch, 0, house_->now_ms()});
  return put_lost_lives(files.records, lives);
}

Result<void> Witness::restored(Files& files, const std::optional<Witnessed>& seen) {
  TRY_VOID(in_transaction(files.records, [&]() -> Result<void> {
    Records records(files.records);
    TRY_VOID(note_lost(files, seen));
    TRY_VOID(records.put_meta(meta_centre_epoch, seal::to_hex(house_->entropy(epoch_bytes))));
    TRY_VOID(records.put_meta(meta_grants_held, held_restored));
    if (!seen) return {};
    for (const auto& [kind, next] : seen->numbers) TRY_VOID(LeaseBook(files.records).raise(kind, next));
    return {};
  }));
  if (!seen) return {};
  const auto now_ms = house_->now_ms();
  TRY_VOID(in_transaction(files.inbox, [&] { return revoke_again(files, seen->revoked, now_ms, now_ms); }));
  return publish_fleet(files, house_->keys.signing);
}

Result<bool> Witness::notice(Files& files) {
  TRY(auto before, Records(files.records).meta(meta_witnessed));
  TRY(auto seen, read());
  TRY(auto now, witnessed_now(files, seal::verifying(house_->keys.signing)));
  const bool lost = seen ? behind(now, *seen) : !before.empty();
  if (lost) TRY_VOID(restored(files, seen));
  return lost;
}

// The file first: that there has been one is not said of one that could not be written.
Result<void> Witness::begin(Files& files) {
  TRY_VOID(write(files));
  return in_transaction(files.records, [&] { return Records(files.records).put_meta(meta_witnessed, "1"); });
}

Result<bool> Witness::check() {
  TRY(auto files, open_files(house_->files));
  TRY(const bool lost, notice(files));
  TRY_VOID(begin(files));
  return lost;
}

Result<void> Witness::watch() {
  TRY(auto files, open_files(house_->files));
  TRY(const bool lost, notice(files));
  if (lost) house_->log("the databases were restored: a new life of the centre; no numbers are lent until `release`");
  auto written = write(files);
  if (written) return begin(files);
  if (asked_for_) return written;
  blind_ = true;
  house_->log("no witness, so that a restore would go unnoticed: " + describe(written.error()));
  return {};
}

Result<void> Witness::note() {
  const std::lock_guard lock(mutex_);
  if (blind_) return {};
  const auto now_ms = house_->now_ms();
  if (now_ms >= written_ms_ && now_ms - written_ms_ < witness_each_ms) return {};
  written_ms_ = now_ms;
  if (!files_) {
    TRY(files_, open_files(house_->files));
  }
  return write(*files_);
}

}  // namespace karvan::central
