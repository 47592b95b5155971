#include "storage/tpm/tpm.h"

#include <gtest/gtest.h>

#include "storage/seal/entropy.h"
#include "storage/tpm/pcrs.h"
#include "storage/vault/vault_file.h"
#include "tests/unit/storage/tpm/soft_tpm.h"

namespace karvan::tpm {
namespace {

constexpr seal::Argon2Cost quick{1, 64};

class TpmTest : public testing::Test {
 protected:
  Result<vault::Sealed> seal(const std::string& pcrs = default_pcrs) { return Tpm(soft_.tcti()).seal(secret_, pcrs); }
  Code refusal(const vault::Sealed& sealed) const {
    const auto opened = Tpm(soft_.tcti()).unseal(sealed);
    return opened ? Code::not_found : opened.error().code;
  }

  SoftTpm soft_;
  seal::Entropy entropy_ = seal::system_entropy();
  seal::Key secret_ = seal::Key::copy_of(entropy_(32));
};

TEST_F(TpmTest, Sealed_OpensAgainAlsoAfterTheMachineWasRestarted) {
  const auto sealed = seal();
  ASSERT_TRUE(sealed) << describe(sealed.error());
  EXPECT_EQ(sealed->pcrs, "7");
  EXPECT_EQ(Tpm(soft_.tcti()).unseal(*sealed)->view(), secret_.view());
  soft_.stop();
  soft_.start();
  const auto again = Tpm(soft_.tcti()).unseal(*sealed);
  ASSERT_TRUE(again) << describe(again.error());
  EXPECT_EQ(again->view(), secret_.view());
}

TEST_F(TpmTest, P13_Sealed_HoldsNoByteOfTheSecret) {
  const auto sealed = *seal();
  const std::string whole = sealed.public_area + sealed.private_area;
  for (std::size_t at = 0; at + 8 <= secret_.size(); ++at)
    EXPECT_EQ(whole.find(secret_.view().substr(at, 8)), std::string::npos);
}

TEST_F(TpmTest, RegisterExtended_IsTpmChangedUntilTheNextStart) {
  const auto sealed = *seal();
  soft_.extend(7);
  EXPECT_EQ(refusal(sealed), Code::tpm_changed);
  EXPECT_NE(seal()->private_area, sealed.private_area);
  soft_.stop();
  soft_.start();
  EXPECT_EQ(refusal(sealed), Code::not_found);
}

TEST_F(TpmTest, OtherRegisterExtended_DoesNotMatter) {
  const auto sealed = *seal("0,7");
  EXPECT_EQ(sealed.pcrs, "0,7");
  soft_.extend(9);
  EXPECT_EQ(refusal(sealed), Code::not_found);
  soft_.extend(0);
  EXPECT_EQ(refusal(sealed), Code::tpm_changed);
}

TEST_F(TpmTest, MoreRegistersThanAreReadAtOnce_AllCount) {
  const auto sealed = *seal("0,1,2,3,4,5,6,7,8,9,10");
  EXPECT_EQ(refusal(sealed), Code::not_found);
  soft_.extend(10);
  EXPECT_EQ(refusal(sealed), Code::tpm_changed);
}

TEST_F(TpmTest, NoSha256Bank_NothingIsSealedNorOpened) {
  const SoftTpm old("sha1");
  EXPECT_EQ(Tpm(old.tcti()).seal(secret_, "7").error().code, Code::tpm_bank_missing);
  EXPECT_EQ(Tpm(old.tcti()).seal(secret_, "0,2,7").error().code, Code::tpm_bank_missing);
}

TEST_F(TpmTest, AnotherTpm_IsTpmOther) {
  const auto sealed = *seal();
  const SoftTpm other;
  EXPECT_EQ(Tpm(other.tcti()).unseal(sealed).error().code, Code::tpm_other);
}

TEST_F(TpmTest, NoTpm_IsTpmMissing) {
  const auto sealed = *seal();
  soft_.stop();
  EXPECT_EQ(refusal(sealed), Code::tpm_missing);
  EXPECT_EQ(seal().error().code, Code::tpm_missing);
  EXPECT_EQ(Tpm("device:/dev/none").unseal(sealed).error().code, Code::tpm_missing);
  EXPECT_EQ(Tpm("nothing-of-this-name").unseal(sealed).error().code, Code::tpm_missing);
}

TEST_F(TpmTest, WhatIsNoSealedObject_IsRefused) {
  auto sealed = *seal();
  EXPECT_EQ(refusal({"7", "", ""}), Code::malformed);
  EXPECT_EQ(refusal({"7", sealed.public_area + "x", sealed.private_area}), Code::malformed);
  EXPECT_EQ(refusal({"x", sealed.public_area, sealed.private_area}), Code::malformed);
  sealed.private_area.back() ^= 1;
  EXPECT_EQ(refusal(sealed), Code::tpm_other);
}

TEST_F(TpmTest, ManyTimes_LeavesNothingInTheTpm) {
  for (int i = 0; i < 6; ++i) {
    const auto sealed = seal();
    ASSERT_TRUE(sealed) << describe(sealed.error());
    ASSERT_EQ(refusal(*sealed), Code::not_found);
  }
}

TEST_F(TpmTest, VaultWithItsSlot_OpensByTheTpmAndWithoutItByThePassphrase) {
  auto box = vault::Vault::create("a long passphrase", entropy_, {}, quick);
  ASSERT_TRUE(box.make_key("store", entropy_));
  Tpm tpm(soft_.tcti());
  ASSERT_TRUE(box.add_tpm(tpm, default_pcrs, {"this box", ""}, entropy_));
  const auto text = box.text();
  EXPECT_EQ(vault::Vault::open(text, tpm)->key("store")->view(), box.key("store")->view());
  soft_.extend(7);
  EXPECT_EQ(vault::Vault::open(text, tpm).error().code, Code::tpm_changed);
  EXPECT_TRUE(vault::Vault::open(text, "a long passphrase"));
}

TEST(Pcrs, NamedByPeople_AreReadInOneWayOnly) {
  EXPECT_EQ(*parse_pcrs("7"), 0x80U);
  EXPECT_EQ(*parse_pcrs("0,2,23"), 0x800005U);
  EXPECT_EQ(write_pcrs(0x800005), "0,2,23");
  for (const char* text : {"", ",", "7,", "7,7", "7,0", "24", "-1", "x", "7 ", "07", "7,,8", "99999999999"}) {
    EXPECT_FALSE(parse_pcrs(text)) << text;
  }
}

}  // namespace
}  // namespace karvan::tpm
