#include "sync/central/reconcile/lend.h"

#include "storage/seal/hash.h"
#include "sync/central/store/feeds.h"
#include "sync/central/store/leases.h"

namespace karvan::central {
namespace {

Result<bool> deserves(LeaseBook& book, const Node& node, const std::string& kind, std::uint64_t fetched,
                      std::int64_t now_ms) {
  TRY(auto held, book.of_node(node.name, kind));
  if (!held.empty() && held.back().position > fetched) return false;
  std::int64_t unused = 0;
  for (const auto& row : held) {
    if (rules::expired(row.lease, now_ms)) continue;
    TRY(auto used, book.used(row.lease));
    unused += row.lease.last - row.lease.first + 1 - used;
  }
  return unused < lent_unused_max * rules::lease_size;
}

Result<void> grant(Files& files, const seal::SigningKey& key, const seal::Entropy& entropy, const Node& node,
                   const std::string& kind, std::int64_t now_ms) {
  LeaseBook book(files.records);
  rules::Lease lease;
  lease.id = seal::to_hex(entropy(8));
  lease.node = node.name;
  lease.kind = kind;
  TRY(lease.first, book.allocate(kind, rules::lease_size));
  lease.last = lease.first + rules::lease_size - 1;
  lease.issued_ms = now_ms;
  lease.not_after_ms = now_ms + lease_life_ms;
  DocumentRow document{node_feed(node.name), 0, "lease", lease.id, seal::sign_note(rules::write_lease(lease), key)};
  TRY(auto position, Feeds(files.records).append(std::move(document)));
  return book.put({lease, position});
}

}  // namespace

Result<void> lend(Files& files, const seal::SigningKey& key, const seal::Entropy& entropy, const Node& node,
                  const std::vector<std::string>& kinds, std::uint64_t fetched, std::int64_t now_ms) {
  if (node.revoked_ms || !node.fork.empty()) return {};
  LeaseBook book(files.records);
  for (const auto& kind : kinds) {
    TRY(bool deserved, deserves(book, node, kind, fetched, now_ms));
    if (deserved) TRY_VOID(grant(files, key, entropy, node, kind, now_ms));
  }
  return {};
}

}  // namespace karvan::central
