#pragma once
#include "storage/model/error.h"

namespace karvan::vault {

// P13: from here on this process leaves no core dump (RLIMIT_CORE, PR_SET_DUMPABLE), and no other of the same user may
// trace it or read its memory. Before the first key. Error: io_failed; then no key may be opened.
Result<void> hide_memory();

}  // namespace karvan::vault
