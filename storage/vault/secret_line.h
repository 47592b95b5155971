#pragma once
#include <cstddef>

#include "storage/model/error.h"
#include "storage/vault/key.h"

namespace karvan::vault {

constexpr std::size_t secret_line_bytes_max = 4'096;

// The first line that file descriptor `fd` gives, without its newline: straight into locked memory, so that no copy of
// a passphrase stays behind. Reads nothing after the newline. Errors: body_too_large, io_failed.
Result<Key> read_secret_line(int fd);

}  // namespace karvan::vault
