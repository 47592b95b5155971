#pragma once
#include "node/core/core.h"
#include "storage/model/json.h"

namespace karvan::api {

// What this person may do with an application now, and what would be next and cannot be yet. Each command is decided
// as if it were given, and nothing of it is done: the page offers what the desk will not refuse.
struct Offers {
  json::array can;    // names of commands
  json::array waits;  // {command, code, args}
};
Offers offers_of(core::Book& book, const counter::By& by, const counter::Application& app);

}  // namespace karvan::api
