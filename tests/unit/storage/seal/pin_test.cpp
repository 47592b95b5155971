#include "storage/seal/pin.h"

#include <gtest/gtest.h>
#include <sodium.h>

namespace karvan::seal {
namespace {

constexpr Argon2Cost quick{1, 64};
std::string fixed(std::size_t count) { return std::string(count, 's'); }

TEST(Pin, RightAndWrong_AreTold) {
  const std::string hash = hash_pin("204816", system_entropy(), quick);
  EXPECT_TRUE(verify_pin("204816", hash));
  EXPECT_FALSE(verify_pin("204817", hash));
  EXPECT_FALSE(verify_pin("", hash));
}

TEST(Pin, DefaultCost_IsNineteenMebibytesTwoPasses) {
  const std::string hash = hash_pin("204816", fixed);
  EXPECT_EQ(hash.substr(0, 31), "$argon2id$v=19$m=19456,t=2,p=1$");
  EXPECT_TRUE(verify_pin("204816", hash));
}

TEST(Pin, PhcString_IsReadByAnotherVerifier) {
  const std::string hash = hash_pin("204816", system_entropy(), quick);
  EXPECT_EQ(crypto_pwhash_str_verify(hash.c_str(), "204816", 6), 0);
  EXPECT_NE(crypto_pwhash_str_verify(hash.c_str(), "204817", 6), 0);
}

TEST(Pin, SamePinTwice_HasTwoHashes) {
  EXPECT_NE(hash_pin("204816", system_entropy(), quick), hash_pin("204816", system_entropy(), quick));
}

TEST(Pin, HashCutAnywhere_IsFalse) {
  const std::string hash = hash_pin("204816", fixed, quick);
  for (std::size_t size = 0; size < hash.size(); ++size) EXPECT_FALSE(verify_pin("204816", hash.substr(0, size)));
  EXPECT_FALSE(verify_pin("204816", hash + "A"));
}

TEST(Pin, ForgedCost_IsRefusedBeforeItIsSpent) {
  std::string hash = hash_pin("204816", fixed, quick);
  hash.replace(hash.find("m=64"), 4, "m=4294967295");
  EXPECT_FALSE(verify_pin("204816", hash));
}

}  // namespace
}  // namespace karvan::seal
