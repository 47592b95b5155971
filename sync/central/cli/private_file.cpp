#include "sync/central/cli/private_file.h"

#include "storage/copies/files.h"
#include "storage/files/file.h"

namespace karvan::central {

Result<void> write_private_file(const std::string& path, std::string_view bytes) {
  TRY_VOID(copies::write_file(path, bytes));
  return {};
}

Result<std::string> read_file(const std::string& path, std::size_t bytes_max) {
  TRY(auto bytes, files::read_file(path, bytes_max + 1));
  if (bytes.size() > bytes_max) return fail(Code::body_too_large, {}, path);
  return bytes;
}

}  // namespace karvan::central
