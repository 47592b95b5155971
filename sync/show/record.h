#pragma once
#include <string>

#include "storage/model/json.h"
#include "storage/model/op.h"
#include "storage/model/record.h"

// What a record comes to without its service.
namespace karvan::show {

// {charged, received, open, currency} in minor units: charged less what was waived, received less what was refunded.
json::object balance(const model::Record& record);

// [{kind, number, state, reason, prints}], oldest first.
json::array documents(const model::Record& record);

// What an operation did, as names with a blank between them: "set post advance:filed",
// "shown:consent shown:identity", "resolve:father_name", "decided:granted", "closed:withdrawn", "returned", "attach",
// "handed_over", "sheet". The page has words for each.
std::string names_of_acts(const model::Op& op);

}  // namespace karvan::show
