#include <filesystem>

#include "storage/vault/vault_file.h"
#include "tests/support/scratch.h"
#include "tests/support/system_calls.h"
#include "tests/unit/storage/vault/vaults.h"

// Each call that `vault rewrap` asks the system for fails, in each way: what is told is true, and of the old vault and
// the new one each slot opens that should, and none that should not.
namespace karvan::vault {
namespace {

using namespace samples;
using test::system_calls::Fault;

constexpr std::string_view forgotten = "nobody knows it any more";

class RewrappedFile : public testing::Test {
 protected:
  RewrappedFile() {
    EXPECT_TRUE(vault_.add_recovery(headquarters_.recipient, noted, entropy_));
    EXPECT_TRUE(vault_.add_tpm(tpm_, "0,7", noted, entropy_));
    EXPECT_TRUE(vault_.add_passphrase(forgotten, noted, entropy_, quick));
    store_key_ = vault_.key("store")->view();
  }
  // The folder as it is before each run. Another name for the same bytes on the disk says what became of them.
  void lay_out() {
    std::filesystem::remove_all(folder());
    std::filesystem::create_directory(folder());
    test::write_bytes(path(), vault_.text());
    std::filesystem::create_hard_link(path(), scratch_.path("disk-" + std::to_string(++run_)));
  }
  Result<Saved> act() {
    TRY(auto vault, open_vault(path(), passphrase));
    TRY_VOID(vault.rewrap({passphrase, &tpm_, true}, entropy_, quick));
    return save_vault(vault, path());
  }
  bool old_bytes_stand() const {
    return test::bytes_of(scratch_.path("disk-" + std::to_string(run_))) == vault_.text();
  }

  void expect_opens(std::string_view text) {
    for (const auto& vault :
         {Vault::open(text, passphrase), Vault::open(text, headquarters_), Vault::open(text, tpm_)}) {
      ASSERT_TRUE(vault) << describe(vault.error());
      EXPECT_EQ(vault->key("store")->view(), store_key_);
    }
    EXPECT_EQ(open_code(text, "another"), Code::key_wrong);
    EXPECT_EQ(open_code(text, seal::make_age_identity(entropy_)), Code::key_wrong);
    SealerDouble other;
    EXPECT_EQ(open_code(text, other), Code::tpm_other);
    // The slot that nobody could carry over went with the master key that it was for.
    const bool old = text == vault_.text();
    EXPECT_EQ(open_code(text, forgotten), old ? Code::not_found : Code::key_wrong);
    EXPECT_EQ(parse_vault(text)->vault.slots.size(), old ? 4U : 3U);
  }
  void expect_true(const Result<Saved>& told) {
    const auto text = test::bytes_of(path());
    const bool old = text == vault_.text();
    expect_opens(text);
    if (!told) {
      EXPECT_TRUE(old || told.error().code == Code::outcome_unknown) << describe(told.error());
      return;
    }
    EXPECT_FALSE(old);
    if (!told->left) {
      EXPECT_FALSE(old_bytes_stand());
    }
  }

  std::string folder() const { return scratch_.path("box"); }
  std::string path() const { return scratch_.path("box/vault.json"); }

  test::Scratch scratch_;
  seal::Entropy entropy_ = seal::system_entropy();
  seal::AgeIdentity headquarters_ = seal::make_age_identity(entropy_);
  SealerDouble tpm_;
  Vault vault_ = filled(entropy_);
  std::string store_key_;
  int run_ = 0;
};

class RewrapCrash : public RewrappedFile, public testing::WithParamInterface<Fault> {};

// What a power cut may lose or turn round is no more than what each of these waits for: the new bytes lie on the disk
// before they get the name, and the name before the old bytes are gone.
TEST_F(RewrappedFile, P1_EachStep_IsDurableBeforeTheNext) {
  lay_out();
  test::system_calls::record(folder());
  const auto told = act();
  const auto calls = test::system_calls::recorded();
  ASSERT_TRUE(told && !told->left);
  EXPECT_EQ(calls, (std::vector<std::string>{"make vault.json.new", "write vault.json.new", "sync vault.json.new",
                                             "rename vault.json.new vault.json", "sync .", "write vault.json",
                                             "sync vault.json"}));
  EXPECT_FALSE(old_bytes_stand());  // the file that had the name when it was opened
}

TEST_P(RewrapCrash, P1_AtEachCall_WhatWasToldIsTrue_AndItIsDoneWhenAskedAgain) {
  lay_out();
  test::system_calls::fail(folder(), 0, Fault::none);
  const auto undisturbed = act();
  const auto calls = test::system_calls::heal();
  ASSERT_TRUE(undisturbed && !undisturbed->left);
  ASSERT_GT(calls, 12U);  // reading, writing, naming, making it all durable, and overwriting what was
  for (std::uint64_t nth = 1; nth <= calls && !HasFailure(); ++nth) {
    SCOPED_TRACE(testing::Message() << "call " << nth << " of " << calls);
    lay_out();
    test::system_calls::fail(folder(), nth, GetParam());
    const auto told = act();
    test::system_calls::heal();
    SCOPED_TRACE(told ? "told: done" : "told: " + describe(told.error()));
    expect_true(told);
    const auto again = act();
    ASSERT_TRUE(again) << describe(again.error());
    EXPECT_FALSE(again->left);
    EXPECT_NE(test::bytes_of(path()), vault_.text());
    expect_opens(test::bytes_of(path()));
  }
}

std::string name_of(Fault fault) {
  switch (fault) {
    case Fault::once:
      return "FailsOnce";
    case Fault::for_good:
      return "FailsForGood";
    case Fault::full:
      return "DiskFull";
    case Fault::torn:
      return "Torn";
    case Fault::none:
      break;
  }
  return "Undisturbed";
}

INSTANTIATE_TEST_SUITE_P(Each, RewrapCrash, testing::Values(Fault::once, Fault::for_good, Fault::full, Fault::torn),
                         [](const auto& one) { return name_of(one.param); });

}  // namespace
}  // namespace karvan::vault
