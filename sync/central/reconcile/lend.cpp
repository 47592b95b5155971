#include "sync/central/reconcile/lend.h"

#include <algorithm>

#include "storage/model/planted.h"
#include "storage/seal/hash.h"
#include "sync/central/store/feeds.h"
#include "sync/central/store/leases.h"
#include "sync/central/store/meta.h"
#include "sync/central/store/records.h"
#include "sync/rules/context.h"

namespace karvan::central {
namespace {

// What is lent and was not seen used, of leases that are over neither by the time nor by their box's word: one whose
// clock was set to a wrong year gives all of them back, and must not stand there without any once it is right.
Result<std::int64_t> unused(Files& files, const std::vector<LeaseRow>& held, std::int64_t now_ms) {
  std::int64_t unused = 0;
  for (const auto& row : held) {
    if (rules::expired(row.lease, now_ms)) continue;
    TRY(const auto end, end_of(files, row.lease));
    if (end) continue;
    TRY(auto used, LeaseBook(files.records).used(row.lease));
    unused += row.lease.last - row.lease.first + 1 - used;
  }
  return unused;
}

// How many numbers to lend; 0: none.
Result<std::int64_t> due(Files& files, const Node& node, const exchange::Want& want, std::uint64_t fetched,
                         std::int64_t now_ms) {
  TRY(auto held, LeaseBook(files.records).of_node(node.name, want.kind));
  // What was lent to a box before this one under the name is not this one's to use.
  std::erase_if(held, [&](const LeaseRow& row) { return !is_of(row, node); });
  if (!held.empty() && held.back().position > fetched) return 0;
  const auto rate = static_cast<std::int64_t>(std::min<std::uint64_t>(want.per_day, rules::lease_held_max));
  const auto has = static_cast<std::int64_t>(std::min<std::uint64_t>(want.held, rules::lease_held_max));
  const auto count = std::max(rules::lease_target(rate) - has, rules::lease_size);
  TRY(auto lent, unused(files, held, now_ms));
  const auto most = std::max(lent_unused_max * rules::lease_size, 2 * rules::lease_target(rate));
  return lent + count <= most ? count : 0;
}

Result<void> grant(Files& files, const seal::SigningKey& key, const seal::Entropy& entropy, const Node& node,
                   const std::string& kind, std::int64_t count, std::int64_t now_ms) {
  LeaseBook book(files.records);
  rules::Lease lease;
  lease.id = seal::to_hex(entropy(8));
  lease.node = node.name;
  lease.kind = kind;
  TRY(lease.first, book.allocate(kind, count));
  lease.last = lease.first + count - (planted(17) ? 0 : 1);
  lease.issued_ms = now_ms;
  lease.not_after_ms = now_ms + lease_life_ms;
  DocumentRow document{node_feed(node.name), 0, "lease", lease.id, seal::sign_note(rules::write_lease(lease), key)};
  TRY(auto position, Feeds(files.records).append(std::move(document)));
  return book.put({lease, position, node.head_key});
}

}  // namespace

Result<void> lend(Files& files, const seal::SigningKey& key, const seal::Entropy& entropy, const Node& node,
                  const std::vector<exchange::Want>& wants, std::uint64_t fetched, std::int64_t now_ms) {
  if ((node.revoked_ms && !planted(14)) || !node.fork.empty()) return {};
  TRY(auto held, Records(files.records).meta(meta_grants_held));
  if (!held.empty()) return {};
  for (const auto& want : wants) {
    TRY(auto count, due(files, node, want, fetched, now_ms));
    if (count > 0) TRY_VOID(grant(files, key, entropy, node, want.kind, count, now_ms));
  }
  return {};
}

Result<void> lend_wanted(Files& files, const seal::SigningKey& key, const seal::Entropy& entropy,
                         const Reference& reference, std::string_view name, const std::vector<exchange::Want>& wants,
                         std::uint64_t fetched, std::int64_t now_ms) {
  TRY(auto node, Nodes(files.inbox).get(name));
  const auto known = reference.kinds(rules::civil_date(now_ms));
  std::vector<exchange::Want> wanted;
  for (const auto& want : wants)
    if (std::binary_search(known.begin(), known.end(), want.kind)) wanted.push_back(want);
  if (!node || wanted.empty()) return {};
  return in_transaction(files.records, [&] { return lend(files, key, entropy, *node, wanted, fetched, now_ms); });
}

Result<bool> admit_lease(Files& files, const seal::VerifyingKey& centre, const Node& node, const std::string& note) {
  TRY(auto text, seal::open_note(note, centre));
  TRY(auto lease, rules::parse_lease(text));
  if (lease.node != node.name) return fail(Code::signature_wrong, {}, "lease of another node");
  LeaseBook book(files.records);
  TRY(const auto known, book.get(lease.node, lease.id));
  if (known) return false;
  TRY_VOID(book.raise(lease.kind, lease.last + 1));
  TRY(const auto lent, book.within(lease.kind, lease.first, lease.last));
  // Numbers of it were lent anew: the allocator was not set past what was lent since the copy. Until a person has done
  // that nothing more is lent; of what both boxes issue the later is disputed.
  if (lent) {
    TRY_VOID(Records(files.records).put_meta(meta_grants_held, node.name));
    return false;
  }
  TRY(auto position, Feeds(files.records).append(DocumentRow{node_feed(node.name), 0, "lease", lease.id, note}));
  TRY_VOID(book.put({lease, position}));
  return true;
}

Result<std::optional<model::Dated<model::LeaseEnd>>> end_of(Files& files, const rules::Lease& lease) {
  TRY(auto node, Nodes(files.inbox).get(lease.node));
  if (!node) return std::nullopt;
  TRY(auto row, Records(files.records).record(node->office, node->office + "/lease/" + lease.id));
  if (!row) return std::nullopt;
  TRY(auto record, model::parse_record(row->body));
  if (!record.lease) return std::nullopt;
  const auto by = model::parse_op_id(record.lease->writer).value_or(model::OpId{});
  if (by.node != lease.node) return std::nullopt;  // not theirs to say
  return std::move(record.lease);
}

bool given_back(const model::LeaseEnd& end, std::int64_t number) {
  auto in = [&](const auto& gap) { return number >= gap.first && number <= gap.second; };
  return number >= end.next || std::any_of(end.gaps.begin(), end.gaps.end(), in);
}

}  // namespace karvan::central
