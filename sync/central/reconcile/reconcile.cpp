#include "sync/central/reconcile/reconcile.h"

#include <algorithm>
#include <exception>

#include "sync/central/reconcile/settle.h"
#include "sync/central/store/feeds.h"
#include "sync/central/store/leases.h"
#include "sync/rules/context.h"

namespace karvan::central {
namespace {

constexpr std::size_t retries_max = 10'000;
constexpr std::size_t todos_max = 256;
constexpr std::string_view meta_grown = "inbox_grown";
constexpr std::uint64_t growth_kept_each = 1'000;

// One operation that makes the rules throw is parked; a store that fails is no fault of the operation.
Result<void> take_one(Files& files, Settler& settler, const Node& node, const InboxLine& line) {
  TRY(auto savepoint, sqlite::Savepoint::begin(files.records));
  try {
    TRY_VOID(settler.take(node, line));
    return savepoint.release();
  } catch (const std::exception&) {
    // the savepoint is undone below, by its end of scope
  }
  return fail(Code::internal, {}, "poison");
}

bool is_poison(const Result<void>& taken) {
  return !taken && (taken.error().code == Code::internal || taken.error().code == Code::malformed ||
                    taken.error().code == Code::field_missing || taken.error().code == Code::field_wrong_type);
}

}  // namespace

Reconciler::Reconciler(Files& files, seal::SigningKey key, seal::Entropy entropy)
    : files_(&files),
      key_(std::move(key)),
      entropy_(entropy),
      reference_(files.records, seal::verifying(key_)),
      own_(files, std::move(entropy)) {}

Result<void> Reconciler::start() {
  TRY(auto kept, Records(files_->records).meta(meta_grown));
  grown_kept_ = grown_mark_ = kept.empty() ? 0 : std::stoull(kept);
  return own_.start();
}

Result<bool> Reconciler::step(std::int64_t now_ms) {
  auto learned = learn_catalogue();
  TRY(bool settled, settle_some());
  TRY(bool arrived, settle_arrivals());
  TRY(bool rebuilt, rebuild_some());
  settled |= arrived || rebuilt;
  TRY(bool wrote, own_.write_todos(reference_, now_ms, todos_max));
  TRY(bool closed, close_lapsed(now_ms));
  wrote |= closed;
  TRY_VOID(publish(now_ms));
  if (settled) ++changes_;
  if (!learned && !settled && !wrote) return tl::unexpected<Error>(learned.error());
  return settled || wrote;
}

Result<void> Reconciler::learn_catalogue() {
  TRY(bool changed, reference_.refresh());
  if (!changed) return {};
  return in_transaction(files_->records, [&]() -> Result<void> {
    Settler settler(*files_, reference_);
    for (Code reason : {Code::catalogue_missing, Code::version_unknown}) TRY_VOID(settler.retry(reason, retries_max));
    return {};
  });
}

// An epoch is taken up once all that its author wrote before it was taken.
Result<bool> Reconciler::ready(const EpochRow& row) {
  if (!row.parent) return false;
  if (row.parent->epoch.empty()) return true;
  TRY(auto before, Records(files_->records).cursor(row.node, row.parent->epoch));
  return before >= row.parent->seq;
}

// Which nodes to look at: a fleet's logs are many, and most have nothing new.
Result<void> Reconciler::learn_growth() {
  bool more = true;
  while (more) {
    TRY(auto grown, Inbox(files_->inbox).grown_since(grown_mark_, slice_ops));
    grown_.insert(grown.nodes.begin(), grown.nodes.end());
    grown_mark_ = grown.mark;
    more = grown.nodes.size() == slice_ops;
  }
  return {};
}

// Now and then: a restart then asks for some more than it needs.
Result<void> Reconciler::remember_growth() {
  if (!grown_.empty() || grown_mark_ < grown_kept_ + growth_kept_each) return {};
  TRY_VOID(in_transaction(files_->records,
                          [&] { return Records(files_->records).put_meta(meta_grown, std::to_string(grown_mark_)); }));
  grown_kept_ = grown_mark_;
  return {};
}

Result<bool> Reconciler::settle_some() {
  TRY_VOID(learn_growth());
  bool any = false;
  for (auto node = grown_.begin(); node != grown_.end();) {
    bool whole = true;
    TRY(bool more, settle_node(*node, whole));
    any |= more;
    node = whole ? grown_.erase(node) : std::next(node);
  }
  TRY_VOID(remember_growth());
  return any;
}

// A slice of each epoch that is ready; `whole`: nothing of the node is left.
Result<bool> Reconciler::settle_node(const std::string& node, bool& whole) {
  TRY(auto rows, Inbox(files_->inbox).epochs(node));
  bool any = false;
  for (const auto& row : rows) {
    TRY(auto cursor, Records(files_->records).cursor(row.node, row.epoch));
    if (cursor >= row.received.seq) continue;
    whole = false;
    TRY(bool is_ready, ready(row));
    if (!is_ready) continue;
    TRY(bool more, settle_epoch(row, cursor));
    any |= more;
  }
  return any;
}

// The centre's own log up to its end: an act of a person is judged before anybody else's work.
Result<void> Reconciler::settle_own() {
  TRY(auto rows, Inbox(files_->inbox).epochs(centre_node));
  for (const auto& row : rows) {
    bool more = true;
    while (more) {
      TRY(auto cursor, Records(files_->records).cursor(row.node, row.epoch));
      TRY(bool is_ready, ready(row));
      if (!is_ready || cursor >= row.received.seq) break;
      TRY(more, settle_epoch(row, cursor));
    }
  }
  return {};
}

Result<bool> Reconciler::settle_epoch(const EpochRow& row, std::uint64_t cursor) {
  TRY(auto node, Nodes(files_->inbox).get(row.node));
  if (!node) return false;
  TRY(auto lines, Inbox(files_->inbox).lines(row.node, row.epoch, cursor + 1, slice_ops));
  if (lines.empty()) return false;
  TRY_VOID(in_transaction(files_->records, [&] { return settle_lines(*node, lines); }));
  return true;
}

Result<void> Reconciler::settle_lines(const Node& node, const std::vector<InboxLine>& lines) {
  Settler settler(*files_, reference_);
  Records records(files_->records);
  for (const auto& line : lines) {
    // first, so that an operation which names this one in the same slice finds it settled
    TRY_VOID(records.move_cursor(line.node, line.epoch, line.seq));
    auto taken = take_one(*files_, settler, node, line);
    if (is_poison(taken)) taken = settler.park_alone(node, line, Code::internal);
    if (!taken) return taken;
  }
  return {};
}

Result<void> Reconciler::publish(std::int64_t now_ms) {
  TRY(auto nodes, Nodes(files_->inbox).list());
  std::string now = reference_.roster_version() + "/" + std::to_string(reference_.position());
  for (const auto& node : nodes) now += "/" + node.name + (node.fork.empty() ? "" : "!");
  if (now == published_) return {};
  auto kinds = reference_.kinds(rules::civil_date(now_ms));
  TRY_VOID(in_transaction(files_->records, [&]() -> Result<void> {
    for (const auto& node : nodes) {
      if (node.name == centre_node) continue;
      TRY_VOID(publish_roster(node));
      std::vector<std::string> missing;
      for (const auto& kind : kinds) {
        TRY(auto held, LeaseBook(files_->records).of_node(node.name, kind));
        if (held.empty()) missing.push_back(kind);
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

Result<void> Reconciler::lend_to(std::string_view name, const std::vector<std::string>& kinds, std::uint64_t fetched,
                                 std::int64_t now_ms) {
  TRY(auto node, Nodes(files_->inbox).get(name));
  auto known = reference_.kinds(rules::civil_date(now_ms));
  std::vector<std::string> wanted;
  for (const auto& kind : kinds)
    if (std::binary_search(known.begin(), known.end(), kind)) wanted.push_back(kind);
  if (!node || wanted.empty()) return {};
  return in_transaction(files_->records, [&] { return lend(*files_, key_, entropy_, *node, wanted, fetched, now_ms); });
}

}  // namespace karvan::central
