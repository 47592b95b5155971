#include "sync/central/receive/down.h"

#include <algorithm>

#include "sync/central/receive/patches.h"
#include "sync/central/receive/receive.h"
#include "sync/central/store/inbox.h"
#include "sync/central/store/records.h"

namespace karvan::central {
namespace {

constexpr std::uint64_t budget_max = 16 << 20;
constexpr std::size_t own_entry_bytes = 20;  // most of them share a line
constexpr std::size_t overhead_bytes = 100;
constexpr std::size_t documents_in_slice = 64;
constexpr std::size_t entries_in_slice = 512;

}  // namespace

Down::Down(Files& files, const Node& node, const exchange::Request& request)
    : files_(&files),
      node_(&node),
      cursors_(request.cursors),
      budget_(std::min(request.answer_bytes_max, budget_max)),
      patches_(request.patches) {}

// A node that has the positions of another life of the centre starts from the beginning of this one.
Result<void> Down::learn_cursors() {
  TRY(centre_epoch_, Records(files_->records).meta(meta_centre_epoch));
  if (cursors_.centre_epoch != centre_epoch_) cursors_ = {centre_epoch_, 0, 0, 0};
  return {};
}

bool Down::fits(std::size_t bytes, exchange::Answer& answer) {
  if (any_ && bytes > budget_) answer.more = true;
  budget_ -= std::min<std::uint64_t>(bytes, budget_);
  any_ = true;
  return !answer.more;
}

Result<void> Down::documents(exchange::Feed feed, const std::string& name, std::uint64_t after,
                             exchange::Answer& answer) {
  while (!answer.more) {
    TRY(auto rows, Feeds(files_->records).documents(name, after, documents_in_slice));
    if (rows.empty()) break;
    for (auto& row : rows) {
      if (!fits(row.body.size() + overhead_bytes, answer)) return {};
      after = row.position;
      answer.documents.push_back({feed, row.position, row.kind, row.name, std::move(row.body)});
    }
  }
  return {};
}

Result<void> Down::reference(exchange::Answer& answer) {
  Patches patches(files_->records, cursors_.reference, patches_);
  std::uint64_t after = cursors_.reference;
  while (!answer.more) {
    TRY(auto rows, Feeds(files_->records).documents(reference_feed, after, documents_in_slice));
    if (rows.empty()) break;
    for (auto& row : rows) {
      after = row.position;
      TRY(const bool superseded, patches.superseded(row));
      if (superseded) continue;
      exchange::Document document{exchange::Feed::reference, row.position, row.kind, row.name, std::move(row.body)};
      TRY_VOID(patches.shorten(document));
      if (!fits(document.body.size() + overhead_bytes, answer)) return {};
      answer.documents.push_back(std::move(document));
    }
  }
  return {};
}

Result<void> Down::entries(exchange::Answer& answer) {
  Inbox inbox(files_->inbox);
  std::uint64_t after = cursors_.office;
  while (!answer.more) {
    TRY(auto rows, Feeds(files_->records).entries(node_->office, after, entries_in_slice));
    if (rows.empty()) break;
    for (auto& row : rows) {
      after = row.position;
      bool own = row.op.node == node_->name;
      if (!own && row.only_author) continue;
      exchange::Entry entry{row.position, {}, 0, {}, std::move(row.verdict)};
      if (own) {
        entry.epoch = row.op.epoch;
        entry.seq = row.op.seq;
      } else {
        TRY(auto line, inbox.line(row.op));
        if (!line) return fail(Code::database_damaged, {}, "entry without its line");
        entry.line = std::move(line->line);
      }
      bool full = answer.entries.size() == exchange::entries_max;
      answer.more |= full;
      if (full || !fits(own ? own_entry_bytes : entry.line.size() + overhead_bytes, answer)) return {};
      answer.entries.push_back(std::move(entry));
    }
  }
  return {};
}

Result<void> Down::fill(exchange::Answer& answer) {
  TRY_VOID(learn_cursors());
  TRY_VOID(reference(answer));
  TRY_VOID(documents(exchange::Feed::node, node_feed(node_->name), cursors_.node, answer));
  return entries(answer);
}

Result<exchange::Checkpoint> Down::checkpoint() {
  Feeds feeds(files_->records);
  exchange::Checkpoint at;
  at.centre_epoch = centre_epoch_;
  at.node = node_->name;
  TRY(at.office, feeds.end(office_feed(node_->office)));
  TRY(at.node_feed, feeds.end(node_feed(node_->name)));
  TRY(at.reference, feeds.end(reference_feed));
  TRY(auto fleet, Records(files_->records).meta(meta_fleet));
  at.fleet = fleet.empty() ? 0 : std::stoull(fleet);
  return at;
}

}  // namespace karvan::central
