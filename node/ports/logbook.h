#pragma once
#include <ostream>
#include <string>

#include "node/ports/unlock.h"

namespace karvan::ports {

// Writes each operation of this box's log as its author wrote it, one JSON line each, oldest first (NDJSON, for jq). An
// erased one is {"erased":true,"epoch":…,"seq":…,"digest":…}. Also beside a running node.
Result<void> show_log(const std::string& folder, const Opener& opener, std::ostream& out);

// Computes the chain anew and, where no node runs on the folder, checks every page of the database too. Writes one
// sentence. chain_broken or database_damaged with the place.
Result<void> verify_log(const std::string& folder, const Opener& opener, std::ostream& out);

// The signed day sheet of a stop that was closed on the civil date: the same bytes as the page's day_sheets/DATE.
// not_found
Result<void> show_day(const std::string& folder, const Opener& opener, const std::string& date, std::ostream& out);

}  // namespace karvan::ports
