#pragma once
#include <string_view>

#include "storage/model/json.h"
#include "sync/form/instance.h"

// A scenario of tests/oracle/README.md, run by Karvan's form engine. Keys in scenarios and states count the instances
// of repeats ("house[1]/dweller[2]/age"), because the other engine has no ids.
namespace karvan::oracle {

// The states after the beginning and after each step: an array of `{"places":{…},"repeats":{…},"groups":{…}}`, each of
// which may have `"refused": CODE` of its step.
json::array run(const form::Form& form, const json::object& scenario, const form::Context& context);

}  // namespace karvan::oracle
