#pragma once
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "node/ports/box.h"
#include "node/ports/unlock.h"

// What `karvan-node vault …` does to the box.
namespace karvan::node_vault {

// A box's vault, opened while no other program uses the folder. Each change replaces the file whole before it returns.
class VaultDesk {
 public:
  // Errors: not_enrolled where there is no vault; busy; the opener's.
  static Result<VaultDesk> open(const std::string& folder, const ports::Opener& opener);

  // Each gives the new slot's id. An empty `recipient`: headquarters', as enrolment told it (not_enrolled).
  Result<std::string> add_passphrase(const std::string& label, std::string_view passphrase,
                                     const seal::Entropy& entropy);
  Result<std::string> add_recovery(const std::string& label, std::string recipient, const seal::Entropy& entropy);
  Result<std::string> add_tpm(const std::string& label, vault::Sealer& tpm, const std::string& pcrs,
                              const seal::Entropy& entropy);
  Result<void> remove(std::string_view id, vault::MayBeOnlyWay may);
  // Gives the ids of slots that were dropped.
  Result<std::vector<std::string>> rewrap(const vault::Carried& carried, const seal::Entropy& entropy);

  // The last change is done. Why the vault of before it still lies on the disk, if it does (vault::Saved).
  const std::optional<Error>& left() const { return left_; }

 private:
  VaultDesk(std::string folder, ports::FolderLock lock, vault::Vault vault)
      : folder_(std::move(folder)), lock_(std::move(lock)), vault_(std::move(vault)) {}
  template <class T>
  Result<T> saved(Result<T> changed);

  std::string folder_;
  ports::FolderLock lock_;
  vault::Vault vault_;
  std::optional<Error> left_;
};

// What a vault's file says without being opened; its mac is not checked. Errors: not_enrolled; those of parse_vault.
Result<vault::VaultText> vault_text(const std::string& folder);
// A line a slot: id, kind, when it was made, label, and what it is locked to. No secret.
void show_slots(const vault::VaultText& vault, std::ostream& out);

// Destroys the vault's file, so that nothing of the box opens again, and says what was done. `box` confirms it: the
// box's name, or the folder's where the file cannot tell. Needs no passphrase. Errors: name_differs, not_enrolled,
// busy; those of vault::erase_vault.
Result<void> erase_box(const std::string& folder, std::string_view box, std::ostream& out);

}  // namespace karvan::node_vault
