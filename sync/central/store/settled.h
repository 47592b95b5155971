#pragma once
#include "sync/central/store/files.h"
#include "sync/central/store/inbox.h"

namespace karvan::central {

// Whether an epoch is settled as far as it is here: up to its contiguous end.
Result<bool> is_settled(Files& files, const EpochRow& epoch);

}  // namespace karvan::central
