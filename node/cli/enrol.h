#pragma once
#include "node/cli/choices.h"
#include "storage/model/error.h"

namespace karvan::node_cli {

// Makes the box a node of the fleet by its one-time code, with a vault of its own where it has none yet. Once enrolled
// it stays who it is: malformed under another name; exists_already {cipher} where another cipher is asked for than its
// database has.
Result<void> enrol(const Choices& choices);

}  // namespace karvan::node_cli
