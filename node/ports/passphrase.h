#pragma once
#include <string>

#include "storage/model/error.h"

namespace karvan::ports {

// The passphrase of the box: the first line that file descriptor `fd` gives; with `fd` negative, typed at the terminal
// without echo, twice where it is `fresh`. Never from the command line, where every user of the machine could read it.
// key_missing where nothing comes; key_wrong where the two differ or a fresh one is shorter than
// passphrase_characters_min.
Result<std::string> read_passphrase(int fd, bool fresh);

// The first line of a file descriptor, without its newline; at most line_bytes_max.
Result<std::string> read_line(int fd);

inline constexpr std::size_t line_bytes_max = 4'096;
inline constexpr std::size_t passphrase_characters_min = 12;

}  // namespace karvan::ports
