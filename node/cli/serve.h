#pragma once
#include "node/cli/choices.h"
#include "storage/model/error.h"

namespace karvan::node_cli {

// Serves the counter until a signal ends it. malformed for an address that is no ADDRESS:PORT; io_failed where one is
// taken; of the vault and the box what opening them says (ports/box.h).
Result<void> serve(const Choices& choices);

}  // namespace karvan::node_cli
