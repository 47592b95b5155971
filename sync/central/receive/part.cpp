#include "sync/central/receive/part.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "storage/files/file.h"
#include "storage/seal/hash.h"

namespace karvan::central {
namespace {

constexpr std::size_t read_bytes = 256 << 10;

class Descriptor {
 public:
  Descriptor(const std::string& path, int flags) : fd_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int fd() const { return fd_; }

 private:
  int fd_;
};

Result<void> write_all(int fd, const std::string& path, std::uint64_t offset, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(fd, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return files::failed(path);
    bytes.remove_prefix(static_cast<std::size_t>(written));
    offset += static_cast<std::uint64_t>(written);
  }
  return {};
}

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
  Descriptor part(path, O_WRONLY | O_CREAT);
  if (part.fd() < 0) return files::failed(path);
  if (::ftruncate(part.fd(), static_cast<off_t>(offset)) != 0) return files::failed(path);
  TRY_VOID(write_all(part.fd(), path, offset, bytes));
  if (::fsync(part.fd()) != 0) return files::failed(path);
  return {};
}

Result<std::string> hash_of(const std::string& path) {
  Descriptor part(path, O_RDONLY);
  if (part.fd() < 0) return files::failed(path);
  seal::Sha256 hash;
  std::string buffer(read_bytes, '\0');
  while (true) {
    const ssize_t got = ::read(part.fd(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return files::failed(path);
    if (got == 0) return seal::to_hex(hash.finish());
    hash.append(std::string_view(buffer).substr(0, static_cast<std::size_t>(got)));
  }
}

Result<void> name_part(const std::string& part, const std::string& path, const std::string& folder) {
  TRY_VOID(files::rename_file(part, path));
  return files::sync_folder(folder);
}

}  // namespace karvan::central
