#pragma once
#include <ostream>
#include <string>

#include "node/ports/unlock.h"
#include "storage/model/error.h"

namespace karvan::ports {

// Writes the database of a box that is not running anew, without what is free in it: what retention has emptied goes
// back to the disk. Killed at any moment, the box is as it was or compacted. Takes no more than `memory_bytes`. Errors:
// busy where its node is running; memory_short, and nothing was changed; those of the store. What is damaged is only
// told.
Result<void> compact_box(const std::string& folder, const Opener& opener, std::uint64_t memory_bytes,
                         std::ostream& out);

}  // namespace karvan::ports
