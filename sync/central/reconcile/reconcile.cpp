#include "sync/central/reconcile/reconcile.h"

#include <algorithm>
#include <array>

#include "sync/central/reconcile/erasure.h"
#include "sync/central/reconcile/fleet.h"
#include "sync/central/reconcile/guard.h"
#include "sync/central/reconcile/settle.h"
#include "sync/central/store/feeds.h"
#include "sync/central/store/leases.h"
#include "sync/central/store/meta.h"
#include "sync/rules/context.h"

namespace karvan::central {
namespace {

// What may be tried again once more is known: of the catalogue, of a revoked box's chain, or of what is lost of a log.
constexpr auto retried_reasons =
    std::to_array({Code::catalogue_missing, Code::version_unknown, Code::node_revoked, Code::chain_gap});
constexpr std::size_t revoked_reason = 2, gap_reason = 3;  // of these
constexpr std::size_t todos_max = 256;
constexpr std::size_t erased_at_once = 256;

}  // namespace

Reconciler::Reconciler(Files& files, seal::SigningKey key, seal::Entropy entropy, Spread spread)
    : files_(&files),
      spread_(std::move(spread)),
      key_(std::move(key)),
      entropy_(entropy),
      reference_(files.records, seal::verifying(key_)),
      own_(files, std::move(entropy)) {}

Result<void> Reconciler::start() {
  TRY_VOID(recall_revocations(*files_, seal::verifying(key_)));
  TRY_VOID(recall_growth());
  TRY_VOID(chain_feeds());
  return own_.start();
}

Result<bool> Reconciler::step(std::int64_t now_ms) {
  auto learned = learn_catalogue();
  TRY(bool admitted, settle_admitted());
  TRY(bool settled, settle_some());
  settled |= admitted || learned.value_or(false);
  TRY(bool arrived, settle_arrivals());
  TRY(bool rebuilt, rebuild_some());
  TRY(bool erased, erase_some(now_ms));
  settled |= arrived || rebuilt || erased;
  TRY(bool wrote, own_.write_todos(reference_, now_ms, todos_max));
  TRY(bool closed, close_lapsed(now_ms));
  wrote |= closed;
  TRY_VOID(publish(now_ms));
  if (settled) ++changes_;
  if (!learned && !settled && !wrote) return tl::unexpected<Error>(learned.error());
  return settled || wrote;
}

// What the centre had said before it was restored, judged like any operation of its own; after those that it still has,
// so that its cursor passes over nothing.
Result<bool> Reconciler::settle_admitted() {
  Records records(files_->records);
  TRY(auto kept, records.meta(meta_admitted));
  std::uint64_t mark = kept.empty() ? 0 : std::stoull(kept);
  TRY(auto lines, Inbox(files_->inbox).admitted_since(mark, slice_ops));
  if (lines.empty()) return false;
  TRY_VOID(settle_own());
  TRY(auto node, Nodes(files_->inbox).get(centre_node));
  if (!node) return false;
  TRY_VOID(in_transaction(files_->records, [&]() -> Result<void> {
    std::map<std::string, std::uint64_t> reached;
    for (const auto& line : lines) {
      auto& seq = reached[line.epoch];
      TRY(auto cursor, records.cursor(line.node, line.epoch));
      seq = std::max({seq, cursor, line.seq});
      TRY_VOID(records.move_cursor(line.node, line.epoch, seq));
    }
    Met met(*files_, reference_);
    for (const auto& line : lines) TRY_VOID(settle_alone(*node, line, met));
    return records.put_meta(meta_admitted, std::to_string(mark));
  }));
  return true;
}

// The journals are emptied once nobody reads them: what was erased stands in none of the files then.
Result<bool> Reconciler::erase_some(std::int64_t now_ms) {
  TRY(bool erased, erase_due(*files_, erased_at_once));
  wipe_due_ |= erased;
  const bool rested = now_ms - wiped_ms_ >= wipe_every_ms || now_ms < wiped_ms_;
  if (erased || !wipe_due_ || !rested) return erased;
  wiped_ms_ = now_ms;
  wipe_due_ = !files_->inbox.checkpoint_truncate() || !files_->records.checkpoint_truncate();
  return false;
}

// An epoch has come of a box that is revoked: the head that was witnessed may be known only now, and with it what
// counts.
void Reconciler::know_more_of_revoked() { retry_from(revoked_reason); }

// A box has said that something is lost: what names it as its cause waits no longer.
Result<void> Reconciler::learn_gone() {
  TRY(const auto gone, Inbox(files_->inbox).gone());
  if (gone != gone_) retry_from(gap_reason);
  gone_ = gone;
  return {};
}

Result<void> Reconciler::read_reference() {
  TRY(const bool changed, reference_.refresh());
  if (changed) retry_from(0);
  return {};
}

void Reconciler::retry_from(std::size_t reason) {
  if (retry_due_ && retry_reason_ < reason) return;  // it comes to that
  if (retry_due_ && retry_reason_ == reason && retry_after_ > 0) {
    retry_again_ = reason;  // once it has come to the end
    return;
  }
  retry_due_ = true;
  retry_reason_ = reason;
  retry_after_ = 0;
}

// Whoever reads a new catalogue first, what waited for it, or for what is lost, is tried again by the next steps, a
// slice each; true while there is some.
Result<bool> Reconciler::learn_catalogue() {
  TRY_VOID(read_reference());
  TRY_VOID(learn_gone());
  if (!retry_due_) return false;
  for (; retry_reason_ < retried_reasons.size(); ++retry_reason_, retry_after_ = 0) {
    auto after = retry_after_;
    TRY(const bool some, in_transaction(files_->records, [&]() -> Result<bool> {
          Met met(*files_, reference_);
          Settler settler(*files_, reference_, met);
          TRY(const bool found, settler.retry(retried_reasons[retry_reason_], after, slice_ops));
          TRY_VOID(settler.finish());
          return found;
        }));
    retry_after_ = after;
    if (some) return true;
  }
  retry_due_ = false;
  if (const auto again = std::exchange(retry_again_, std::nullopt)) retry_from(*again);
  return retry_due_;
}

Result<void> Reconciler::publish(std::int64_t now_ms) {
  TRY(auto nodes, Nodes(files_->inbox).list());
  std::string now = reference_.roster_version() + "/" + std::to_string(reference_.position());
  for (const auto& node : nodes)
    now += "/" + node.name + "@" + std::to_string(node.enrolled_ms) + (node.fork.empty() ? "" : "!") +
           (node.revoked_ms ? "-" : "");
  if (now == published_) return {};
  TRY_VOID(publish_fleet(*files_, key_));
  auto kinds = reference_.kinds(rules::civil_date(now_ms));
  TRY_VOID(in_transaction(files_->records, [&]() -> Result<void> {
    for (const auto& node : nodes) {
      if (node.name == centre_node) continue;
      TRY_VOID(publish_roster(node));
      std::vector<exchange::Want> missing;
      for (const auto& kind : kinds) {
        TRY(auto held, LeaseBook(files_->records).of_node(node.name, kind));
        auto its_own = [&](const LeaseRow& row) { return is_of(row, node); };
        if (std::none_of(held.begin(), held.end(), its_own)) missing.push_back({kind, 0, 0});
      }
      TRY_VOID(lend(*files_, key_, entropy_, node, missing, 0, now_ms));
    }
    return {};
  }));
  published_ = std::move(now);
  return {};
}

// What the node's feed says last of each person, against what it should say.
Result<void> Reconciler::publish_roster(const Node& node) {
  Feeds feeds(files_->records);
  TRY(auto told, feeds.latest(node_feed(node.name), "staff"));
  std::map<std::string, std::string> last;
  for (auto& document : told) last[document.name] = std::move(document.body);
  for (const auto& [id, person] : reference_.roster()) {
    rules::Staff here = person;
    here.active = person.active && works_at_desk(person, node.name);
    auto found = last.find(id);
    if (!here.active && found == last.end()) continue;
    std::string body = rules::write_staff(here);
    if (found != last.end() && found->second == body) continue;
    TRY_VOID(feeds.append(DocumentRow{node_feed(node.name), 0, "staff", id, std::move(body)}));
  }
  return {};
}

Result<void> Reconciler::lend_to(std::string_view name, const std::vector<exchange::Want>& wants, std::uint64_t fetched,
                                 std::int64_t now_ms) {
  static_cast<void>(read_reference());  // a damaged catalogue leaves the old one, and stops nobody's numbers
  return lend_wanted(*files_, key_, entropy_, reference_, name, wants, fetched, now_ms);
}

}  // namespace karvan::central
