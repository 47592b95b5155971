#include "storage/copies/files.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "storage/seal/hash.h"

namespace karvan::copies {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t piece_bytes = 1 << 20;

tl::unexpected<Error> failed(const std::string& path) {
  const int why = errno;
  if (why == EEXIST) return fail(Code::exists_already, {}, path);
  if (why == ENOENT || why == ENOTDIR) return fail(Code::not_found, {}, path);
  const bool full = why == ENOSPC || why == EDQUOT;
  return fail(full ? Code::disk_full : Code::io_failed, {{"why", std::strerror(why)}}, path);
}

class File {
 public:
  File(const std::string& path, int flags) : fd_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  ~File() {
    if (fd_ >= 0) ::close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  bool is_open() const { return fd_ >= 0; }
  bool sync() const { return ::fsync(fd_) == 0; }

  // Empty at the end.
  Result<std::string_view> read(std::string& piece, const std::string& path) const {
    piece.resize(piece_bytes);
    ssize_t got = 0;
    do {
      got = ::read(fd_, piece.data(), piece.size());
    } while (got < 0 && errno == EINTR);
    if (got < 0) return failed(path);
    return std::string_view(piece).substr(0, static_cast<std::size_t>(got));
  }
  bool write(std::string_view bytes) const {
    while (!bytes.empty()) {
      const auto written = ::write(fd_, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
  }

 private:
  int fd_;
};

// Hands each piece of the file to `sink`; what it was is given in the end.
template <class Sink>
Result<Digest> read_through(const std::string& path, Sink sink) {
  const File file(path, O_RDONLY);
  if (!file.is_open()) return failed(path);
  seal::Sha256 hash;
  Digest digest;
  std::string buffer;
  while (true) {
    TRY(const auto piece, file.read(buffer, path));
    if (piece.empty()) break;
    hash.append(piece);
    digest.bytes += piece.size();
    TRY_VOID(sink(piece));
  }
  digest.sha256 = seal::to_hex(hash.finish());
  return digest;
}

// `fill(file)` writes it.
template <class Fill>
Result<Digest> new_file(const std::string& path, Fill fill) {
  const File file(path, O_WRONLY | O_CREAT | O_EXCL);
  if (!file.is_open()) return failed(path);
  Result<Digest> filled = fill(file);
  if (filled && !file.sync()) filled = failed(path);
  if (!filled) ::unlink(path.c_str());
  return filled;
}

}  // namespace

Result<Digest> digest_of(const std::string& path) {
  return read_through(path, [](std::string_view) { return Result<void>{}; });
}

Result<Digest> copy_file(const std::string& from, const std::string& to) {
  // So that one that is not there leaves no empty file for a moment.
  if (::access(from.c_str(), F_OK) != 0) return failed(from);
  return new_file(to, [&](const File& file) {
    return read_through(
        from, [&](std::string_view piece) { return file.write(piece) ? Result<void>{} : Result<void>(failed(to)); });
  });
}

Result<Digest> write_file(const std::string& to, std::string_view bytes) {
  return new_file(to, [&](const File& file) -> Result<Digest> {
    if (!file.write(bytes)) return failed(to);
    return Digest{seal::to_hex(seal::sha256(bytes)), bytes.size()};
  });
}

Result<void> remove_file(const std::string& path) {
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) return failed(path);
  return {};
}

Result<void> sync_folder(const std::string& path) {
  const File folder(path, O_RDONLY | O_DIRECTORY);
  if (!folder.is_open() || !folder.sync()) return failed(path);
  return {};
}

bool lies_in(const std::string& path, const std::string& folder) {
  std::error_code bad;
  const auto inner = fs::weakly_canonical(fs::absolute(path), bad);
  auto outer = fs::weakly_canonical(fs::absolute(folder), bad);
  if (!outer.has_filename()) outer = outer.parent_path();  // it was named with a slash at its end
  const auto [end, ignored] = std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end());
  return bad || end == outer.end();
}

}  // namespace karvan::copies
