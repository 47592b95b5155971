#pragma once
#include "sync/central/api/application_view.h"

namespace karvan::central {

// The rule that a review is about, as openapi.yaml has it (Rule); null where its kind tells of none.
json::value show_rule(const ReviewRow& review, const model::Record& record, const Showing& showing);

// One that tells a reason alone, by its code.
json::object rule_of(std::string_view reason);

}  // namespace karvan::central
