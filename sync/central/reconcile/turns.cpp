#include <algorithm>

#include "sync/central/reconcile/reconcile.h"
#include "sync/central/reconcile/settle.h"
#include "sync/central/store/feeds.h"
#include "sync/central/store/inbox.h"
#include "sync/central/store/nodes.h"
#include "sync/exchange/parts.h"

// Which epochs to look at: a fleet's logs are many, and most have nothing new.
namespace karvan::central {
namespace {

constexpr std::string_view meta_grown = "epochs_grown";
constexpr std::uint64_t growth_kept_each = 1'000;
constexpr std::size_t growth_slice = 1'024;
constexpr std::size_t slices_in_step = 8;
constexpr std::string_view office_prefix = "office/";

Result<bool> chain_entries(Files& files, const std::string& office) {
  TRY(auto rows, Feeds(files.records).unchained_entries(office, growth_slice));
  for (auto& row : rows) {
    TRY(auto line, Inbox(files.inbox).line(row.op));
    if (line) row.digest = exchange::digest_of_line(line->line);
    TRY_VOID(Feeds(files.records).chain(row));
  }
  return !rows.empty();
}

Result<bool> is_of_revoked_key(Files& files, const std::string& name, const std::string& epoch) {
  TRY(const auto node, Nodes(files.inbox).get(name));
  if (!node || !node->any_revoked) return false;
  TRY(const auto row, Inbox(files.inbox).epoch(name, epoch));
  if (!row) return false;
  TRY(const auto revoked, Nodes(files.inbox).revocation(name, row->signer));
  return revoked.has_value();
}

}  // namespace

// An inbox that was restored from before the records has not come so far: all of it is looked at again.
Result<void> Reconciler::recall_growth() {
  TRY(auto kept, Records(files_->records).meta(meta_grown));
  TRY(auto growth, Inbox(files_->inbox).growth());
  const auto mark = kept.empty() ? 0 : std::stoull(kept);
  grown_kept_ = grown_mark_ = mark > growth ? 0 : mark;
  return {};
}

Result<void> Reconciler::learn_growth() {
  bool more = true;
  while (more) {
    TRY(auto grown, Inbox(files_->inbox).grown_since(grown_mark_, growth_slice));
    for (const auto& each : grown) {
      TRY(const bool revoked, is_of_revoked_key(*files_, each.node, each.epoch));
      if (revoked) know_more_of_revoked();
      std::pair name(each.node, each.epoch);
      waiting_.erase(name);
      grown_[name] = grown_mark_ = each.mark;
    }
    more = grown.size() == growth_slice;
  }
  return {};
}

// Feeds of a version in which they were no chains.
Result<void> Reconciler::chain_feeds() {
  Feeds feeds(files_->records);
  TRY(auto names, feeds.unchained());
  for (const auto& feed : names) {
    bool more = true;
    while (more) {
      TRY_VOID(in_transaction(files_->records, [&]() -> Result<void> {
        if (feed.starts_with(office_prefix)) {
          TRY(more, chain_entries(*files_, feed.substr(office_prefix.size())));
        } else {
          TRY(more, feeds.chain_documents(feed, growth_slice));
        }
        return {};
      }));
    }
  }
  return {};
}

// Now and then: a restart then asks for some more than it needs.
Result<void> Reconciler::remember_growth() {
  std::uint64_t kept = grown_mark_;
  for (const auto* open : {&grown_, &waiting_})
    for (const auto& [name, mark] : *open) kept = std::min(kept, mark - 1);
  if (kept < grown_kept_ + growth_kept_each) return {};
  TRY_VOID(in_transaction(files_->records,
                          [&] { return Records(files_->records).put_meta(meta_grown, std::to_string(kept)); }));
  grown_kept_ = kept;
  return {};
}

// A slice of some, and next time of those after them: a step is soon done, and nobody waits for ever. What is wrong
// with one node's work is told once nothing else is left to do (P15).
Result<bool> Reconciler::settle_some() {
  TRY_VOID(learn_growth());
  const bool from_start = turn_.first.empty();
  std::size_t slices = 0;
  Result<void> sound;
  auto at = grown_.lower_bound(turn_);
  while (at != grown_.end() && slices < slices_in_step) {
    const auto name = at->first;
    auto taken = settle_grown(name.first, name.second, slices);
    if (!taken && taken.error().code == Code::outcome_unknown) return tl::unexpected<Error>(taken.error());
    if (!taken) sound = tl::unexpected<Error>(taken.error());
    if (taken == Taken::not_ready) waiting_.insert(*at);
    at = taken == Taken::some || !taken ? std::next(at) : grown_.erase(at);
  }
  turn_ = at == grown_.end() ? std::pair<std::string, std::string>{} : at->first;
  const bool any = slices > 0 || !from_start;
  if (!any && !sound) return tl::unexpected<Error>(sound.error());
  if (grown_mark_ >= grown_kept_ + growth_kept_each) TRY_VOID(remember_growth());
  return any;
}

// An epoch is taken up once all that its author wrote before it was taken.
Result<Reconciler::Taken> Reconciler::settle_grown(const std::string& node, const std::string& epoch,
                                                   std::size_t& slices) {
  TRY(auto row, Inbox(files_->inbox).epoch(node, epoch));
  if (!row) return Taken::whole;
  Records records(files_->records);
  TRY(auto cursor, records.cursor(node, epoch));
  if (cursor >= row->received.seq) {
    TRY_VOID(wake_children(*row, cursor));
    return Taken::whole;
  }
  if (!row->parent) return Taken::not_ready;
  if (!row->parent->epoch.empty()) {
    TRY(auto before, records.cursor(node, row->parent->epoch));
    if (before < row->parent->seq) return Taken::not_ready;
  }
  const auto before = slices;
  const auto taken = settle_epoch(*row, cursor, slices);
  if (slices > before) {
    TRY(auto settled, records.cursor(node, epoch));
    TRY_VOID(wake_children(*row, settled));
  }
  TRY_VOID(taken);
  return slices > before ? Taken::some : Taken::whole;
}

Result<void> Reconciler::wake_children(const EpochRow& row, std::uint64_t settled) {
  if (waiting_.empty()) return {};
  TRY(auto children, Inbox(files_->inbox).children(row.node, row.epoch, settled));
  for (auto& child : children) {
    auto found = waiting_.find({row.node, child});
    if (found != waiting_.end()) grown_.insert(waiting_.extract(found));
  }
  return {};
}

// The centre's own log up to its end: an act of a person is judged before anybody else's work.
Result<void> Reconciler::settle_own() {
  TRY_VOID(learn_growth());
  std::size_t slices = 0;
  for (auto at = grown_.lower_bound({std::string(centre_node), ""}); at != grown_.end();) {
    if (at->first.first != centre_node) break;
    TRY(auto taken, settle_grown(at->first.first, at->first.second, slices));
    if (taken == Taken::some) continue;
    if (taken == Taken::not_ready) waiting_.insert(*at);
    at = grown_.erase(at);
  }
  return {};
}

}  // namespace karvan::central
