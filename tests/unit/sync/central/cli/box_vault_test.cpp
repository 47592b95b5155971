#include "sync/central/cli/box_vault.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "storage/seal/hash.h"
#include "storage/vault/vault_file.h"
#include "sync/central/cli/papers.h"
#include "sync/central/cli/terminal.h"
#include "tests/support/scratch.h"

namespace karvan::central {
namespace {

constexpr seal::Argon2Cost quick{1, 64};
constexpr std::int64_t now_ms = 1'795'292'520'123;

class BoxVault : public ::testing::Test {
 protected:
  BoxVault() {
    EXPECT_TRUE(vault_.make_key("store", entropy_));
    EXPECT_TRUE(vault_.name_box("bus-01"));
  }
  void bring() { ASSERT_TRUE(vault::save_vault(vault_, from_)); }
  Result<json::object> open(const seal::AgeIdentity& identity, std::string_view passphrase = "the new passphrase") {
    return open_box_vault(identity, from_, to_, passphrase, entropy_, now_ms);
  }

  test::Scratch scratch_;
  std::string from_ = scratch_.path("vault.json"), to_ = scratch_.path("opened.json");
  seal::Entropy entropy_ = seal::system_entropy();
  seal::AgeIdentity headquarters_ = seal::make_age_identity(entropy_);
  vault::Vault vault_ = vault::Vault::create("forgotten by its keeper", entropy_, {}, quick);
};

TEST_F(BoxVault, LostPassphrase_IsReplacedByTheRecoverySlot) {
  ASSERT_TRUE(vault_.add_recovery(headquarters_.recipient, {}, entropy_));
  bring();
  const auto told = open(headquarters_);
  ASSERT_TRUE(told) << describe(told.error());
  EXPECT_EQ(json::string_or(*told, "box"), "bus-01");
  const auto box = vault::open_vault(to_, "the new passphrase");
  ASSERT_TRUE(box);
  EXPECT_EQ(box->key("store")->view(), vault_.key("store")->view());
  EXPECT_EQ(box->slots().back().id, json::string_or(*told, "slot"));
  EXPECT_EQ(box->slots().back().note.made_at, "2026-11-21T20:22:00.123+00:00");
  EXPECT_EQ(open(headquarters_).error().code, Code::exists_already);
}

TEST_F(BoxVault, P13_WhatIsToldAndWritten_HoldsNoMasterKey) {
  ASSERT_TRUE(vault_.add_recovery(headquarters_.recipient, {}, entropy_));
  bring();
  const auto told = json::write(*open(headquarters_));
  const auto master = *vault::open_by_identity(vault_.slots(), headquarters_);
  for (const auto& text : {told, test::bytes_of(to_)}) {
    EXPECT_EQ(text.find(seal::to_hex(master.view())), std::string::npos);
    EXPECT_EQ(text.find(seal::to_base64(master.view())), std::string::npos);
    EXPECT_EQ(text.find(master.view()), std::string::npos);
  }
}

TEST_F(BoxVault, WithoutASlotForThisIdentity_IsRefusedAndWritesNothing) {
  bring();
  EXPECT_EQ(open(headquarters_).error().code, Code::slot_missing);
  ASSERT_TRUE(vault_.add_recovery(seal::make_age_identity(entropy_).recipient, {}, entropy_));
  bring();
  EXPECT_EQ(open(headquarters_).error().code, Code::key_wrong);
  ASSERT_TRUE(vault_.add_recovery(headquarters_.recipient, {}, entropy_));
  bring();
  EXPECT_EQ(open(headquarters_, "short").error().code, Code::passphrase_short);
  test::flip_byte(from_, 40);
  EXPECT_EQ(open(headquarters_).error().code, Code::database_damaged);
  EXPECT_FALSE(std::filesystem::exists(to_));
  from_ += ".none";
  EXPECT_EQ(open(headquarters_).error().code, Code::not_found);
}

TEST_F(BoxVault, DamageOfTheBoxsFile_IsNotToldAsTheCentresOwn) {
  ASSERT_TRUE(vault_.add_recovery(headquarters_.recipient, {}, entropy_));
  bring();
  test::flip_byte(from_, 40);
  const auto told = advice(open(headquarters_).error());
  EXPECT_EQ(told.find("The box's vault file is damaged."), 0U) << told;
  EXPECT_EQ(told.find("backup"), std::string::npos) << told;
  EXPECT_NE(advice(Error{.code = Code::database_damaged}).find("backup"), std::string::npos);
  bring();
  EXPECT_EQ(advice(open(seal::make_age_identity(entropy_)).error()).find("The box's vault has no recovery slot"), 0U);
}

TEST_F(BoxVault, IdentityFile_IsReadAsItWasExported) {
  const auto path = scratch_.path("identity");
  ASSERT_TRUE(export_identity(headquarters_, path));
  EXPECT_EQ(read_identity(path)->recipient, headquarters_.recipient);
  test::write_bytes(path, "# created: 2026-11-23\n\n" + std::string(seal::to_text(headquarters_).view()));
  EXPECT_EQ(read_identity(path)->recipient, headquarters_.recipient);
  test::write_bytes(path, "# nothing\n");
  EXPECT_EQ(read_identity(path).error().code, Code::malformed);
  EXPECT_EQ(read_identity(path + ".none").error().code, Code::not_found);
}

}  // namespace
}  // namespace karvan::central
