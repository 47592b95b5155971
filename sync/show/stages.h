#pragma once
#include <cstdint>

#include "storage/model/json.h"
#include "storage/model/record.h"
#include "sync/catalogue/catalogue.h"
#include "sync/show/who.h"

// How far an application is, and what it waits for. `service` may be nullptr: unknown here.
namespace karvan::show {

// [{id, number, title, reached_at, by, due_at, late, escalated, escalate_to, by_whom}] of every stage, by number; null
// where it has not been reached in this round, or is not awaited or without a target.
json::array stages(const model::Record& record, const catalogue::Service* service, std::int64_t now_ms,
                   const NameOf& name_of);

// [{by, at, from, reason, reopens}], oldest first.
json::array returns(const model::Record& record, const NameOf& name_of);

// {outcome, reason, reference, by, at, from} of the decision that counts, or null.
json::value decision(const model::Record& record, const NameOf& name_of);

// What waits while a field is held: [{what: "fee" | "document", kind, title, field}].
json::array held_up(const model::Record& record, const catalogue::Service* service);

}  // namespace karvan::show
