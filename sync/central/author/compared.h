#pragma once
#include <string>
#include <vector>

#include "storage/model/json.h"

namespace karvan::central::author {

// How two JSON values differ, a line each, what it is about before it. Objects in an array are the same thing where
// they bear the same id, name or role; words in a language are told with the language.
void compare(const std::string& what, const json::value& before, const json::value& after,
             std::vector<std::string>& lines);

// A published service as `compare` tells it best: questions, groups and choices in flat lists, amounts in major units.
json::object flattened(json::object service);

}  // namespace karvan::central::author
