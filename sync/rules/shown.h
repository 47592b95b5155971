#pragma once
#include <string>
#include <string_view>

#include "storage/model/json.h"
#include "storage/model/op.h"
#include "storage/model/record.h"
#include "sync/form/form.h"

// What the bus's page and the centre's show of a record in the same words, so that a citizen hears one story.
namespace karvan::rules {

// {charged, received, open, currency} in minor units: charged less what was waived, received less what was refunded.
json::object show_balance(const model::Record& record);

// [{kind, number, state, reason, prints}], oldest first.
json::array show_documents(const model::Record& record);

// A select question's answer by its labels, a text for each language of the form; null of any other question, whose
// value speaks for itself.
json::value show_choice(const form::Form& form, const form::Question& question, std::string_view value);

// What an operation did, as names with a blank between them: "set post advance:filed",
// "shown:consent shown:identity", "resolve:father_name", "decided:granted", "closed:withdrawn", "returned", "attach",
// "handed_over", "sheet". The page has words for each.
std::string names_of_acts(const model::Op& op);

}  // namespace karvan::rules
