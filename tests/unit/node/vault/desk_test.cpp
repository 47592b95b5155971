#include "node/vault/desk.h"
#include "node/ports/advice.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>

#include "node/ports/logbook.h"
#include "tests/support/scratch.h"
#include "tests/support/system_calls.h"

namespace karvan::node_vault {
namespace {

constexpr std::string_view passphrase = "a long enough passphrase";

// Answers as it is told to, and is the TPM of one box.
class TpmDouble final : public vault::Sealer {
 public:
  Result<vault::Sealed> seal(const seal::Key& secret, const std::string& pcrs) override {
    kept_ = seal::Key::copy_of(secret.view());
    return vault::Sealed{pcrs, "public", "private"};
  }
  Result<seal::Key> unseal(const vault::Sealed&) override {
    if (refuses) return fail(Code::tpm_changed);
    return seal::Key::copy_of(kept_.view());
  }
  bool refuses = false;

 private:
  seal::Key kept_ = seal::Key::of_size(0);
};

class Desk : public testing::Test {
 protected:
  Desk() {
    auto box = *ports::Box::create_or_open(folder_, passphrase, entropy_);
    ports::Identity identity{"bus-01", "lahore", 7,     "https://127.0.0.1:1",
                             "cert",   "ca",     "key", headquarters_.recipient};
    EXPECT_TRUE(box.keep(ports::kept::identity, ports::write(identity)));
    EXPECT_TRUE(box.vault().name_box("bus-01"));
    EXPECT_TRUE(box.save_vault());
  }

  ports::Opener by(std::string_view with) {
    return ports::by_passphrase([this, with]() -> Result<seal::Key> {
      ++asked_;
      return seal::Key::copy_of(with);
    });
  }
  ports::Opener by_tpm() {
    return ports::by_tpm_or_hand({tpm_, by(passphrase), [this](const Error& error) { told_.push_back(error.code); }});
  }
  VaultDesk desk() { return *VaultDesk::open(folder_, by(passphrase)); }
  vault::VaultText text() const { return *vault_text(folder_); }
  std::string shown() const {
    std::ostringstream out;
    show_slots(text(), out);
    return out.str();
  }

  test::Scratch scratch_;
  std::string folder_ = scratch_.path("box");
  seal::Entropy entropy_ = seal::system_entropy();
  seal::AgeIdentity headquarters_ = seal::make_age_identity(entropy_);
  TpmDouble tpm_;
  int asked_ = 0;
  std::vector<Code> told_;
};

TEST_F(Desk, SlotsAdded_AreListedWithoutASecretAndOpenTheBox) {
  const auto second = *desk().add_passphrase("night shift", "another long passphrase", entropy_);
  const auto recovery = *desk().add_recovery("", "", entropy_);
  EXPECT_NE(shown().find(second + "  passphrase  20"), std::string::npos) << shown();
  EXPECT_NE(shown().find("night shift"), std::string::npos);
  EXPECT_NE(shown().find(recovery + "  recovery"), std::string::npos);
  EXPECT_NE(shown().find(headquarters_.recipient), std::string::npos);
  EXPECT_TRUE(ports::Box::open(folder_, "another long passphrase"));
  EXPECT_TRUE(vault::open_vault(ports::vault_path(folder_), headquarters_));
}

TEST_F(Desk, RecoveryToAnotherRecipient_IsThatOnes) {
  const auto safe = seal::make_age_identity(entropy_);
  ASSERT_TRUE(desk().add_recovery("safe", safe.recipient, entropy_));
  EXPECT_TRUE(vault::open_vault(ports::vault_path(folder_), safe));
  EXPECT_FALSE(vault::open_vault(ports::vault_path(folder_), headquarters_));
}

TEST_F(Desk, RemovedAndRewrapped_AreSaved) {
  ASSERT_TRUE(desk().add_passphrase("", "another long passphrase", entropy_));
  ASSERT_TRUE(desk().remove(text().slots.front().id, {}));
  EXPECT_EQ(ports::Box::open(folder_, passphrase).error().code, Code::key_wrong);
  const auto before = test::bytes_of(ports::vault_path(folder_));
  auto opened = *VaultDesk::open(folder_, by("another long passphrase"));
  ASSERT_TRUE(opened.rewrap({"another long passphrase", nullptr, false}, entropy_));
  EXPECT_NE(test::bytes_of(ports::vault_path(folder_)), before);
}

// The new file, its folder, and then what was before are made durable.
TEST_F(Desk, VaultOfBeforeThatCannotBeOverwritten_IsToldInWords) {
  auto opened = desk();
  test::system_calls::fail_sync(folder_, 3);
  const auto added = opened.add_passphrase("", "another long passphrase", entropy_);
  test::system_calls::heal();
  ASSERT_TRUE(added) << describe(added.error());
  ASSERT_TRUE(opened.left());
  const auto words = ports::told_left(*opened.left());
  EXPECT_NE(words.find("could not be overwritten"), std::string::npos) << words;
  EXPECT_NE(words.find("still opens with its old slots"), std::string::npos) << words;
  EXPECT_NE(words.find("Input/output error"), std::string::npos) << words;
  ASSERT_TRUE(opened.remove(*added, {}));
  EXPECT_FALSE(opened.left());
}

TEST_F(Desk, RunningNode_IsBusy) {
  const auto box = *ports::Box::open(folder_, passphrase);
  EXPECT_EQ(VaultDesk::open(folder_, by(passphrase)).error().code, Code::busy);
  std::ostringstream out;
  EXPECT_EQ(erase_box(folder_, "bus-01", out).error().code, Code::busy);
  EXPECT_EQ(VaultDesk::open(scratch_.path("none"), by(passphrase)).error().code, Code::not_enrolled);
}

TEST_F(Desk, Tpm_OpensTheBoxAndNobodyIsAsked) {
  ASSERT_TRUE(desk().add_tpm("this box", tpm_, "7", entropy_));
  asked_ = 0;
  EXPECT_TRUE(ports::Box::open(folder_, by_tpm()));
  EXPECT_EQ(asked_, 0);
  EXPECT_TRUE(told_.empty());
}

TEST_F(Desk, TpmThatRefuses_IsToldAndThePassphraseIsAskedFor) {
  ASSERT_TRUE(desk().add_tpm("this box", tpm_, "7", entropy_));
  tpm_.refuses = true;
  asked_ = 0;
  EXPECT_TRUE(ports::Box::open(folder_, by_tpm()));
  EXPECT_EQ(asked_, 1);
  EXPECT_EQ(told_, std::vector{Code::tpm_changed});
}

TEST_F(Desk, TpmAloneThatRefuses_IsItsError) {
  ASSERT_TRUE(desk().add_tpm("this box", tpm_, "7", entropy_));
  ASSERT_TRUE(desk().remove(text().slots.front().id, {.tpm = true}));
  tpm_.refuses = true;
  asked_ = 0;
  EXPECT_EQ(ports::Box::open(folder_, by_tpm()).error().code, Code::tpm_changed);
  EXPECT_EQ(asked_, 0);
}

// The page has a screen to say so.
TEST_F(Desk, TpmAloneThatRefuses_IsToldByHandToo_WhereThatSaysIt) {
  ASSERT_TRUE(desk().add_tpm("", tpm_, "7", entropy_));
  ASSERT_TRUE(desk().remove(text().slots.front().id, {.tpm = true}));
  TpmDouble another;
  int shown = 0;
  const auto by_hand = [&](const std::string&) -> Result<vault::Vault> {
    ++shown;
    return fail(Code::slot_missing);
  };
  const auto opener = ports::by_tpm_or_hand({another, by_hand, [](const Error&) {}, true});
  EXPECT_EQ(ports::Box::open(folder_, opener).error().code, Code::slot_missing);
  EXPECT_EQ(shown, 1);
}

TEST_F(Desk, TpmThatRefusesWithHeadquartersBehindIt_SaysBothAndNobodyIsAsked) {
  ASSERT_TRUE(desk().add_tpm("this box", tpm_, "7", entropy_));
  ASSERT_TRUE(desk().add_recovery("", "", entropy_));
  ASSERT_TRUE(desk().remove(text().slots.front().id, {}));
  EXPECT_TRUE(ports::Box::open(folder_, by_tpm()));
  tpm_.refuses = true;
  asked_ = 0;
  EXPECT_EQ(ports::Box::open(folder_, by_tpm()).error().code, Code::passphrase_slot_missing);
  EXPECT_EQ(told_, std::vector{Code::tpm_changed});
  EXPECT_EQ(asked_, 0);
}

TEST_F(Desk, BoxWithoutAPassphrase_IsEnrolledAgainAndItsLogIsReadByTheTpm) {
  ASSERT_TRUE(desk().add_tpm("this box", tpm_, "7", entropy_));
  ASSERT_TRUE(desk().remove(text().slots.front().id, {.tpm = true}));
  EXPECT_TRUE(ports::Box::create_or_open(folder_, by_tpm(), entropy_));
  std::ostringstream out;
  EXPECT_TRUE(ports::show_log(folder_, by_tpm(), out));
  EXPECT_TRUE(ports::verify_log(folder_, by_tpm(), out));
  EXPECT_EQ(ports::show_day(folder_, by_tpm(), "2026-11-21", out).error().code, Code::not_found);
}

TEST_F(Desk, DamagedVault_IsToldBeforeAnybodyIsAsked) {
  test::flip_byte(ports::vault_path(folder_), 40);
  EXPECT_EQ(ports::Box::open(folder_, by(passphrase)).error().code, Code::database_damaged);
  EXPECT_EQ(asked_, 0);
}

TEST_F(Desk, P13_Erased_NothingOpensAgain) {
  std::ostringstream out;
  EXPECT_EQ(erase_box(folder_, "bus-02", out).error().code, Code::name_differs);
  EXPECT_TRUE(ports::Box::open(folder_, passphrase));
  ASSERT_TRUE(erase_box(folder_, "bus-01", out));
  EXPECT_NE(out.str().find("The vault of bus-01 is destroyed"), std::string::npos) << out.str();
  EXPECT_FALSE(std::filesystem::exists(ports::vault_path(folder_)));
  EXPECT_EQ(ports::Box::open(folder_, passphrase).error().code, Code::not_enrolled);
  EXPECT_TRUE(std::filesystem::exists(ports::store_path(folder_)));
  EXPECT_EQ(erase_box(folder_, "bus-01", out).error().code, Code::not_enrolled);
  EXPECT_EQ(erase_box(scratch_.path("none"), "none", out).error().code, Code::not_enrolled);
}

TEST_F(Desk, DamagedVault_IsErasedByItsFoldersName) {
  test::flip_byte(ports::vault_path(folder_), 40);
  std::ostringstream out;
  EXPECT_EQ(erase_box(folder_ + "/", "bus-01", out).error().code, Code::name_differs);
  EXPECT_TRUE(erase_box(folder_ + "/", "box", out));
}

}  // namespace
}  // namespace karvan::node_vault
