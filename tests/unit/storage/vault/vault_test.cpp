#include "storage/vault/vault.h"

#include <type_traits>

#include "tests/unit/storage/vault/vaults.h"

namespace karvan::vault {
namespace {

using namespace samples;

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
  const seal::Key before = *vault.key("store");
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
    ASSERT_EQ(code, Code::database_damaged) << at << " " << name_of(code);
  }
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

TEST(Vault, NoSlot_IsSlotMissing) {
  EXPECT_EQ(open_code(forged(filled(counting()), [](VaultText& text) { text.slots.clear(); })), Code::slot_missing);
}

TEST(Vault, CostOutOfBounds_IsRefusedBeforeItIsSpent) {
  EXPECT_EQ(open_code(forged(
                filled(counting()),
                [](VaultText& text) { std::get<PassphraseLock>(text.slots[0].lock).cost.memory_kib = 1 << 30; })),
            Code::database_damaged);
}

// As a later version would write it: with a good sum.
TEST(Vault, LaterVersion_IsNewerSchema) {
  std::string text = filled(counting()).text();
  text.replace(text.find("\"v\":2"), 5, "\"v\":3");
  const std::size_t body_at = std::string_view(R"({"vault":)").size();
  const std::string body = text.substr(body_at, text.find(R"(,"mac":)") - body_at);
  const std::string mac = parse_vault(filled(counting()).text())->mac;
  const std::size_t sum_at = text.find(R"("sum":")") + std::string_view(R"("sum":")").size();
  text.replace(sum_at, 64, seal::to_hex(seal::sha256(body + mac)));
  EXPECT_EQ(open_code(text), Code::newer_schema);
}

// As version 1 wrote it: "correct horse", the key "HIJ…g", the secret "a secret".
constexpr std::string_view version_1 =
    R"({"vault":{"v":1,"slots":[{"kind":"passphrase","salt":"ICEiIyQlJicoKSorLC0uLw==","passes":1,"memory_kib":64,)"
    R"("master":"MDEyMzQ1Njc4OTo7PD0+P0BBQkNERUZH4pWbDxxZdyS3bTHFtf6ER19ET0aB6vMhWgE+YsD3JPYy9uBf4zCrm3NfCoJn4nBw"}],)"
    R"("entries":[{"kind":"key","name":"store","sealed":"aGlqa2xtbm9wcXJzdHV2d3h5ent8fX5/i3rQmPFHtbgAr3WfNRt79hMlC/66)"
    R"(oTuxfZm89/zz2Tm+WY+J2UKLbvdxkroXwJMK"},{"kind":"secret","name":"tls","sealed":"gIGCg4SFhoeIiYqLjI2Oj5CRkpOUlZa)"
    R"(XI84qPITmJh441YtcXLcuOQXZxaXPr+Z5"}]},"mac":"6836684a282b4ed32b1d0dbe86067664d56eedf6238d3fc667623a0e69144f27",)"
    R"("sum":"ef8bc52128415b035ad4971ea258bdd7e1a00b4d60b33a8d6e96aab8bb8e513e"})";

TEST(Vault, OfVersion1_OpensAndIsSavedAsVersion2) {
  const auto opened = Vault::open(version_1, passphrase);
  ASSERT_TRUE(opened) << describe(opened.error());
  const Vault& old = *opened;
  EXPECT_EQ(old.key("store")->view(), "HIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefg");
  ASSERT_EQ(old.slots().size(), 1U);
  EXPECT_EQ(old.slots()[0].note.made_at, "");
  const Vault again = *Vault::open(old.text(), passphrase);
  EXPECT_EQ(again.secret("tls")->view(), "a secret");
  EXPECT_EQ(again.slots()[0].id, Vault::open(version_1, passphrase)->slots()[0].id);
  EXPECT_NE(old.text().find(R"("v":2)"), std::string::npos);
}

TEST(Vault, OfVersion1Changed_IsDamaged) {
  std::string text(version_1);
  text[text.find("tls") + 1] = 'x';
  EXPECT_EQ(open_code(text), Code::database_damaged);
}

TEST(Vault, BoxNamed_IsReadWithoutASecret) {
  Vault vault = filled(counting());
  EXPECT_EQ(vault.name_box("Bus 1").error().code, Code::malformed);
  ASSERT_TRUE(vault.name_box("bus-01"));
  EXPECT_EQ(parse_vault(vault.text())->vault.box, "bus-01");
  EXPECT_EQ(open_code(forged(vault, [](VaultText& text) { text.box = "bus-02"; })), Code::database_damaged);
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
  Vault vault = Vault::create(passphrase, entropy, {}, quick);
  const std::string largest(secret_bytes_max, 'x');
  for (std::size_t i = 0; i < entries_max; ++i) {
    ASSERT_TRUE(vault.put_secret("s" + std::to_string(i), largest, entropy).has_value());
  }
  EXPECT_EQ(vault.put_secret("one-more", "x", entropy).error().code, Code::body_too_large);
  EXPECT_EQ(vault.put_secret("s0", largest + "x", entropy).error().code, Code::body_too_large);
  EXPECT_EQ(Vault::open(vault.text(), passphrase)->secret("s63")->view(), largest);
}

TEST(Key, Copied_DoesNotCompile) {
  EXPECT_FALSE(std::is_copy_constructible_v<seal::Key>);
  EXPECT_FALSE(std::is_copy_assignable_v<seal::Key>);
  EXPECT_TRUE(std::is_nothrow_move_constructible_v<seal::Key>);
}

TEST(Vault, RenewedKey_IsAnotherAndOneThatIsNotThereIsNotMade) {
  const auto entropy = seal::system_entropy();
  auto vault = samples::filled(entropy);
  const std::string before(vault.key("store")->view()), other(vault.key("blobs")->view());
  ASSERT_TRUE(vault.renew_key("store", entropy));
  EXPECT_NE(vault.key("store")->view(), before);
  EXPECT_EQ(vault.key("blobs")->view(), other);
  EXPECT_EQ(vault.renew_key("none", entropy).error().code, Code::key_missing);
  EXPECT_FALSE(vault.has_key("none"));
}

}  // namespace
}  // namespace karvan::vault
