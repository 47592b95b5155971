#include "sync/central/receive/part.h"

#include <sys/stat.h>

#include <cerrno>

#include "storage/files/file.h"
#include "storage/seal/hash.h"

namespace karvan::central {
namespace {

constexpr std::size_t read_bytes = 256 << 10;

}  // namespace

Result<void> make_private_folder(const std::string& path) {
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return files::failed(path);
  return {};
}

std::uint64_t size_of(const std::string& path) {
  struct stat about = {};
  return ::stat(path.c_str(), &about) == 0 ? static_cast<std::uint64_t>(about.st_size) : 0;
}

Result<void> write_part(const std::string& path, std::uint64_t offset, std::string_view bytes) {
  TRY(const auto part, files::File::open(path, files::For::appending));
  TRY_VOID(part.cut(offset));
  TRY_VOID(part.write(bytes));
  return part.sync();
}

Result<std::string> hash_of(const std::string& path) {
  TRY(const auto part, files::File::open(path, files::For::reading));
  seal::Sha256 hash;
  std::string buffer(read_bytes, '\0');
  while (true) {
    TRY(const auto piece, part.read(buffer));
    if (piece.empty()) return seal::to_hex(hash.finish());
    hash.append(piece);
  }
}

Result<void> name_part(const std::string& part, const std::string& path, const std::string& folder) {
  TRY_VOID(files::rename_file(part, path));
  return files::sync_folder(folder);
}

}  // namespace karvan::central
