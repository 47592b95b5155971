#include "sync/central/receive/down.h"

#include <algorithm>

#include "sync/central/receive/patches.h"
#include "sync/central/receive/receive.h"
#include "sync/central/store/inbox.h"
#include "sync/central/store/leases.h"
#include "sync/central/store/records.h"
#include "sync/exchange/codec.h"
#include "sync/exchange/pace.h"
#include "sync/exchange/said.h"

namespace karvan::central {
namespace {

using exchange::Feed;

constexpr std::uint64_t plain_max = 16 << 20;
constexpr std::uint64_t packs_to = 3;        // what is expected: a third
constexpr std::size_t own_entry_bytes = 20;  // most of them share a line
constexpr std::size_t overhead_bytes = 100;
constexpr std::size_t documents_in_slice = 64;
constexpr std::size_t entries_in_slice = 512;
constexpr std::size_t records_in_slice = 256;

// What is small may cost time, so that it costs few bytes: on a fast link only what is very small. `most`: what the
// node takes in ten seconds.
int level_of(std::size_t plain_bytes, std::uint64_t most) {
  constexpr std::size_t tiny_bytes = 1 << 10, small_bytes = 64 << 10, middling_bytes = 1 << 20;
  const bool slow = exchange::level_for(most / exchange::exchange_seconds_max) == exchange::thorough_level;
  if (plain_bytes <= (slow ? small_bytes : tiny_bytes)) return exchange::thorough_level;
  return plain_bytes <= middling_bytes ? 9 : 3;
}

}  // namespace

Down::Down(Files& files, const Node& node, const Accepted& request)
    : files_(&files), node_(&node), request_(&request), of_other_(request.of_other), cursors_(request.cursors) {}

Result<std::string> Down::packed(exchange::Answer answer, const Keys& keys, int level_max) {
  TRY_VOID(learn_cursors(answer));
  TRY(ends_, checkpoint());
  const std::uint64_t most = request_->answer_bytes_max;
  for (std::uint64_t budget = std::min(most * packs_to, plain_max);;) {
    exchange::Answer filled = answer;
    if (most > 0) TRY_VOID(fill(filled, budget));
    auto told = ends_;
    told.said = exchange::digest_of_said(exchange::said_in(filled.entries, keys.signing.name));
    filled.checkpoint = seal::sign_note(exchange::write_checkpoint(told), keys.signing);
    const std::string plain = exchange::write_answer(filled);
    auto body = exchange::pack(plain, std::min(level_of(plain.size(), most), level_max));
    if (most == 0 || things_ <= 1 || body.size() <= most) return body;
    budget = std::min(budget, std::uint64_t{plain.size()}) * most / body.size() * 9 / 10;
  }
}

Result<void> Down::fill(exchange::Answer& answer, std::uint64_t budget) {
  budget_ = budget;
  things_ = 0;
  shown_.clear();
  reached_ = cursors_;
  TRY_VOID(reference(answer));
  TRY_VOID(node_feed_documents(answer));
  if (request_->take) {  // goes on after the last record of the answer, so no other record may be in it
    TRY_VOID(records(answer));
  } else {
    TRY_VOID(fetched(answer));
    TRY_VOID(entries(answer));
  }
  if (!answer.more) return {};
  answer.to = reached_;
  return add_marks(*answer.to);
}

bool Down::fits(std::size_t bytes, exchange::Answer& answer) {
  if (things_ > 0 && bytes > budget_) answer.more = true;
  if (answer.more) return false;
  budget_ -= std::min<std::uint64_t>(bytes, budget_);
  ++things_;
  return true;
}

// A long one goes in pieces, the first thing of an answer each; the node says how much of it is there.
bool Down::add(exchange::Document document, exchange::Answer& answer) {
  const auto& part = request_->part;
  const std::size_t whole = document.body.size();
  const bool begun = part && part->feed == document.feed && part->at == document.at && part->have < whole;
  if (things_ == 0 && ((begun && part->have > 0) || whole > budget_)) {
    document.from = begun ? part->have : 0;
    document.of = whole;
    document.body = document.body.substr(document.from, std::max<std::uint64_t>(budget_, overhead_bytes));
  }
  const bool last = document.from + document.body.size() == whole;
  if (!fits(document.body.size() + overhead_bytes, answer)) return false;
  if (!last) answer.more = true;
  answer.documents.push_back(std::move(document));
  return last;
}

// P5: a lease that was lent to a box before this one under the name; that one may have used it.
Result<bool> Down::of_another_box(const DocumentRow& document) {
  if (document.kind != "lease") return false;
  if (of_other_) return true;
  TRY(auto row, LeaseBook(files_->records).get(node_->name, document.name));
  return row && !is_of(*row, *node_);
}

Result<void> Down::node_feed_documents(exchange::Answer& answer) {
  while (!answer.more && !parted(Feed::node)) {
    TRY(auto rows, Feeds(files_->records).documents(node_feed(node_->name), reached_.node, documents_in_slice));
    if (rows.empty()) break;
    for (auto& row : rows) {
      if (row.position > ends_.node_feed) return {};
      TRY(const bool others, of_another_box(row));
      if (!others && !add({Feed::node, row.position, row.kind, row.name, std::move(row.body)}, answer)) return {};
      reached_.node = row.position;
    }
  }
  return {};
}

Result<void> Down::reference(exchange::Answer& answer) {
  Patches patches(files_->records, cursors_.reference, request_->patches);
  while (!answer.more && !parted(Feed::reference)) {
    TRY(auto rows, Feeds(files_->records).documents(reference_feed, reached_.reference, documents_in_slice));
    if (rows.empty()) break;
    for (auto& row : rows) {
      if (row.position > ends_.reference) return {};
      TRY(const bool superseded, patches.superseded(row));
      if (!superseded) {
        exchange::Document document{Feed::reference, row.position, row.kind, row.name, std::move(row.body)};
        TRY_VOID(patches.shorten(document));
        if (!add(std::move(document), answer)) return {};
      }
      reached_.reference = row.position;
    }
  }
  return {};
}

// False where it does not fit any more. Whoever has this name need not be the box that wrote it: where there is a doubt
// the content goes too (P3).
Result<bool> Down::entry(EntryRow row, exchange::Answer& answer) {
  const bool in_its_name = row.op.node == node_->name;
  if (!in_its_name && row.only_author) return true;
  const bool doubt = request_->contents || !node_->fork.empty() || is_branch(row.op.epoch);
  const bool own = in_its_name && !doubt;
  exchange::Entry entry{row.position, {}, 0, {}, std::move(row.verdict)};
  std::size_t bytes = own_entry_bytes;
  if (own) {
    entry.epoch = row.op.epoch;
    entry.seq = row.op.seq;
  } else {
    TRY(auto line, Inbox(files_->inbox).line(row.op));
    entry.line = line ? std::move(line->line) : exchange::write_erased({row.op.seq, {}});
    bytes = entry.line.size() + overhead_bytes;
  }
  answer.more |= answer.entries.size() == exchange::entries_max;
  if (!fits(bytes, answer)) return false;
  // What was erased cannot be folded any more: the record comes as it stands.
  if (!own && exchange::erased_of(entry.line) && shown_.insert(row.record).second) {
    TRY(auto whole, snapshot(row.record));
    answer.snapshots.push_back(std::move(whole));
  }
  answer.entries.push_back(std::move(entry));
  return true;
}

Result<void> Down::entries(exchange::Answer& answer) {
  while (!answer.more && !parted(Feed::office)) {
    TRY(auto rows, Feeds(files_->records).entries(node_->office, reached_.office, entries_in_slice));
    if (rows.empty()) break;
    for (auto& row : rows) {
      const auto position = row.position;
      if (position > ends_.office) return {};
      TRY(bool there, entry(std::move(row), answer));
      if (!there) return {};
      reached_.office = position;
    }
  }
  return {};
}

// Another office's record is a node's to have where it has written to it; its place in the node's own feed counts.
Result<exchange::Snapshot> Down::snapshot(const std::string& id) {
  exchange::Snapshot found{0, id, {}};
  auto name = model::parse_record_id(id);
  if (!name) return found;
  Feeds feeds(files_->records);
  std::optional<EntryRow> here;
  if (name->office != node_->office) {
    TRY(here, feeds.last_of(node_->office, id));
    if (!here) return found;
  }
  TRY(auto record, Records(files_->records).record(name->office, id));
  if (!record || record->body.size() > exchange::document_bytes_max) return found;
  found.at = here ? here->position : record->position;
  found.body = std::move(record->body);
  return found;
}

Result<void> Down::fetched(exchange::Answer& answer) {
  for (const auto& id : request_->fetch) {
    if (answer.more) break;
    TRY(auto record, snapshot(id));
    if (!fits(record.body.size() + overhead_bytes, answer)) break;
    if (shown_.insert(id).second) answer.snapshots.push_back(std::move(record));
  }
  return {};
}

// The office's records as they stand: what changes meanwhile comes again, as entries beyond the position that the first
// answer named.
Result<void> Down::records(exchange::Answer& answer) {
  Feeds feeds(files_->records);
  Records records(files_->records);
  TRY(auto end, feeds.head(office_feed(node_->office)));
  exchange::Records told{end.position, end.hash, 0};
  std::string after;
  if (request_->take->from.at > 0) {
    TRY(auto hash, feeds.hash_at(office_feed(node_->office), request_->take->from.at));
    const bool known = hash && exchange::mark_of(*hash) == request_->take->from.hash;
    if (known) told = {request_->take->from.at, *hash, 0};
    if (known) after = request_->take->after;
  }
  bool full = answer.more;
  while (!full) {
    TRY(auto rows, records.of_office(node_->office, after, records_in_slice));
    if (rows.empty()) break;
    for (auto& row : rows) {
      full = answer.snapshots.size() == exchange::snapshots_max || !fits(row.body.size() + overhead_bytes, answer);
      if (full) break;
      after = row.id;
      answer.snapshots.push_back({row.position, std::move(row.id), std::move(row.body)});
    }
  }
  TRY(told.left, records.count_after(node_->office, after));
  answer.more = true;  // the entries since are still to come
  answer.records = told;
  return {};
}

Result<exchange::Checkpoint> Down::checkpoint() {
  Feeds feeds(files_->records);
  exchange::Checkpoint at;
  at.centre_epoch = centre_epoch_;
  at.node = node_->name;
  TRY(auto office, feeds.head(name_of(Feed::office)));
  TRY(auto node, feeds.head(name_of(Feed::node)));
  TRY(auto reference, feeds.head(name_of(Feed::reference)));
  at.office = office.position;
  at.node_feed = node.position;
  at.reference = reference.position;
  at.office_hash = office.hash;
  at.node_hash = node.hash;
  at.reference_hash = reference.hash;
  TRY(auto fleet, Records(files_->records).meta(meta_fleet));
  at.fleet = fleet.empty() ? 0 : std::stoull(fleet);
  return at;
}

}  // namespace karvan::central
