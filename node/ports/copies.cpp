#include "node/ports/copies.h"

#include <optional>

#include "node/backup/backup.h"
#include "node/backup/restore.h"
#include "node/ports/box.h"
#include "node/ports/system.h"
#include "storage/model/tracking.h"
#include "sync/rules/context.h"

namespace karvan::ports {
namespace {

Result<std::string> name_of(store::Reader& reader) {
  TRY(const auto text, reader.documents().get(kept::box, kept::identity));
  if (!text) return fail(Code::not_enrolled);
  TRY(const auto identity, parse_identity(text->bytes));
  return identity.name;
}

// The vault at a path, opened when it is first asked for, so that nobody types twice.
class Keys {
 public:
  Keys(std::string path, const Opener& opener) : path_(std::move(path)), opener_(opener) {}

  Result<backup::Unlocked> unlock() {
    if (!vault_) {
      TRY(vault_, opener_(path_));
    }
    TRY(auto key, vault_->key(kept::store_key));
    TRY(const auto seed, vault_->secret(kept::head_seed));
    return backup::Unlocked{std::move(key), seal::signing_key_of_seed(backup::signer_name, seed.view())};
  }
  Result<backup::Renewed> renew(const seal::Entropy& entropy) {
    TRY_VOID(vault_->renew_key(kept::store_key, entropy));
    TRY(auto key, vault_->key(kept::store_key));
    return backup::Renewed{vault_->text(), std::move(key)};
  }
  bool has_tpm() const { return vault::has_kind(vault_->slots(), "tpm"); }
  bool is_for_this_machine_alone() const {
    const auto& slots = vault_->slots();
    return !vault::has_kind(slots, "passphrase") && !vault::has_kind(slots, "recovery");
  }

 private:
  std::string path_;
  const Opener& opener_;
  std::optional<vault::Vault> vault_;
};

// `keys` must outlive it.
backup::Box box_of(Keys& keys, const seal::Entropy& entropy = {}) {
  return {[&keys](const std::string&) { return keys.unlock(); }, [&keys, entropy] { return keys.renew(entropy); },
          name_of};
}

std::string vault_of(const KeptCopy& copy) { return copy.vault.empty() ? vault_path(copy.folder) : copy.vault; }

void name_each(const std::vector<std::string>& hashes, std::string_view what, std::ostream& out) {
  for (const auto& hash : hashes) out << what << " " << hash << '\n';
}

void say(const backup::Copy& copy, std::ostream& out) {
  const auto& m = copy.manifest;
  out << m.node << ", copied " << m.made << ": " << m.operations << " operations, up to " << m.epoch << "/" << m.seq
      << " " << m.hash << '\n'
      << "attachments: " << copy.attachments.size() - copy.absent.size() - copy.damaged.size() << " whole, "
      << copy.absent.size() << " absent, " << copy.damaged.size() << " damaged\n";
  name_each(copy.absent, "absent", out);
  name_each(copy.damaged, "damaged", out);
}

// By application, for whoever has to scan again.
std::size_t say_lacking(const std::vector<backup::Lacking>& lacking, std::ostream& out) {
  std::size_t to_scan = 0;
  for (const auto& file : lacking) {
    const auto tracking = model::tracking_of(file.of);
    out << (tracking.empty() ? file.of : tracking) << ": the file of question " << file.question << " is not in it; "
        << (file.there ? "headquarters has it, nothing is to be done" : "scan it again") << '\n';
    to_scan += file.there ? 0 : 1;
  }
  return to_scan;
}

}  // namespace

Result<void> make_copy(const std::string& folder, const std::string& to, const Opener& opener, std::int64_t now_ms,
                       std::ostream& out) {
  const int offset = utc_offset_minutes();
  const auto made = rules::civil_date(now_ms, offset) + rules::civil_time(now_ms, offset);
  Keys keys(vault_path(folder), opener);
  TRY(const auto copy, backup::make_backup(folder, to, made, box_of(keys)));
  say(copy, out);
  out << "The copy is whole: " << to << std::endl;
  if (keys.is_for_this_machine_alone())
    out << "Only the TPM of this machine opens it: should the machine be lost, so is the copy. Let headquarters open "
           "it "
        << "too (karvan-node vault add recovery), and make another copy." << std::endl;
  return {};
}

Result<void> verify_copy(const KeptCopy& kept, const Opener& opener, std::ostream& out) {
  Keys keys(vault_of(kept), opener);
  TRY(const auto copy, backup::check_copy(kept.folder, box_of(keys)));
  say(copy, out);
  out << (copy.damaged.empty() ? "The copy is whole." : "Database and keys are whole; attachments are not.")
      << std::endl;
  return backup::sound(copy);
}

Result<void> restore_copy(const KeptCopy& kept, const std::string& folder, const Opener& opener,
                          const seal::Entropy& entropy, std::ostream& out) {
  Keys keys(vault_of(kept), opener);
  TRY(const auto copy, backup::restore(kept.folder, folder, box_of(keys, entropy)));
  say(copy, out);
  const auto to_scan = say_lacking(copy.lacking, out);
  out << "Restored: " << folder << ". What the box did after the copy was made is not in it. Numbers and money wait "
      << "until the box has reached headquarters and a supervisor has typed the code that headquarters gives by "
      << "telephone." << std::endl;
  if (keys.has_tpm())
    out << "On another machine than that of the copy, take away the slot of the TPM that is not here any more: "
        << "karvan-node vault list, then vault remove ID. No number is given while its TPM does not answer."
        << std::endl;
  if (to_scan > 0) return fail(Code::restored_in_part, {{"files", std::to_string(to_scan)}}, folder);
  return {};
}

}  // namespace karvan::ports
