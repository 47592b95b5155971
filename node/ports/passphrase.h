#pragma once
#include "storage/model/error.h"
#include "storage/seal/key.h"

namespace karvan::ports {

enum class Asked { of_this_box, new_of_this_box };

// The passphrase of the box, in locked memory: the first line that file descriptor `fd` gives; with `fd` negative,
// typed at the terminal without echo, twice where it is a new one. Never from the command line, where every user of the
// machine could read it. key_missing where nothing comes; key_wrong where the two differ; passphrase_short for a new
// one that is not vault::is_long_enough.
Result<seal::Key> read_passphrase(int fd, Asked asked);

}  // namespace karvan::ports
