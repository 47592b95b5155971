#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "storage/seal/entropy.h"
#include "storage/seal/note.h"
#include "sync/central/store/files.h"
#include "sync/central/store/nodes.h"

namespace karvan::central {

inline constexpr std::int64_t lease_life_ms = 180 * 86'400'000LL;
// No node holds more numbers of a kind that the centre has not seen used.
inline constexpr std::int64_t lent_unused_max = 4;  // leases

// Grants a lease of each kind to a node, signed, into its feed; in a transaction of the records file. Where the last
// one has not reached the node (`fetched`: how far it has its feed) or too many are unused, nothing is granted; nor to
// a node that is revoked, or under whose name two boxes speak (P7).
Result<void> lend(Files& files, const seal::SigningKey& key, const seal::Entropy& entropy, const Node& node,
                  const std::vector<std::string>& kinds, std::uint64_t fetched, std::int64_t now_ms);

}  // namespace karvan::central
