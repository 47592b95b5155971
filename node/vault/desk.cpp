#include "node/vault/desk.h"

#include <filesystem>

#include "node/ports/system.h"

namespace karvan::node_vault {

namespace {

Result<std::string> headquarters_recipient(const std::string& folder, const vault::Vault& vault) {
  TRY(auto key, vault.key(ports::kept::store_key));
  TRY(auto reader, store::Reader::open(ports::store_path(folder), key.view()));
  TRY(auto found, reader.documents().get(ports::kept::box, ports::kept::identity));
  if (!found) return fail(Code::not_enrolled, {}, folder);
  TRY(auto identity, ports::parse_identity(found->bytes));
  return identity.centre_recipient;
}

vault::SlotNote note_of(const std::string& label) { return {label, ports::civil_now()}; }

std::string name_of_folder(const std::string& folder) {
  std::error_code failed;
  auto path = std::filesystem::weakly_canonical(folder, failed);
  if (!path.has_filename()) path = path.parent_path();
  return path.filename().string();
}

std::string locked_to(const vault::Slot& slot) {
  if (const auto* recovery = std::get_if<vault::RecoveryLock>(&slot.lock)) return recovery->recipient;
  if (const auto* tpm = std::get_if<vault::TpmLock>(&slot.lock)) return "PCR " + tpm->master.pcrs;
  if (std::holds_alternative<vault::UnknownLock>(slot.lock)) return "made by a newer version: kept, not used";
  return {};
}

}  // namespace

Result<VaultDesk> VaultDesk::open(const std::string& folder, const ports::Opener& opener) {
  if (!ports::has_vault(folder)) return fail(Code::not_enrolled, {}, folder);
  TRY(auto lock, ports::FolderLock::take(folder));
  TRY(auto vault, opener(ports::vault_path(folder)));
  return VaultDesk(folder, std::move(lock), std::move(vault));
}

template <class T>
Result<T> VaultDesk::saved(Result<T> changed) {
  if (!changed) return changed;
  TRY(auto saved, vault::save_vault(vault_, ports::vault_path(folder_)));
  left_ = std::move(saved.left);
  return changed;
}

Result<std::string> VaultDesk::add_passphrase(const std::string& label, std::string_view passphrase,
                                              const seal::Entropy& entropy) {
  return saved(vault_.add_passphrase(passphrase, note_of(label), entropy));
}

Result<std::string> VaultDesk::add_recovery(const std::string& label, std::string recipient,
                                            const seal::Entropy& entropy) {
  if (recipient.empty()) {
    TRY(recipient, headquarters_recipient(folder_, vault_));
  }
  return saved(vault_.add_recovery(recipient, note_of(label), entropy));
}

Result<std::string> VaultDesk::add_tpm(const std::string& label, vault::Sealer& tpm, const std::string& pcrs,
                                       const seal::Entropy& entropy) {
  return saved(vault_.add_tpm(tpm, pcrs, note_of(label), entropy));
}

Result<void> VaultDesk::remove(std::string_view id, vault::MayBeOnlyWay may) {
  return saved(vault_.remove_slot(id, may));
}

Result<std::vector<std::string>> VaultDesk::rewrap(const vault::Carried& carried, const seal::Entropy& entropy) {
  return saved(vault_.rewrap(carried, entropy));
}

Result<vault::VaultText> vault_text(const std::string& folder) {
  if (!ports::has_vault(folder)) return fail(Code::not_enrolled, {}, folder);
  TRY(const auto text, vault::read_vault(ports::vault_path(folder)));
  TRY(auto parsed, vault::parse_vault(text));
  return std::move(parsed.vault);
}

void show_slots(const vault::VaultText& vault, std::ostream& out) {
  for (const auto& slot : vault.slots) {
    out << slot.id << "  " << slot.kind << "  " << (slot.note.made_at.empty() ? "-" : slot.note.made_at) << "  "
        << (slot.note.label.empty() ? "-" : slot.note.label);
    const auto to = locked_to(slot);
    out << (to.empty() ? "" : "  ") << to << '\n';
  }
}

Result<void> erase_box(const std::string& folder, std::string_view box, std::ostream& out) {
  const auto path = ports::vault_path(folder);
  if (!vault::has_vault_file(path)) return fail(Code::not_enrolled, {}, folder);
  const auto vault = vault_text(folder);
  const auto name = vault && !vault->box.empty() ? vault->box : name_of_folder(folder);
  if (box != name) return fail(Code::name_differs, {}, folder);
  TRY(const auto lock, ports::FolderLock::take(folder));
  TRY(const int files, vault::erase_vault(path));
  out << "The vault of " << name << " is destroyed: " << files << " file(s) overwritten, synced and removed";
  if (vault) out << ", with " << vault->slots.size() << " slots and " << vault->entries.size() << " wrapped keys";
  out << ".\nNothing in " << folder << " opens any more. A copy of vault.json that was made before still does, and a "
      << "flash drive may keep old blocks: destroy those too.\n";
  return {};
}

}  // namespace karvan::node_vault
