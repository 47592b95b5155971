#include "node/ports/copies.h"

#include "node/backup/backup.h"
#include "node/backup/restore.h"
#include "node/ports/box.h"
#include "node/ports/system.h"
#include "sync/rules/context.h"

namespace karvan::ports {
namespace {

Result<backup::Unlocked> unlock(const std::string& text, std::string_view passphrase) {
  TRY(auto vault, vault::Vault::open(text, passphrase));
  TRY(auto key, vault.key(kept::store_key));
  TRY(const auto seed, vault.secret(kept::head_seed));
  return backup::Unlocked{std::move(key), seal::signing_key_of_seed(backup::signer_name, seed.view())};
}

Result<std::string> name_of(store::Reader& reader) {
  TRY(const auto text, reader.documents().get(kept::box, kept::identity));
  if (!text) return fail(Code::not_enrolled);
  TRY(const auto identity, parse_identity(text->bytes));
  return identity.name;
}

// `passphrase` must outlive it.
backup::Box box_of(std::string_view passphrase) {
  return {[passphrase](const std::string& text) { return unlock(text, passphrase); }, name_of};
}

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

}  // namespace

Result<void> make_copy(const std::string& folder, const std::string& to, std::string_view passphrase,
                       std::int64_t now_ms, std::ostream& out) {
  const int offset = utc_offset_minutes();
  const auto made = rules::civil_date(now_ms, offset) + rules::civil_time(now_ms, offset);
  TRY(const auto copy, backup::make_backup(folder, to, made, box_of(passphrase)));
  say(copy, out);
  out << "The copy is whole: " << to << std::endl;
  return {};
}

Result<void> verify_copy(const std::string& folder, std::string_view passphrase, std::ostream& out) {
  TRY(const auto copy, backup::check_copy(folder, box_of(passphrase)));
  say(copy, out);
  out << (copy.damaged.empty() ? "The copy is whole." : "Database and keys are whole; attachments are not.")
      << std::endl;
  return backup::sound(copy);
}

Result<void> restore_copy(const std::string& from, const std::string& folder, std::string_view passphrase,
                          std::ostream& out) {
  TRY(const auto copy, backup::restore(from, folder, box_of(passphrase)));
  say(copy, out);
  out << "Restored: " << folder << ". What the box did after the copy was made is not in it. Numbers and money wait "
      << "until the box has reached headquarters and a supervisor has typed the code that headquarters gives by "
      << "telephone." << std::endl;
  return {};
}

}  // namespace karvan::ports
