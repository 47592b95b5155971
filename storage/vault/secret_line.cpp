#include "storage/vault/secret_line.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>

namespace karvan::vault {

Result<seal::Key> read_secret_line(int fd) {
  seal::Key line = seal::Key::of_size(secret_line_bytes_max + 1);
  for (std::size_t size = 0; size < line.size();) {
    const ssize_t got = ::read(fd, line.data() + size, 1);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(Code::io_failed, {{"reason", std::strerror(errno)}}, "fd " + std::to_string(fd));
    if (got == 0 || line.data()[size] == '\n') {
      const bool of_windows = size > 0 && line.data()[size - 1] == '\r';
      return seal::Key::copy_of(line.view().substr(0, of_windows ? size - 1 : size));
    }
    ++size;
  }
  return fail(Code::body_too_large, {}, "fd " + std::to_string(fd));
}

bool is_long_enough(std::string_view passphrase) {
  const auto begins_one = [](unsigned char byte) { return (byte & 0xC0) != 0x80; };
  return std::count_if(passphrase.begin(), passphrase.end(), begins_one) >= passphrase_characters_min;
}

}  // namespace karvan::vault
