#include "storage/blobs/blobs.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>

namespace karvan::blobs {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t id_letters = 64;

tl::unexpected<Error> folder_error(const std::error_code& error) {
  return fail(Code::io_failed, {{"errno", std::to_string(error.value())}}, "blobs: folder");
}

// An id becomes part of a path, so it is checked before.
bool is_id(std::string_view name) {
  return name.size() == id_letters &&
         std::all_of(name.begin(), name.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

class SealedFile {
 public:
  explicit SealedFile(const std::string& path) : fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
  ~SealedFile() {
    if (fd_ >= 0) ::close(fd_);
  }
  SealedFile(const SealedFile&) = delete;
  SealedFile& operator=(const SealedFile&) = delete;
  bool is_open() const { return fd_ >= 0; }
  // What the system remembers of the file is read anew.
  void forget() const { (void)::posix_fadvise(fd_, 0, 0, POSIX_FADV_DONTNEED); }

  Result<std::string> read(std::uint64_t offset, std::size_t count) const {
    std::string bytes(std::min(count, sealed_read_bytes_max), '\0');
    ssize_t got = 0;
    do {
      got = ::pread(fd_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    } while (got < 0 && errno == EINTR);
    if (got < 0) return io_error("read");
    bytes.resize(static_cast<std::size_t>(got));
    return bytes;
  }

 private:
  int fd_;
};

tl::unexpected<Error> not_found(const std::string& id) {
  return fail(Code::not_found, {}, is_id(id) ? "blobs: " + id : "blobs: no id");
}

std::string damaged_path(const Folder& folder, const std::string& id) {
  return folder.path_of(std::string(damaged_prefix) + id);
}

template <class Visit>
Result<void> each_file(const std::string& path, Visit visit) {
  std::error_code error;
  for (fs::directory_iterator it(path, error), end; !error && it != end; it.increment(error)) {
    visit(it->path().filename().string(), *it, error);
    if (error) break;
  }
  if (error) return folder_error(error);
  return {};
}

}  // namespace

Result<Blobs> Blobs::open(std::string path, BlobLimits limits) {
  std::error_code error;
  if (fs::create_directories(path, error)) fs::permissions(path, fs::perms::owner_all, error);
  if (error) return folder_error(error);
  std::uint64_t used = 0;
  TRY_VOID(each_file(path, [&](const std::string& name, const fs::directory_entry& file, std::error_code& failed) {
    if (name.starts_with(temporary_prefix)) fs::remove(file.path(), failed);
    if (is_id(name)) used += file.file_size(failed);
  }));
  auto folder = std::make_shared<Folder>(std::move(path), limits, used);
  TRY_VOID(folder->sync());
  return Blobs(std::move(folder));
}

Result<BlobWriter> Blobs::begin(std::string_view recipient, const seal::Entropy& entropy) const {
  return BlobWriter::begin(folder_, recipient, entropy);
}

Result<std::uint64_t> Blobs::size(const std::string& id) const {
  std::error_code error;
  const std::uint64_t size = is_id(id) ? fs::file_size(folder_->path_of(id), error) : 0;
  if (!is_id(id) || error) return not_found(id);
  return size;
}

Result<std::string> Blobs::read_sealed(const std::string& id, std::uint64_t offset, std::size_t count) const {
  if (!is_id(id)) return not_found(id);
  const SealedFile file(folder_->path_of(id));
  if (!file.is_open()) return not_found(id);
  return file.read(offset, count);
}

Result<std::string> Blobs::read_again(const std::string& id, std::uint64_t offset, std::size_t count) const {
  if (!is_id(id)) return not_found(id);
  const SealedFile file(folder_->path_of(id));
  if (!file.is_open()) return not_found(id);
  file.forget();
  return file.read(offset, count);
}

Result<void> Blobs::open_into(const std::string& id, const std::string& file_key, const Sink& sink) const {
  if (!is_id(id)) return not_found(id);
  const SealedFile file(folder_->path_of(id));
  if (!file.is_open()) return not_found(id);
  const auto reader = seal::read_with_file_key(file_key);
  seal::Sha256 hash;
  for (std::uint64_t offset = 0;;) {
    TRY(const std::string sealed, file.read(offset, sealed_read_bytes_max));
    if (sealed.empty()) break;
    offset += sealed.size();
    hash.append(sealed);
    TRY(const std::string plain, reader->append(sealed));
    sink(plain);
  }
  TRY(const std::string last, reader->finish());
  sink(last);
  if (seal::to_hex(hash.finish()) != id) return fail(Code::seal_broken, {}, "blobs: " + id);
  return {};
}

Result<std::string> Blobs::read(const std::string& id, const std::string& file_key) const {
  std::string whole;
  TRY_VOID(open_into(id, file_key, [&](std::string_view plain) { whole += plain; }));
  return whole;
}

Result<std::vector<std::string>> Blobs::ids() const {
  std::vector<std::string> found;
  TRY_VOID(each_file(folder_->path(), [&](const std::string& name, const fs::directory_entry&, std::error_code&) {
    const auto id = name.starts_with(damaged_prefix) ? name.substr(damaged_prefix.size()) : name;
    if (is_id(id)) found.push_back(id);
  }));
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

Result<void> Blobs::remove(const std::string& id) {
  if (is_id(id) && ::unlink(damaged_path(*folder_, id).c_str()) == 0) return folder_->sync();
  TRY(const std::uint64_t bytes, size(id));
  if (::unlink(folder_->path_of(id).c_str()) != 0) return io_error("unlink");
  folder_->give_back(bytes);
  return folder_->sync();
}

Result<void> Blobs::set_aside(const std::string& id) {
  TRY(const std::uint64_t bytes, size(id));
  if (::rename(folder_->path_of(id).c_str(), damaged_path(*folder_, id).c_str()) != 0) return io_error("rename");
  folder_->give_back(bytes);
  return folder_->sync();
}

}  // namespace karvan::blobs
