#pragma once
#include <CLI/CLI.hpp>
#include <functional>

#include "node/vault/given.h"

namespace karvan::node_vault {

using Command = std::function<Result<void>()>;

// `karvan-node vault list|add|remove|rewrap|erase`. `choose` takes what was typed, to be run once all of it is read.
// `given` must outlive the command.
void add_commands(CLI::App& app, const Given& given, std::function<void(Command)> choose);

}  // namespace karvan::node_vault
