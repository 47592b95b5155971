#include "sync/central/reconcile/fleet.h"

#include <algorithm>
#include <map>
#include <set>

#include "sync/central/store/feeds.h"
#include "sync/central/store/inbox.h"
#include "sync/central/store/lives.h"
#include "sync/central/store/meta.h"
#include "sync/central/store/nodes.h"
#include "sync/central/store/records.h"

namespace karvan::central {
namespace {

constexpr std::string_view meta_recalled = "revocations_recalled";
constexpr std::size_t states_at_once = 64;

// By node and epoch, as the last state that named it said.
using Named = std::map<std::pair<std::string, std::string>, rules::Revoked>;

Result<Named> named_ever(Files& files, const seal::VerifyingKey& centre) {
  Named named;
  std::uint64_t after = 0;
  for (bool more = true; more;) {
    TRY(auto rows, Feeds(files.records).documents_of(reference_feed, fleet_kind, "", after, states_at_once));
    more = !rows.empty();
    for (const auto& row : rows) {
      after = row.position;
      auto text = seal::open_note(row.body, centre);
      auto state = text ? rules::parse_fleet(*text) : tl::unexpected<Error>(text.error());
      if (!state) continue;
      for (auto& one : state->revoked) named.insert_or_assign({one.node, one.epoch}, one);
    }
  }
  return named;
}

Result<std::vector<rules::Revoked>> revoked_now(Files& files) {
  TRY(auto rows, Nodes(files.inbox).revoked());
  std::vector<rules::Revoked> revoked;
  for (auto& row : rows)
    if (revoked.size() < rules::revoked_max) revoked.push_back({std::move(row.node), std::move(row.epoch), row.seq});
  return revoked;
}

// Whom a word of a lost life was about: who wrote what it names, else who had the name when that life ended. Where
// nobody wrote down when that was, it is nobody: who has the name now may be another box.
Result<std::string> key_of(Files& files, const LostRevocation& lost, std::int64_t lost_ms) {
  Nodes nodes(files.inbox);
  const auto& [name, epoch, seq] = lost.revoked;
  if (!lost.key_id.empty()) {
    TRY(auto keys, nodes.keys_of(name));
    auto of_id = [&](const std::string& key) { return key_id(key) == lost.key_id; };
    auto found = std::find_if(keys.begin(), keys.end(), of_id);
    return found == keys.end() ? std::string() : std::move(*found);
  }
  TRY(auto row, Inbox(files.inbox).epoch(name, epoch));
  if (row && !row->signer.empty()) return std::move(row->signer);
  return lost_ms == lost_ms_unknown ? std::string() : nodes.key_at(name, lost_ms);
}

}  // namespace

Result<rules::FleetState> read_fleet(sqlite::Database& records, const seal::VerifyingKey& centre) {
  TRY(auto row, Feeds(records).last(reference_feed, fleet_kind, ""));
  if (!row) return rules::FleetState{};
  TRY(auto text, seal::open_note(row->body, centre));
  return rules::parse_fleet(text);
}

std::string key_id(std::string_view head_key) {
  const auto name = head_key.find('+');
  if (name == head_key.npos) return {};
  const auto id = head_key.substr(name + 1);
  return std::string(id.substr(0, id.find('+')));
}

Result<void> complete_revocations(Files& files, const seal::VerifyingKey& centre) {
  TRY(auto open, Nodes(files.inbox).without_head());
  if (open.empty()) return {};
  TRY(auto told, read_fleet(files.records, centre));
  return in_transaction(files.inbox, [&]() -> Result<void> {
    for (auto& one : open) {
      TRY(auto head, Inbox(files.inbox).head(one.node, one.head_key));
      const auto* known = rules::revoked(told, one.node);
      one.epoch = known ? known->epoch : head.epoch;
      one.seq = known ? known->seq : head.seq;
      TRY_VOID(Nodes(files.inbox).set_head(one));
    }
    return {};
  });
}

Result<void> recall_revocations(Files& files, const seal::VerifyingKey& centre) {
  TRY(auto recalled, Records(files.records).meta(meta_recalled));
  if (!recalled.empty()) return {};
  TRY_VOID(complete_revocations(files, centre));
  TRY(auto named, named_ever(files, centre));
  TRY_VOID(in_transaction(files.inbox, [&]() -> Result<void> {
    Nodes nodes(files.inbox);
    for (const auto& [place, one] : named) {
      TRY(auto row, Inbox(files.inbox).epoch(one.node, one.epoch));
      TRY(auto node, nodes.get(one.node));
      const bool another = row && node && !row->signer.empty() && row->signer != node->head_key;
      if (another) TRY_VOID(nodes.revoke({one.node, row->signer, one.epoch, one.seq, 0}));
    }
    return {};
  }));
  return in_transaction(files.records, [&] { return Records(files.records).put_meta(meta_recalled, "1"); });
}

Result<void> revoke_again(Files& files, const std::vector<LostRevocation>& lost, std::int64_t lost_ms,
                          std::int64_t now_ms) {
  for (const auto& one : lost) {
    TRY(auto key, key_of(files, one, lost_ms));
    if (key.empty()) continue;
    TRY_VOID(Nodes(files.inbox).revoke({one.revoked.node, key, one.revoked.epoch, one.revoked.seq, now_ms}));
  }
  return {};
}

Result<void> publish_fleet(Files& files, const seal::SigningKey& key) {
  TRY_VOID(complete_revocations(files, seal::verifying(key)));
  TRY(auto before, read_fleet(files.records, seal::verifying(key)));
  Records records(files.records);
  TRY(auto epoch, records.meta(meta_centre_epoch));
  TRY(auto revoked, revoked_now(files));
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

Result<bool> at_or_before(Files& files, const model::OpId& op, std::string epoch, std::uint64_t up_to) {
  Inbox inbox(files.inbox);
  std::set<std::string> passed;  // ends also where a damaged inbox leads in a circle
  while (!epoch.empty() && passed.insert(epoch).second) {
    if (epoch == op.epoch) return op.seq <= up_to;
    TRY(auto row, inbox.epoch(op.node, epoch));
    if (!row || !row->parent) return false;
    epoch = row->parent->epoch;
    up_to = row->parent->seq;
  }
  return false;
}

Result<bool> witnessed(Files& files, const Revocation& revoked, const model::OpId& op) {
  return at_or_before(files, op, revoked.epoch, revoked.seq);
}

}  // namespace karvan::central
