#include "sync/central/cli/data.h"

#include <filesystem>

#include "storage/seal/age.h"
#include "storage/seal/hash.h"
#include "storage/vault/secret_line.h"
#include "storage/vault/vault_file.h"
#include "sync/central/cli/terminal.h"
#include "sync/central/receive/receive.h"
#include "sync/central/reconcile/reference.h"
#include "sync/central/store/nodes.h"
#include "sync/central/store/records.h"

namespace karvan::central {
namespace {

namespace fs = std::filesystem;
constexpr int authority_days = 3650;

std::string vault_path(const std::string& folder) { return folder + "/vault.json"; }

Result<void> make_folder(const std::string& folder) {
  std::error_code bad;
  if (fs::exists(vault_path(folder), bad)) return fail(Code::exists_already, {}, folder);
  fs::create_directories(folder, bad);
  if (!bad) fs::permissions(folder, fs::perms::owner_all, bad);
  if (bad) return fail(Code::io_failed, {{"why", bad.message()}}, folder);
  return {};
}

Result<void> make_secrets(vault::Vault& vault, const seal::Entropy& entropy, std::int64_t now_ms) {
  for (const char* file : {"inbox", "records"}) TRY_VOID(vault.make_key(file, entropy));
  auto signing = seal::make_signing_key(std::string(centre_node), entropy);
  TRY_VOID(vault.put_secret("signing", seal::seed_of(signing), entropy));
  TRY(auto authority,
      trust::make_authority("Karvan centre", trust::validity_days(now_ms / 1000, authority_days), entropy));
  TRY_VOID(vault.put_secret("authority-certificate", authority.certificate_pem, entropy));
  TRY_VOID(vault.put_secret("authority-key", authority.key_pem.view(), entropy));
  return vault.put_secret("age", seal::to_text(seal::make_age_identity(entropy)).view(), entropy);
}

Result<Keys> keys_of(const vault::Vault& vault) {
  Keys keys;
  TRY(const auto seed, vault.secret("signing"));
  keys.signing = seal::signing_key_of_seed(std::string(centre_node), seed.view());
  TRY(const auto certificate, vault.secret("authority-certificate"));
  keys.authority.certificate_pem = certificate.view();
  TRY(auto key, vault.secret("authority-key"));
  keys.authority.key_pem = seal::Secret(std::move(key));
  TRY(const auto age, vault.secret("age"));
  TRY(const auto identity, seal::parse_age_identity(age.view()));
  keys.recipient = identity.recipient;
  return keys;
}

Result<House> house_of(const std::string& folder, const vault::Vault& vault, const seal::Entropy& entropy) {
  House house;
  house.files.folder = folder;
  TRY(auto inbox, vault.key("inbox"));
  TRY(auto records, vault.key("records"));
  house.files.inbox_key = seal::Secret(std::move(inbox));
  house.files.records_key = seal::Secret(std::move(records));
  TRY(house.keys, keys_of(vault));
  house.entropy = entropy;
  house.now_ms = wall_ms;
  return house;
}

}  // namespace

Result<void> make_data(const std::string& folder, const std::string& name, std::string_view passphrase,
                       const seal::Entropy& entropy, std::int64_t now_ms, sqlite::Cipher cipher) {
  if (!vault::is_long_enough(passphrase))
    return fail(Code::passphrase_short, {{"characters_min", std::to_string(vault::passphrase_characters_min)}},
                "passphrase");
  TRY_VOID(make_folder(folder));
  // The vault lands last: a folder without one is no centre, and init may be run again.
  auto vault = vault::Vault::create(passphrase, entropy);
  TRY_VOID(make_secrets(vault, entropy, now_ms));
  TRY(auto house, house_of(folder, vault, entropy));
  house.files.cipher = cipher;
  std::error_code ignored;
  for (const char* file : {"/inbox.db", "/records.db"})
    for (const char* part : {"", "-wal", "-shm"}) fs::remove(folder + file + part, ignored);
  TRY(auto files, open_files(house.files));
  TRY_VOID(in_transaction(files.inbox, [&] {
    return Nodes(files.inbox)
        .put({std::string(centre_node), 0, "", seal::to_text(seal::verifying(house.keys.signing)), "", now_ms});
  }));
  TRY_VOID(in_transaction(files.records, [&]() -> Result<void> {
    Records records(files.records);
    TRY_VOID(records.put_meta(meta_centre_epoch, seal::to_hex(entropy(8))));
    return records.put_meta(meta_name, name);
  }));
  TRY_VOID(vault::save_vault(vault, vault_path(folder)));  // the first one: there is none of before to be left
  return {};
}

Result<House> open_data(const std::string& folder, std::string_view passphrase, const seal::Entropy& entropy) {
  TRY(auto vault, vault::open_vault(vault_path(folder), passphrase));
  TRY(auto house, house_of(folder, vault, entropy));
  TRY(auto files, open_files(house.files));
  TRY(auto name, Records(files.records).meta(meta_name));
  if (!name.empty()) house.name = name;
  return house;
}

Result<seal::AgeIdentity> open_identity(const std::string& folder, std::string_view passphrase) {
  TRY(auto vault, vault::open_vault(vault_path(folder), passphrase));
  TRY(const auto text, vault.secret("age"));
  return seal::parse_age_identity(text.view());
}

}  // namespace karvan::central
