#pragma once
#include <string_view>

#include "storage/seal/hash.h"

namespace karvan::exchange {

// What a checkpoint's `said` is of said_in: the lines as a chain (PROTOCOL.md, "The log that is sent") from 32 zero
// bytes on. So what is left of them once a line was erased is still known for what the centre signed, and zeros mean
// that nothing was said.
seal::Digest digest_of_said(std::string_view lines);

}  // namespace karvan::exchange
