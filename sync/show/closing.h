#pragma once
#include <cstdint>

#include "storage/model/json.h"
#include "storage/model/record.h"
#include "sync/catalogue/catalogue.h"
#include "sync/rules/roles.h"
#include "sync/show/who.h"

// How an application ended, or may be ended (sync/rules/closing.h). `service` may be nullptr: unknown here.
namespace karvan::show {

// {how, reason, text, next_step, by, at, from} of what ended it, or null while it is open; text: the reason in the
// service's words, or null.
json::value closing(const model::Record& record, const catalogue::Service* service, const NameOf& name_of);

// [{how, reasons: [{id, title}], refund: {minor, currency}, next_step}]: the ways in which this person may end it now.
json::array closings_offered(const model::Record& record, const catalogue::Service* service, const rules::Staff& person,
                             std::int64_t now_ms);

// {minor, currency} of what its ending gives back and nobody has given back yet.
json::object refund_due(const model::Record& record, const catalogue::Service* service);

}  // namespace karvan::show
