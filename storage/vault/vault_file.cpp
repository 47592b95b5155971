#include "storage/vault/vault_file.h"

#include <unistd.h>

#include <cerrno>
#include <optional>

#include "storage/files/file.h"

namespace karvan::vault {
namespace {

using files::File;
using files::For;

constexpr const char* unfinished = ".new";

// Nothing where it is not there.
template <class T>
Result<std::optional<T>> if_there(Result<T> got) {
  if (got) return std::optional<T>(std::move(*got));
  if (got.error().code == Code::not_found) return std::nullopt;
  return tl::unexpected(got.error());
}

// No more than a vault may hold and one byte.
Result<std::optional<std::string>> read_small(const std::string& path) {
  return if_there(files::read_file(path, vault_bytes_max + 1));
}

Result<void> write_durably(const File& file, std::string_view text) {
  TRY_VOID(file.write(text));
  return file.sync();
}

Result<void> overwrite(const File& file) {
  TRY(const auto bytes, file.size());
  return write_durably(file, std::string(bytes, '\0'));
}

// False where there is no file.
Result<bool> overwrite_and_remove(const std::string& path) {
  TRY(const auto file, if_there(File::open(path, For::overwriting)));
  if (!file) return false;
  TRY_VOID(overwrite(*file));
  TRY_VOID(files::remove_file(path));
  return true;
}

}  // namespace

Result<Vault> create_vault(const std::string& path, std::string_view passphrase, const seal::Entropy& entropy,
                           const SlotNote& note, const seal::Argon2Cost& cost) {
  if (::access(path.c_str(), F_OK) == 0) return fail(Code::exists_already, {}, path);
  Vault vault = Vault::create(passphrase, entropy, note, cost);
  TRY_VOID(save_vault(vault, path));
  return vault;
}

Result<std::string> read_vault(const std::string& path) {
  TRY(auto text, read_small(path));
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
  TRY_VOID(files::sync_folder(files::folder_of(path)));
  return int{vault} + int{left_over};
}

Result<std::string> read_small_file(const std::string& path) {
  TRY(auto text, read_small(path));
  return text ? std::move(*text) : std::string();
}

Result<Saved> save_vault(const Vault& vault, const std::string& path) {
  // The generation before, which a renaming takes its name from but leaves on the disk.
  TRY(const auto before, if_there(File::open(path, For::overwriting)));
  TRY_VOID(replace_file(path, vault.text()));
  const auto overwritten = before ? overwrite(*before) : Result<void>{};
  return overwritten ? Saved{} : Saved{overwritten.error()};
}

Result<void> replace_file(const std::string& path, std::string_view text) {
  const std::string temporary = path + unfinished;
  {
    TRY(const auto file, File::open(temporary, For::replacing));
    TRY_VOID(write_durably(file, text));
  }
  TRY_VOID(files::rename_file(temporary, path));
  if (auto synced = files::sync_folder(files::folder_of(path)); !synced)
    return fail(Code::outcome_unknown, synced.error().args, synced.error().where);
  return {};
}

}  // namespace karvan::vault
