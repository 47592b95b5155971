#include "storage/vault/vault.h"

#include <algorithm>
#include <stdexcept>

#include "storage/seal/hash.h"
#include "storage/vault/wrap.h"

namespace karvan::vault {
namespace {

static_assert(master_key_bytes == wrapping_key_bytes);
constexpr std::string_view mac_context = "karvan vault 1 mac";

// Kinds hold no slash, so no two (kind, name) make the same context.
std::string entry_context(std::string_view kind, std::string_view name) {
  return std::string("karvan vault 1 ").append(kind).append("/").append(name);
}

std::string mac_of(std::string_view body, const seal::Key& master) {
  const seal::Digest mac_key = seal::hmac_sha256(master.view(), mac_context);
  return std::string(seal::view(seal::hmac_sha256(seal::view(mac_key), body)));
}

template <class Entries>
auto find_entry(Entries& entries, std::string_view kind, std::string_view name) {
  return std::find_if(entries.begin(), entries.end(),
                      [&](const Entry& entry) { return entry.kind == kind && entry.name == name; });
}

}  // namespace

Vault Vault::create(std::string_view passphrase, const seal::Entropy& entropy, const SlotNote& note,
                    const seal::Argon2Cost& cost) {
  Vault vault({}, random_key(entropy));
  if (!vault.add_passphrase(passphrase, note, entropy, cost)) throw std::invalid_argument("vault: label");
  return vault;
}

Result<Vault> Vault::checked(ParsedVault parsed, seal::Key master) {
  if (!seal::equal_constant_time(mac_of(parsed.body, master), parsed.mac)) {
    return fail(Code::database_damaged, {}, "vault: mac");
  }
  return Vault(std::move(parsed.vault), std::move(master));
}

Result<Vault> Vault::open(std::string_view text, std::string_view passphrase) {
  TRY(ParsedVault parsed, parse_vault(text));
  TRY(seal::Key master, open_by_passphrase(parsed.vault.slots, passphrase));
  return checked(std::move(parsed), std::move(master));
}

Result<Vault> Vault::open(std::string_view text, const seal::AgeIdentity& identity) {
  TRY(ParsedVault parsed, parse_vault(text));
  TRY(seal::Key master, open_by_identity(parsed.vault.slots, identity));
  return checked(std::move(parsed), std::move(master));
}

Result<Vault> Vault::open(std::string_view text, Sealer& tpm) {
  TRY(ParsedVault parsed, parse_vault(text));
  TRY(seal::Key master, open_by_tpm(parsed.vault.slots, tpm));
  return checked(std::move(parsed), std::move(master));
}

std::string Vault::text() const { return write_vault(text_, mac_of(body_of(text_), master_)); }

Result<void> Vault::name_box(const std::string& box) {
  if (!is_name(box)) return fail(Code::malformed, {}, "vault: box");
  text_.box = box;
  return {};
}

Result<void> Vault::make_key(std::string_view name, const seal::Entropy& entropy) {
  if (has_key(name)) return fail(Code::internal, {{"name", std::string(name)}}, "vault: key exists");
  return put("key", name, random_key(entropy).view(), entropy);
}

Result<void> Vault::renew_key(std::string_view name, const seal::Entropy& entropy) {
  TRY_VOID(key(name));
  return put("key", name, random_key(entropy).view(), entropy);
}

bool Vault::has_key(std::string_view name) const {
  return find_entry(text_.entries, "key", name) != text_.entries.end();
}

Result<seal::Key> Vault::key(std::string_view name) const {
  TRY(seal::Key key, get("key", name));
  if (key.size() != data_key_bytes) return fail(Code::key_length_wrong, {{"name", std::string(name)}}, "vault");
  return key;
}

Result<void> Vault::put_secret(std::string_view name, std::string_view bytes, const seal::Entropy& entropy) {
  return put("secret", name, bytes, entropy);
}

bool Vault::has_secret(std::string_view name) const {
  return find_entry(text_.entries, "secret", name) != text_.entries.end();
}

Result<seal::Key> Vault::secret(std::string_view name) const { return get("secret", name); }

Result<void> Vault::put(std::string_view kind, std::string_view name, std::string_view bytes,
                        const seal::Entropy& entropy) {
  if (!is_name(name)) return fail(Code::malformed, {}, "vault: name");
  if (bytes.size() > secret_bytes_max) return fail(Code::body_too_large, {}, "vault: secret");
  const auto found = find_entry(text_.entries, kind, name);
  if (found == text_.entries.end() && text_.entries.size() == entries_max) {
    return fail(Code::body_too_large, {}, "vault: entries");
  }
  std::string sealed = wrap(master_, bytes, entry_context(kind, name), entropy);
  if (found != text_.entries.end()) {
    found->sealed = std::move(sealed);
  } else {
    text_.entries.push_back({std::string(kind), std::string(name), std::move(sealed)});
  }
  return {};
}

Result<seal::Key> Vault::get(std::string_view kind, std::string_view name) const {
  const auto found = find_entry(text_.entries, kind, name);
  if (found == text_.entries.end()) return fail(Code::key_missing, {{"name", std::string(name)}}, "vault");
  auto plain = unwrap(master_, found->sealed, entry_context(kind, name));
  if (!plain) return fail(Code::database_damaged, {{"name", std::string(name)}}, "vault: entry");
  return *std::move(plain);
}

}  // namespace karvan::vault
