#pragma once
#include <functional>
#include <string>
#include <string_view>

#include "storage/seal/key.h"
#include "storage/seal/note.h"
#include "storage/store/reader.h"

namespace karvan::backup {

// What lies in a box's folder, and in a copy of it. A copy has a manifest and a list of its attachments besides.
namespace named {
inline constexpr std::string_view vault = "vault.json", store = "node.db", attachments = "attachments";
inline constexpr std::string_view manifest = "manifest", list = "attachments.txt";
}  // namespace named

std::string path_in(const std::string& folder, std::string_view name);

// The database of a copy, which nobody writes: no file is made beside it.
Result<store::Reader> open_copy(const std::string& folder, std::string_view key);

// What opens a box's vault gives.
struct Unlocked {
  seal::Key store_key;
  seal::SigningKey signer;  // of the manifest: `signer_name`, from the box's own seed
};
inline constexpr auto signer_name = "karvan-copy";

struct Renewed {
  std::string vault;  // its text
  seal::Key store_key;
};

// What this room need not know of a box: how its vault is opened, and who it says that it is.
struct Box {
  // Of the text of vault.json. Errors: those of vault::Vault::open.
  std::function<Result<Unlocked>(const std::string& vault)> unlock;
  // For a box that is restored: a vault with the same slots, and a store key that no copy knows. Asked after `unlock`.
  std::function<Result<Renewed>()> renew;
  // The node's name. Errors: not_enrolled; those of the store.
  std::function<Result<std::string>(store::Reader& reader)> name_of;
};

}  // namespace karvan::backup
