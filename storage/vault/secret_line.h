#pragma once
#include <cstddef>
#include <string_view>

#include "storage/model/error.h"
#include "storage/seal/key.h"

namespace karvan::vault {

constexpr std::size_t secret_line_bytes_max = 4'096;

// The first line that file descriptor `fd` gives, without its newline, or CR LF: straight into locked memory, so that
// no copy of a passphrase stays behind. Reads nothing after the newline. Errors: body_too_large, io_failed.
Result<seal::Key> read_secret_line(int fd);

constexpr int passphrase_characters_min = 12;

// Of a new passphrase. A character is a code point, in any script, however many bytes of UTF-8 it takes.
bool is_long_enough(std::string_view passphrase);

}  // namespace karvan::vault
