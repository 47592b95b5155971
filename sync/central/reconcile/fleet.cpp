#include "sync/central/reconcile/fleet.h"

#include <algorithm>

#include "sync/central/store/feeds.h"
#include "sync/central/store/inbox.h"
#include "sync/central/store/meta.h"
#include "sync/central/store/nodes.h"
#include "sync/central/store/records.h"

namespace karvan::central {
namespace {

constexpr std::size_t lines_at_once = 1'000;

// How far an epoch had come before the time.
Result<std::uint64_t> received_before(Inbox& inbox, const EpochRow& row, std::int64_t time_ms) {
  std::uint64_t seq = 0;
  while (seq < row.received.seq) {
    TRY(auto last, inbox.line({row.node, row.epoch, row.received.seq}));
    if (last && last->received_ms < time_ms) return row.received.seq;
    TRY(auto lines, inbox.lines(row.node, row.epoch, seq + 1, lines_at_once));
    if (lines.empty()) return seq;
    for (const auto& line : lines) {
      if (line.received_ms >= time_ms) return seq;
      seq = line.seq;
    }
  }
  return seq;
}

// The newest epoch of which anything had come.
Result<rules::Revoked> head_of(Inbox& inbox, const Node& node) {
  TRY(auto rows, inbox.epochs(node.name));
  for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
    if (is_branch(row->epoch)) continue;
    TRY(auto seq, received_before(inbox, *row, *node.revoked_ms));
    if (seq > 0) return rules::Revoked{node.name, row->epoch, seq};
  }
  return rules::Revoked{node.name, {}, 0};
}

Result<std::vector<rules::Revoked>> revoked_now(Files& files, const rules::FleetState& before,
                                                const rules::FleetState& witnessed) {
  TRY(auto nodes, Nodes(files.inbox).list());
  Inbox inbox(files.inbox);
  std::vector<rules::Revoked> revoked;
  for (const auto& node : nodes) {
    if (!node.revoked_ms || revoked.size() == rules::revoked_max) continue;
    const auto* known = rules::revoked(before, node.name);
    if (!known) known = rules::revoked(witnessed, node.name);
    if (known) {
      revoked.push_back(*known);
      continue;
    }
    TRY(auto head, head_of(inbox, node));
    revoked.push_back(std::move(head));
  }
  return revoked;
}

}  // namespace

Result<rules::FleetState> read_fleet(sqlite::Database& records, const seal::VerifyingKey& centre) {
  TRY(auto row, Feeds(records).last(reference_feed, fleet_kind, ""));
  if (!row) return rules::FleetState{};
  TRY(auto text, seal::open_note(row->body, centre));
  return rules::parse_fleet(text);
}

Result<void> revoke_again(Files& files, const std::vector<rules::Revoked>& revoked, std::int64_t now_ms) {
  for (const auto& one : revoked) {
    auto again = Nodes(files.inbox).revoke(one.node, now_ms);
    if (!again && again.error().code != Code::not_enrolled) return again;
  }
  return {};
}

Result<void> publish_fleet(Files& files, const seal::SigningKey& key, const std::vector<rules::Revoked>& witnessed) {
  TRY(auto before, read_fleet(files.records, seal::verifying(key)));
  Records records(files.records);
  TRY(auto epoch, records.meta(meta_centre_epoch));
  TRY(auto revoked, revoked_now(files, before, {{}, 0, witnessed}));
  const bool first = before.number == 0 && revoked.empty();
  if (first || (revoked == before.revoked && epoch == before.centre_epoch)) return {};
  return in_transaction(files.records, [&]() -> Result<void> {
    TRY(auto number, records.meta(meta_fleet));
    rules::FleetState state{epoch, number.empty() ? 1 : std::stoull(number) + 1, std::move(revoked)};
    TRY_VOID(records.put_meta(meta_fleet, std::to_string(state.number)));
    DocumentRow document{std::string(reference_feed), 0, std::string(fleet_kind), "",
                         seal::sign_note(rules::write_fleet(state), key)};
    TRY_VOID(Feeds(files.records).append(std::move(document)));
    return {};
  });
}

Result<bool> witnessed(Files& files, const rules::Revoked& revoked, const model::OpId& op) {
  Inbox inbox(files.inbox);
  std::string epoch = revoked.epoch;
  std::uint64_t up_to = revoked.seq;
  while (!epoch.empty()) {
    if (epoch == op.epoch) return op.seq <= up_to;
    TRY(auto row, inbox.epoch(op.node, epoch));
    if (!row || !row->parent) return false;
    epoch = row->parent->epoch;
    up_to = row->parent->seq;
  }
  return false;
}

}  // namespace karvan::central
