#include "sync/central/cli/private_file.h"

#include <fstream>

#include "storage/copies/files.h"

namespace karvan::central {

Result<void> write_private_file(const std::string& path, std::string_view bytes) {
  TRY_VOID(copies::write_file(path, bytes));
  return {};
}

Result<std::string> read_file(const std::string& path, std::size_t bytes_max) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail(Code::not_found, {}, path);
  std::string bytes;
  bytes.reserve(64 << 10);
  char piece[64 << 10];
  while (file.read(piece, sizeof piece) || file.gcount() > 0) {
    bytes.append(piece, static_cast<std::size_t>(file.gcount()));
    if (bytes.size() > bytes_max) return fail(Code::body_too_large, {}, path);
  }
  if (file.bad()) return fail(Code::io_failed, {}, path);
  return bytes;
}

}  // namespace karvan::central
