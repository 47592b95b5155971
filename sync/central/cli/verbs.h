#pragma once
#include <functional>

#include "sync/central/cli/asked.h"

namespace CLI {
class App;
}

// What can be asked for: each group adds its words to the command line. Where one of them is given, its options are put
// into `asked`, and `chosen` does it; both outlive the parsing.
namespace karvan::central {

using Command = std::function<int()>;  // gives the status to end with

void add_people(CLI::App& app, Asked& asked, Command& chosen);        // staff …
void add_institutions(CLI::App& app, Asked& asked, Command& chosen);  // institution …
void add_fleet(CLI::App& app, Asked& asked, Command& chosen);         // enrol, revoke, bundle, settle-fork, numbers, …
void add_vaults(CLI::App& app, Asked& asked, Command& chosen);        // vault …
void add_catalogue(CLI::App& app, Asked& asked, Command& chosen);     // catalogue …
void add_papers(CLI::App& app, Asked& asked, Command& chosen);        // day, attachment, key

}  // namespace karvan::central
