#pragma once
#include "node/core/book.h"
#include "storage/model/json.h"

namespace karvan::api {

// Those that the desk is told of until a supervisor has read of them, or all of the box's history. Oldest first, as
// openapi.yaml's Salvaged.
enum class Salvages { open, all };
Result<json::array> write_salvages(core::Book& book, Salvages which);

}  // namespace karvan::api
