#include "storage/vault/vault.h"

#include <gtest/gtest.h>

#include <type_traits>

namespace karvan::vault {
namespace {

constexpr seal::Argon2Cost quick{1, 64};
constexpr const char* passphrase = "correct horse";

// Counts up, so that no two draws are equal and each run is the same.
seal::Entropy counting() {
  return [n = std::uint8_t{0}](std::size_t count) mutable {
    std::string bytes(count, '\0');
    for (char& byte : bytes) byte = static_cast<char>(n++);
    return bytes;
  };
}

Vault filled(const seal::Entropy& entropy) {
  Vault vault = Vault::create(passphrase, entropy, quick);
  EXPECT_TRUE(vault.make_key("store", entropy).has_value());
  EXPECT_TRUE(vault.make_key("blobs", entropy).has_value());
  EXPECT_TRUE(vault.put_secret("tls", "-----BEGIN PRIVATE KEY-----\n", entropy).has_value());
  return vault;
}

Code open_code(std::string_view text, std::string_view with = passphrase) {
  const auto vault = Vault::open(text, with);
  return vault ? Code::not_found : vault.error().code;
}

TEST(Vault, Reopened_GivesTheSameKeysAndSecrets) {
  const Vault before = filled(counting());
  const auto after = Vault::open(before.text(), passphrase);
  ASSERT_TRUE(after.has_value());
  EXPECT_EQ(after->key("store")->view(), before.key("store")->view());
  EXPECT_EQ(after->secret("tls")->view(), "-----BEGIN PRIVATE KEY-----\n");
  EXPECT_EQ(after->text(), before.text());
}

TEST(Vault, EachDatabase_HasItsOwnKeyOf32Bytes) {
  const Vault vault = filled(counting());
  EXPECT_EQ(vault.key("store")->size(), data_key_bytes);
  EXPECT_NE(vault.key("store")->view(), vault.key("blobs")->view());
}

TEST(Vault, WrongPassphrase_IsKeyWrong) {
  EXPECT_EQ(open_code(filled(counting()).text(), "correct horse "), Code::key_wrong);
  EXPECT_EQ(open_code(filled(counting()).text(), ""), Code::key_wrong);
}

TEST(Vault, MissingEntry_IsKeyMissingAndNoneIsMade) {
  const Vault vault = filled(counting());
  EXPECT_EQ(vault.key("other").error().code, Code::key_missing);
  EXPECT_EQ(vault.key("tls").error().code, Code::key_missing);
  EXPECT_EQ(vault.secret("store").error().code, Code::key_missing);
  EXPECT_FALSE(vault.has_key("other"));
}

TEST(Vault, KeyThatExists_IsNotReplaced) {
  const seal::Entropy entropy = counting();
  Vault vault = filled(entropy);
  const Key before = *vault.key("store");
  EXPECT_FALSE(vault.make_key("store", entropy).has_value());
  EXPECT_EQ(vault.key("store")->view(), before.view());
}

TEST(Vault, SecretPutAgain_IsReplaced) {
  const seal::Entropy entropy = counting();
  Vault vault = filled(entropy);
  ASSERT_TRUE(vault.put_secret("tls", "new", entropy).has_value());
  EXPECT_EQ(Vault::open(vault.text(), passphrase)->secret("tls")->view(), "new");
}

TEST(Vault, EmptySecret_IsKept) {
  const seal::Entropy entropy = counting();
  Vault vault = filled(entropy);
  ASSERT_TRUE(vault.put_secret("nothing", "", entropy).has_value());
  EXPECT_EQ(vault.secret("nothing")->size(), 0u);
}

TEST(Vault, CutAnywhere_IsDamaged) {
  const std::string text = filled(counting()).text();
  for (std::size_t size = 0; size + 1 < text.size(); ++size) {
    ASSERT_EQ(open_code(text.substr(0, size)), Code::database_damaged) << size;
  }
}

TEST(Vault, AnyBitFlipped_IsDamagedAndNeverOpens) {
  const std::string text = filled(counting()).text();
  for (std::size_t at = 0; at + 1 < text.size(); ++at) {
    std::string flipped = text;
    flipped[at] ^= 1;
    const Code code = open_code(flipped);
    ASSERT_TRUE(code == Code::database_damaged || code == Code::newer_schema) << at << " " << name_of(code);
  }
}

// A forger without the master key can make a good sum, but not a good mac.
std::string forged(const Vault& vault, void (*change)(VaultText&)) {
  ParsedVault parsed = *parse_vault(vault.text());
  change(parsed.vault);
  return write_vault(parsed.vault, parsed.mac);
}

TEST(Vault, EntryRemovedByAForger_IsDamaged) {
  EXPECT_EQ(open_code(forged(filled(counting()), [](VaultText& text) { text.entries.pop_back(); })),
            Code::database_damaged);
}

TEST(Vault, KeysExchangedByAForger_IsDamaged) {
  EXPECT_EQ(open_code(forged(filled(counting()),
                             [](VaultText& text) { std::swap(text.entries[0].sealed, text.entries[1].sealed); })),
            Code::database_damaged);
}

TEST(Vault, NoPassphraseSlot_IsKeyMissing) {
  EXPECT_EQ(open_code(forged(filled(counting()), [](VaultText& text) { text.slots.clear(); })), Code::key_missing);
}

TEST(Vault, CostOutOfBounds_IsRefusedBeforeItIsSpent) {
  EXPECT_EQ(open_code(forged(filled(counting()), [](VaultText& text) { text.slots[0].cost.memory_kib = 1 << 30; })),
            Code::database_damaged);
}

TEST(Vault, LaterVersion_IsNewerSchema) {
  std::string text = filled(counting()).text();
  text.replace(text.find("\"v\":1"), 5, "\"v\":2");
  EXPECT_EQ(open_code(text), Code::newer_schema);
}

TEST(Vault, PassphraseChanged_OldOneOpensNoMoreAndKeysStay) {
  const seal::Entropy entropy = counting();
  Vault vault = filled(entropy);
  vault.change_passphrase("new", entropy, quick);
  EXPECT_EQ(open_code(vault.text()), Code::key_wrong);
  EXPECT_EQ(Vault::open(vault.text(), "new")->key("store")->view(), vault.key("store")->view());
}

TEST(Vault, Text_HoldsNoSecret) {
  const Vault vault = filled(counting());
  const std::string text = vault.text();
  EXPECT_EQ(text.find("PRIVATE"), std::string::npos);
  EXPECT_EQ(text.find(seal::to_base64(vault.key("store")->view())), std::string::npos);
  EXPECT_EQ(text.find(seal::to_base64(vault.secret("tls")->view())), std::string::npos);
}

TEST(Vault, NameOutsideTheRule_IsMalformed) {
  const seal::Entropy entropy = counting();
  Vault vault = filled(entropy);
  for (const std::string& name : {std::string(), std::string("A"), std::string("a/b"), std::string(65, 'a')}) {
    EXPECT_EQ(vault.put_secret(name, "x", entropy).error().code, Code::malformed) << name;
  }
}

TEST(Vault, FilledToItsBounds_StillReopensAndTakesNoMore) {
  const seal::Entropy entropy = counting();
  Vault vault = Vault::create(passphrase, entropy, quick);
  const std::string largest(secret_bytes_max, 'x');
  for (std::size_t i = 0; i < entries_max; ++i) {
    ASSERT_TRUE(vault.put_secret("s" + std::to_string(i), largest, entropy).has_value());
  }
  EXPECT_EQ(vault.put_secret("one-more", "x", entropy).error().code, Code::body_too_large);
  EXPECT_EQ(vault.put_secret("s0", largest + "x", entropy).error().code, Code::body_too_large);
  EXPECT_EQ(Vault::open(vault.text(), passphrase)->secret("s63")->view(), largest);
}

TEST(Key, Copied_DoesNotCompile) {
  EXPECT_FALSE(std::is_copy_constructible_v<Key>);
  EXPECT_FALSE(std::is_copy_assignable_v<Key>);
  EXPECT_TRUE(std::is_nothrow_move_constructible_v<Key>);
}

}  // namespace
}  // namespace karvan::vault
