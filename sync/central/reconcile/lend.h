#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/record.h"
#include "storage/seal/entropy.h"
#include "storage/seal/note.h"
#include "sync/central/reconcile/reference.h"
#include "sync/central/store/files.h"
#include "sync/central/store/nodes.h"
#include "sync/exchange/exchange.h"
#include "sync/rules/lease.h"

namespace karvan::central {

inline constexpr std::int64_t lease_life_ms = 180 * 86'400'000LL;
// A node holds at most so many numbers of a kind that the centre has not seen used, or twice what its work of four
// months takes.
inline constexpr std::int64_t lent_unused_max = 4;  // least leases

// Grants a lease of each kind to a node, signed, into its feed; in a transaction of the records file. It is as long as
// the node's work wants it. Where the last one has not reached the node (`fetched`: how far it has its feed) or too
// many are unused, nothing is granted; nor to a node that is revoked, or under whose name two boxes speak (P7), nor
// while grants are held (meta_grants_held).
Result<void> lend(Files& files, const seal::SigningKey& key, const seal::Entropy& entropy, const Node& node,
                  const std::vector<exchange::Want>& wants, std::uint64_t fetched, std::int64_t now_ms);

// What a node asked for, in a transaction of its own: of the kinds that a service in force may issue, and by what is
// known of the node now, a fork that its last work revealed too. `fetched` as above.
Result<void> lend_wanted(Files& files, const seal::SigningKey& key, const seal::Entropy& entropy,
                         const Reference& reference, std::string_view node, const std::vector<exchange::Want>& wants,
                         std::uint64_t fetched, std::int64_t now_ms);

// A lease that this centre signed and, having been restored, knows no more, as its box hands it back; in a transaction
// of the records file. True where it is news. Where some of its numbers were lent anew meanwhile it is not admitted,
// and grants are held until a person has set the allocator past it (P5). Errors: signature_wrong, malformed.
Result<bool> admit_lease(Files& files, const seal::VerifyingKey& centre, const Node& node, const std::string& note);

// How its box said that a lease ended; nothing while it is open, or the box has not been heard.
Result<std::optional<model::Dated<model::LeaseEnd>>> end_of(Files& files, const rules::Lease& lease);

// Whether a lease that its box has given back no longer gives this number (P5).
bool given_back(const model::LeaseEnd& end, std::int64_t number);

}  // namespace karvan::central
