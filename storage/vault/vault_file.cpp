#include "storage/vault/vault_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>

namespace karvan::vault {
namespace {

tl::unexpected<Error> io_error(const char* call) {
  const Code code = errno == ENOSPC || errno == EDQUOT ? Code::disk_full : Code::io_failed;
  return fail(code, {{"error", std::strerror(errno)}}, std::string("vault: ") + call);
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
  int fd() const { return fd_; }

 private:
  int fd_;
};

Result<void> write_durably(const File& file, std::string_view text) {
  if (!file.is_open()) return io_error("open");
  while (!text.empty()) {
    const ssize_t written = ::write(file.fd(), text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return io_error("write");
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::fsync(file.fd()) != 0) return io_error("fsync");
  return {};
}

Result<void> sync_folder_of(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path();
  const File file(folder.empty() ? "." : folder, O_RDONLY | O_DIRECTORY);
  if (!file.is_open() || ::fsync(file.fd()) != 0) return io_error("fsync folder");
  return {};
}

// Nothing where there is no file. Reads no more than a vault may hold and one byte.
Result<std::optional<std::string>> read_file(const std::string& path) {
  const File file(path, O_RDONLY);
  if (!file.is_open() && errno == ENOENT) return std::nullopt;
  if (!file.is_open()) return io_error("open");
  std::string text(vault_bytes_max + 1, '\0');
  std::size_t size = 0;
  while (size < text.size()) {
    const ssize_t got = ::read(file.fd(), text.data() + size, text.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return io_error("read");
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  text.resize(size);
  return text;
}

constexpr const char* unfinished = ".new";

Result<void> overwrite(const File& file) {
  struct stat status{};
  if (::fstat(file.fd(), &status) != 0) return io_error("stat");
  return write_durably(file, std::string(static_cast<std::size_t>(status.st_size), '\0'));
}

// False where there is no file.
Result<bool> overwrite_and_remove(const std::string& path) {
  const File file(path, O_WRONLY);
  if (!file.is_open()) return errno == ENOENT ? Result<bool>(false) : io_error("open");
  TRY_VOID(overwrite(file));
  if (::unlink(path.c_str()) != 0) return io_error("unlink");
  return true;
}

}  // namespace

Result<Vault> create_vault(const std::string& path, std::string_view passphrase, const seal::Entropy& entropy,
                           const SlotNote& note, const seal::Argon2Cost& cost) {
  if (::access(path.c_str(), F_OK) == 0) return fail(Code::io_failed, {{"error", "exists"}}, "vault: create");
  Vault vault = Vault::create(passphrase, entropy, note, cost);
  TRY_VOID(save_vault(vault, path));
  return vault;
}

Result<std::string> read_vault(const std::string& path) {
  TRY(auto text, read_file(path));
  if (!text) return fail(Code::key_missing, {}, "vault: no file");
  return *std::move(text);
}

bool has_vault_file(const std::string& path) {
  return ::access(path.c_str(), F_OK) == 0 || ::access((path + unfinished).c_str(), F_OK) == 0;
}

Result<int> erase_vault(const std::string& path) {
  TRY(const bool vault, overwrite_and_remove(path));
  TRY(const bool left_over, overwrite_and_remove(path + unfinished));
  if (!vault && !left_over) return fail(Code::key_missing, {}, "vault: no file");
  TRY_VOID(sync_folder_of(path));
  return int{vault} + int{left_over};
}

Result<std::string> read_small_file(const std::string& path) {
  TRY(auto text, read_file(path));
  return text ? std::move(*text) : std::string();
}

Result<void> save_vault(const Vault& vault, const std::string& path) {
  // The generation before, which a renaming takes its name from but leaves on the disk.
  const File before(path, O_WRONLY);
  if (!before.is_open() && errno != ENOENT) return io_error("open");
  TRY_VOID(replace_file(path, vault.text()));
  if (before.is_open()) TRY_VOID(overwrite(before));
  return {};
}

Result<void> replace_file(const std::string& path, std::string_view text) {
  const std::string temporary = path + unfinished;
  TRY_VOID(write_durably(File(temporary, O_WRONLY | O_CREAT | O_TRUNC), text));
  if (::rename(temporary.c_str(), path.c_str()) != 0) return io_error("rename");
  if (auto synced = sync_folder_of(path); !synced) {
    return fail(Code::outcome_unknown, synced.error().args, synced.error().where);
  }
  return {};
}

}  // namespace karvan::vault
