#pragma once
#include <cstdint>
#include <vector>

#include "storage/model/op.h"
#include "storage/seal/note.h"
#include "sync/central/store/files.h"
#include "sync/rules/fleet.h"

// The fleet state as the centre keeps it: the last document `fleet` of the reference feed.
namespace karvan::central {

inline constexpr std::string_view fleet_kind = "fleet";

// Brings it up to who is revoked in the inbox, with the head that was witnessed when each was. A transaction of the
// records file of its own; nothing is written where nothing has changed.
// `witnessed`: heads that are known from elsewhere (the centre was restored) and were further on than the inbox is.
Result<void> publish_fleet(Files& files, const seal::SigningKey& key,
                           const std::vector<rules::Revoked>& witnessed = {});

// After a restore: who was revoked is so again, where it is enrolled here. In a transaction of the inbox.
Result<void> revoke_again(Files& files, const std::vector<rules::Revoked>& revoked, std::int64_t now_ms);

// The last one published; number 0 where there is none.
Result<rules::FleetState> read_fleet(sqlite::Database& records, const seal::VerifyingKey& centre);

// Whether an operation lies at or before the head that was witnessed of its node: in that epoch, or one that it goes on
// from.
Result<bool> witnessed(Files& files, const rules::Revoked& revoked, const model::OpId& op);

}  // namespace karvan::central
