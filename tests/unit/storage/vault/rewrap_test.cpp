#include <sys/resource.h>

#include <csignal>
#include <filesystem>

#include "storage/vault/vault_file.h"
#include "tests/support/scratch.h"
#include "tests/unit/storage/vault/vaults.h"

namespace karvan::vault {
namespace {

using namespace samples;

class Rewrap : public ::testing::Test {
 protected:
  Result<std::vector<std::string>> rewrap(const Carried& carried) { return vault_.rewrap(carried, entropy_, quick); }
  Carried with_passphrase() { return {passphrase, &tpm_, false}; }

  seal::Entropy entropy_ = seal::system_entropy();
  Vault vault_ = filled(entropy_);
  seal::AgeIdentity headquarters_ = seal::make_age_identity(entropy_);
  SealerDouble tpm_;
};

TEST_F(Rewrap, EverySlotAndEntry_IsWrappedAnewAndOpensTheSameKeys) {
  const auto recovery = *vault_.add_recovery(headquarters_.recipient, {"safe", "2026-11-23"}, entropy_);
  ASSERT_TRUE(vault_.add_tpm(tpm_, "0,7", {}, entropy_));
  const auto before = parse_vault(vault_.text())->vault;
  const std::string key(vault_.key("store")->view());
  const auto dropped = rewrap(with_passphrase());
  ASSERT_TRUE(dropped) << describe(dropped.error());
  EXPECT_TRUE(dropped->empty());

  const auto after = parse_vault(vault_.text())->vault;
  EXPECT_FALSE(std::get<RecoveryLock>(before.slots[1].lock).master ==
               std::get<RecoveryLock>(after.slots[1].lock).master);
  EXPECT_EQ(after.slots[1].id, recovery);
  EXPECT_EQ(after.slots[1].note.label, "safe");
  for (std::size_t i = 0; i < before.entries.size(); ++i) EXPECT_NE(before.entries[i].sealed, after.entries[i].sealed);
  EXPECT_EQ(Vault::open(vault_.text(), passphrase)->key("store")->view(), key);
  EXPECT_EQ(Vault::open(vault_.text(), headquarters_)->key("store")->view(), key);
  EXPECT_EQ(Vault::open(vault_.text(), tpm_)->key("store")->view(), key);
}

TEST_F(Rewrap, TpmSlot_KeepsItsOwnRegisters) {
  ASSERT_TRUE(vault_.add_tpm(tpm_, "0,2,7", {}, entropy_));
  ASSERT_TRUE(rewrap(with_passphrase()));
  EXPECT_EQ(std::get<TpmLock>(vault_.slots().back().lock).master.pcrs, "0,2,7");
}

TEST_F(Rewrap, WouldLeaveOnlyHeadquarters_IsToldUnlessItLivedSo) {
  ASSERT_TRUE(vault_.add_recovery(headquarters_.recipient, {}, entropy_));
  EXPECT_EQ(rewrap({"wrong", &tpm_, true}).error().code, Code::slot_recovery_alone);
  ASSERT_TRUE(vault_.remove_slot(vault_.slots().front().id, {.headquarters = true}));
  EXPECT_TRUE(rewrap({{}, &tpm_, false}));
}

TEST_F(Rewrap, OldMasterKey_OpensNothingOfTheNew) {
  const seal::Key old_master = *open_by_passphrase(vault_.slots(), passphrase);
  ASSERT_TRUE(rewrap(with_passphrase()));
  EXPECT_NE(open_by_passphrase(vault_.slots(), passphrase)->view(), old_master.view());
}

TEST_F(Rewrap, PassphraseNotAtHand_ChangesNothingUnlessItMayBeDropped) {
  const auto second = *vault_.add_passphrase("second", {}, entropy_, quick);
  const auto before = vault_.text();
  const auto refused = rewrap(with_passphrase());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::slot_left_behind);
  EXPECT_EQ(refused.error().args.at("id"), second);
  EXPECT_EQ(vault_.text(), before);
  EXPECT_EQ(*rewrap({passphrase, nullptr, true}), std::vector{second});
  EXPECT_EQ(open_code(vault_.text(), "second"), Code::key_wrong);
  EXPECT_EQ(open_code(vault_.text()), Code::not_found);
}

TEST_F(Rewrap, TpmMissing_ChangesNothing) {
  ASSERT_TRUE(vault_.add_tpm(tpm_, "0,7", {}, entropy_));
  const auto before = vault_.text();
  tpm_.missing = true;
  EXPECT_EQ(rewrap(with_passphrase()).error().code, Code::tpm_missing);
  EXPECT_EQ(rewrap({passphrase, nullptr, false}).error().code, Code::slot_left_behind);
  EXPECT_EQ(vault_.text(), before);
}

TEST_F(Rewrap, WouldLeaveOnlyTheTpm_IsSlotLast) {
  ASSERT_TRUE(vault_.add_tpm(tpm_, "0,7", {}, entropy_));
  EXPECT_EQ(rewrap({"wrong", &tpm_, true}).error().code, Code::slot_last);
  ASSERT_TRUE(vault_.remove_slot(vault_.slots().front().id, {.tpm = true}));
  EXPECT_TRUE(rewrap({{}, &tpm_, false}));  // it lived with the TPM alone before
  EXPECT_EQ(open_code(vault_.text(), tpm_), Code::not_found);
}

TEST_F(Rewrap, KindOfALaterVersion_IsSlotUnknown) {
  ParsedVault parsed = *parse_vault(vault_.text());
  const json::object fields{{"id", "0badcafe"}, {"kind", "card"}, {"label", ""}, {"made_at", ""}};
  parsed.vault.slots.push_back({"0badcafe", "card", {}, UnknownLock{fields}});
  vault_ = *Vault::open(written_by_another(parsed.vault), passphrase);
  EXPECT_EQ(rewrap(with_passphrase()).error().code, Code::slot_unknown);
}

// Killed in the middle of writing, after `bytes` bytes of the new file.
void save_and_die(const Vault& vault, const std::string& path, std::size_t bytes) {
  const rlimit limit{bytes, bytes};
  ::setrlimit(RLIMIT_FSIZE, &limit);
  (void)save_vault(vault, path);
}

TEST_F(Rewrap, P1_KilledWhileItIsSaved_TheOldVaultOpens) {
  const test::Scratch scratch;
  const std::string path = scratch.path("vault.json");
  ASSERT_TRUE(save_vault(vault_, path));
  const std::string before = vault_.text();
  ASSERT_TRUE(rewrap(with_passphrase()));
  const std::size_t size = vault_.text().size();
  for (const std::size_t bytes : {std::size_t{0}, std::size_t{1}, size / 2, size - 1}) {
    EXPECT_EXIT(save_and_die(vault_, path, bytes), ::testing::KilledBySignal(SIGXFSZ), "") << bytes;
    EXPECT_EQ(test::bytes_of(path), before) << bytes;
    EXPECT_TRUE(open_vault(path, passphrase)) << bytes;
  }
  ASSERT_TRUE(save_vault(vault_, path));
  EXPECT_EQ(test::bytes_of(path), vault_.text());
  EXPECT_TRUE(open_vault(path, passphrase));
}

TEST_F(Rewrap, P1_DiskFullWhileItIsSaved_TheOldVaultOpens) {
  const test::Scratch scratch;
  const std::string path = scratch.path("vault.json");
  ASSERT_TRUE(save_vault(vault_, path));
  std::filesystem::create_symlink("/dev/full", path + ".new");
  ASSERT_TRUE(rewrap(with_passphrase()));
  EXPECT_EQ(save_vault(vault_, path).error().code, Code::disk_full);
  EXPECT_TRUE(open_vault(path, passphrase));
}

}  // namespace
}  // namespace karvan::vault
