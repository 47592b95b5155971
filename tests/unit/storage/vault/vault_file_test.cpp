#include "storage/vault/vault_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "tests/support/scratch.h"
#include "tests/support/system_calls.h"

namespace karvan::vault {
namespace {

constexpr seal::Argon2Cost quick{1, 64};

class VaultFile : public testing::Test {
 protected:
  std::string path() const { return scratch_.path("vault.json"); }
  Result<Vault> create() { return create_vault(path(), "pass", entropy_, {}, quick); }

  test::Scratch scratch_;
  seal::Entropy entropy_ = seal::system_entropy();
};

TEST_F(VaultFile, CreatedThenOpened_HoldsItsKeys) {
  auto vault = create();
  ASSERT_TRUE(vault.has_value());
  ASSERT_TRUE(vault->make_key("store", entropy_).has_value());
  ASSERT_TRUE(save_vault(*vault, path()).has_value());
  EXPECT_EQ(open_vault(path(), "pass")->key("store")->view(), vault->key("store")->view());
}

TEST_F(VaultFile, CreatedOverAnother_IsRefusedAndTheFirstStays) {
  ASSERT_TRUE(create().has_value());
  EXPECT_EQ(create_vault(path(), "other", entropy_, {}, quick).error().code, Code::exists_already);
  EXPECT_TRUE(open_vault(path(), "pass").has_value());
}

TEST_F(VaultFile, NoFile_IsKeyMissing) { EXPECT_EQ(open_vault(path(), "pass").error().code, Code::key_missing); }

TEST_F(VaultFile, EmptyOrHugeFile_IsDamaged) {
  test::write_bytes(path(), "");
  EXPECT_EQ(open_vault(path(), "pass").error().code, Code::database_damaged);
  test::write_bytes(path(), std::string(vault_bytes_max + 1, ' '));
  EXPECT_EQ(open_vault(path(), "pass").error().code, Code::database_damaged);
}

TEST_F(VaultFile, Saved_IsReadableByItsOwnerOnlyAndLeavesNoTemporary) {
  ASSERT_TRUE(create().has_value());
  struct stat status{};
  ASSERT_EQ(::stat(path().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  EXPECT_FALSE(std::filesystem::exists(path() + ".new"));
}

TEST_F(VaultFile, TemporaryOfACrash_IsOverwritten) {
  test::write_bytes(path() + ".new", std::string(100'000, 'x'));
  ASSERT_TRUE(create().has_value());
  EXPECT_TRUE(open_vault(path(), "pass").has_value());
}

TEST_F(VaultFile, FolderMissing_IsNotFound) {
  EXPECT_EQ(create_vault(scratch_.path("none/vault.json"), "pass", entropy_, {}, quick).error().code, Code::not_found);
}

TEST_F(VaultFile, Erased_LeavesNoByteOfItOnTheDisk) {
  ASSERT_TRUE(create().has_value());
  test::write_bytes(path() + ".new", "left by a crash");
  // Another name for the same bytes on the disk.
  std::filesystem::create_hard_link(path(), scratch_.path("disk"));
  std::filesystem::create_hard_link(path() + ".new", scratch_.path("disk.new"));
  const auto size = std::filesystem::file_size(path());
  EXPECT_EQ(*erase_vault(path()), 2);
  EXPECT_FALSE(std::filesystem::exists(path()));
  EXPECT_FALSE(std::filesystem::exists(path() + ".new"));
  EXPECT_EQ(test::bytes_of(scratch_.path("disk")), std::string(size, '\0'));
  EXPECT_EQ(test::bytes_of(scratch_.path("disk.new")), std::string(15, '\0'));
  EXPECT_EQ(open_vault(path(), "pass").error().code, Code::key_missing);
  EXPECT_EQ(erase_vault(path()).error().code, Code::key_missing);
}

TEST_F(VaultFile, P13_SavedAgain_LeavesNoByteOfTheGenerationBefore) {
  auto vault = *create();
  // Another name for the same bytes on the disk.
  std::filesystem::create_hard_link(path(), scratch_.path("disk"));
  const auto size = std::filesystem::file_size(path());
  ASSERT_TRUE(vault.make_key("store", entropy_));
  ASSERT_TRUE(save_vault(vault, path()));
  EXPECT_EQ(test::bytes_of(scratch_.path("disk")), std::string(size, '\0'));
  EXPECT_TRUE(open_vault(path(), "pass")->has_key("store"));
}

TEST_F(VaultFile, SmallFileReplaced_LeavesTheOneBeforeAsItWas) {
  ASSERT_TRUE(replace_file(path(), "one"));
  std::filesystem::create_hard_link(path(), scratch_.path("disk"));
  ASSERT_TRUE(replace_file(path(), "two"));
  EXPECT_EQ(test::bytes_of(scratch_.path("disk")), "one");
}

TEST_F(VaultFile, FolderThatCannotBeSynced_IsOutcomeUnknownAndTheNewOneStands) {
  auto vault = *create();
  ASSERT_TRUE(vault.make_key("store", entropy_));
  test::system_calls::fail_sync(scratch_.folder(), 2);
  const auto saved = save_vault(vault, path());
  test::system_calls::heal();
  EXPECT_EQ(saved.error().code, Code::outcome_unknown);
  EXPECT_TRUE(open_vault(path(), "pass")->has_key("store"));
}

// The new file, its folder, and then the bytes of the generation before are made durable, in this order.
TEST_F(VaultFile, P1_WhateverCannotBeSynced_WhatIsToldIsTrue) {
  auto vault = *create();
  const auto save = [&](int failing_sync) {
    EXPECT_TRUE(vault.make_key("key-" + std::to_string(failing_sync), entropy_));
    test::system_calls::fail_sync(scratch_.folder(), failing_sync);
    auto saved = save_vault(vault, path());
    EXPECT_GE(test::system_calls::heal(), static_cast<std::uint64_t>(failing_sync));
    return saved;
  };
  const auto stands = [&](int failing_sync) {
    return open_vault(path(), "pass")->has_key("key-" + std::to_string(failing_sync));
  };
  EXPECT_EQ(save(1).error().code, Code::io_failed);
  EXPECT_FALSE(stands(1));
  EXPECT_EQ(save(2).error().code, Code::outcome_unknown);
  EXPECT_TRUE(stands(2));
  const auto done = save(3);
  ASSERT_TRUE(done) << describe(done.error());
  EXPECT_EQ(done->left->code, Code::io_failed);
  EXPECT_TRUE(stands(3));
  EXPECT_FALSE(save_vault(vault, path())->left);
}

TEST_F(VaultFile, DamagedVault_IsErasedToo) {
  test::write_bytes(path(), "{");
  EXPECT_EQ(*erase_vault(path()), 1);
}

}  // namespace
}  // namespace karvan::vault
