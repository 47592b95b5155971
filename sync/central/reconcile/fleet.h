#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/op.h"
#include "storage/seal/note.h"
#include "sync/central/store/files.h"
#include "sync/central/store/nodes.h"
#include "sync/rules/fleet.h"

// The fleet state as the centre keeps it: the last document `fleet` of the reference feed.
namespace karvan::central {

inline constexpr std::string_view fleet_kind = "fleet";

// Brings it up to who is revoked in the inbox of those who are enrolled now. A transaction of the records file of its
// own; nothing is written where nothing has changed.
Result<void> publish_fleet(Files& files, const seal::SigningKey& key);

// Of an inbox of before, which did not keep it: the head that was witnessed of each that is revoked. In a transaction
// of its own, where there is any.
Result<void> complete_revocations(Files& files, const seal::VerifyingKey& centre);

// Once, of files of before, in which enrolling a name anew took its revocation back: whom any fleet state has named is
// revoked by the key under which that head came, unless that very box has the name. In transactions of its own.
Result<void> recall_revocations(Files& files, const seal::VerifyingKey& centre);

// A box that was revoked in a life of the centre that is lost.
struct LostRevocation {
  rules::Revoked revoked;
  std::string key_id = {};  // of its key; empty: not told
  bool operator==(const LostRevocation&) const = default;
};
// As the text of a key says it (C2SP signed note).
std::string key_id(std::string_view head_key);

// After a restore: who was revoked is so again, and nobody else: a box that was enrolled under the name after that life
// had ended, at `lost_ms`, is another one. Where that is not known (lost_ms_unknown) only a key that is told, or that
// wrote what is named, is revoked. In a transaction of the inbox.
Result<void> revoke_again(Files& files, const std::vector<LostRevocation>& lost, std::int64_t lost_ms,
                          std::int64_t now_ms);

// The last one published; number 0 where there is none.
Result<rules::FleetState> read_fleet(sqlite::Database& records, const seal::VerifyingKey& centre);

// Whether an operation lies at or before a place of its node's log: in that epoch, or one that it goes on from.
Result<bool> at_or_before(Files& files, const model::OpId& op, std::string epoch, std::uint64_t up_to);

// Whether that place is the head that was witnessed of its box.
Result<bool> witnessed(Files& files, const Revocation& revoked, const model::OpId& op);

}  // namespace karvan::central
