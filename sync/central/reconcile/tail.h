#pragma once
#include <cstdint>
#include <vector>

#include "storage/seal/note.h"
#include "sync/central/store/files.h"
#include "sync/central/store/nodes.h"
#include "sync/exchange/exchange.h"

namespace karvan::central {

// What a box hands back of what this centre once signed to it and, having been restored, may have lost. Each thing is
// admitted by its id, once: leases as they were lent, who was revoked, and what persons at headquarters said, which the
// reconciler then judges in its turn. What does not verify, is of another box or is older than what is known is left
// alone. In transactions of its own, of both files; durable when it returns. The errors are the store's.
Result<void> admit_tail(Files& files, const seal::SigningKey& key, const Node& node,
                        const std::vector<exchange::Tail>& tail, std::int64_t now_ms);

}  // namespace karvan::central
