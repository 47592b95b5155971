#pragma once
#include "storage/model/error.h"
#include "storage/sqlite/database.h"

// What the lines of a salvaged log say of other tables. Inside this room only.
namespace karvan::salvage {

// P5: what a line says of a number is true. Where rows of files are missing (`files_lost`), those that a line attaches
// wait to be sent (P11), under no key: none opens them here any more. Goes on where a row is there already.
Result<void> note_facts(sqlite::Database& to, bool files_lost);

}  // namespace karvan::salvage
