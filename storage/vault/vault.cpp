#include "storage/vault/vault.h"

#include <algorithm>

#include "storage/seal/hash.h"
#include "storage/seal/sodium.h"
#include "storage/vault/wrap.h"

namespace karvan::vault {
namespace {

constexpr std::string_view slot_context = "karvan vault 1 slot passphrase";
constexpr std::string_view mac_context = "karvan vault 1 mac";

// Kinds hold no slash, so no two (kind, name) make the same context.
std::string entry_context(std::string_view kind, std::string_view name) {
  return std::string("karvan vault 1 ").append(kind).append("/").append(name);
}

Key key_of_passphrase(std::string_view passphrase, std::string_view salt, const seal::Argon2Cost& cost) {
  return Key::copy_of(seal::Wiped(seal::argon2id(passphrase, salt, cost, wrapping_key_bytes)).view());
}

Slot passphrase_slot(const Key& master, std::string_view passphrase, const seal::Entropy& entropy,
                     const seal::Argon2Cost& cost) {
  Slot slot{"passphrase", entropy(seal::argon2_salt_bytes), cost, {}};
  slot.master = wrap(key_of_passphrase(passphrase, slot.salt, cost), master.view(), slot_context, entropy);
  return slot;
}

std::string mac_of(const VaultText& text, const Key& master) {
  const seal::Digest mac_key = seal::hmac_sha256(master.view(), mac_context);
  return std::string(seal::view(seal::hmac_sha256(seal::view(mac_key), body_of(text))));
}

template <class Entries>
auto find_entry(Entries& entries, std::string_view kind, std::string_view name) {
  return std::find_if(entries.begin(), entries.end(),
                      [&](const Entry& entry) { return entry.kind == kind && entry.name == name; });
}

}  // namespace

Vault Vault::create(std::string_view passphrase, const seal::Entropy& entropy, const seal::Argon2Cost& cost) {
  Key master = random_key(entropy);
  VaultText text;
  text.slots.push_back(passphrase_slot(master, passphrase, entropy, cost));
  return Vault(std::move(text), std::move(master));
}

Result<Vault> Vault::open(std::string_view text, std::string_view passphrase) {
  TRY(ParsedVault parsed, parse_vault(text));
  const auto& slots = parsed.vault.slots;
  const auto slot = std::find_if(slots.begin(), slots.end(), [](const Slot& one) { return one.kind == "passphrase"; });
  if (slot == slots.end()) return fail(Code::key_missing, {}, "vault: passphrase slot");
  auto master = unwrap(key_of_passphrase(passphrase, slot->salt, slot->cost), slot->master, slot_context);
  if (!master) return fail(Code::key_wrong, {}, "vault");
  if (!seal::equal_constant_time(mac_of(parsed.vault, *master), parsed.mac)) {
    return fail(Code::database_damaged, {}, "vault: mac");
  }
  return Vault(std::move(parsed.vault), *std::move(master));
}

std::string Vault::text() const { return write_vault(text_, mac_of(text_, master_)); }

Result<void> Vault::make_key(std::string_view name, const seal::Entropy& entropy) {
  if (has_key(name)) return fail(Code::internal, {{"name", std::string(name)}}, "vault: key exists");
  return put("key", name, random_key(entropy).view(), entropy);
}

bool Vault::has_key(std::string_view name) const {
  return find_entry(text_.entries, "key", name) != text_.entries.end();
}

Result<Key> Vault::key(std::string_view name) const {
  TRY(Key key, get("key", name));
  if (key.size() != data_key_bytes) return fail(Code::database_damaged, {}, "vault: key length");
  return key;
}

Result<void> Vault::put_secret(std::string_view name, std::string_view bytes, const seal::Entropy& entropy) {
  return put("secret", name, bytes, entropy);
}

bool Vault::has_secret(std::string_view name) const {
  return find_entry(text_.entries, "secret", name) != text_.entries.end();
}

Result<Key> Vault::secret(std::string_view name) const { return get("secret", name); }

void Vault::change_passphrase(std::string_view passphrase, const seal::Entropy& entropy, const seal::Argon2Cost& cost) {
  std::erase_if(text_.slots, [](const Slot& slot) { return slot.kind == "passphrase"; });
  text_.slots.push_back(passphrase_slot(master_, passphrase, entropy, cost));
}

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

Result<Key> Vault::get(std::string_view kind, std::string_view name) const {
  const auto found = find_entry(text_.entries, kind, name);
  if (found == text_.entries.end()) return fail(Code::key_missing, {{"name", std::string(name)}}, "vault");
  auto plain = unwrap(master_, found->sealed, entry_context(kind, name));
  if (!plain) return fail(Code::database_damaged, {{"name", std::string(name)}}, "vault: entry");
  return *std::move(plain);
}

}  // namespace karvan::vault
