#include "sync/exchange/epoch_code.h"

#include <gtest/gtest.h>

#include "storage/seal/agree.h"

namespace karvan::exchange {
namespace {

struct EpochCode : testing::Test {
  seal::SigningKey node = seal::make_signing_key("bus-07", seal::system_entropy());
  seal::SigningKey centre = seal::make_signing_key("centre", seal::system_entropy());
  seal::SigningKey other = seal::make_signing_key("bus-08", seal::system_entropy());
};

TEST_F(EpochCode, BothSides_ComeToTheSame) {
  auto told = epoch_code(centre, seal::verifying(node), "bus-07", "0742-9913");
  auto made = epoch_code(node, seal::verifying(centre), "bus-07", "0742 9913");
  ASSERT_TRUE(told && made);
  EXPECT_EQ(told->size(), 14u);
  EXPECT_TRUE(same_epoch_code(*told, *made));
  EXPECT_TRUE(same_epoch_code(" " + told->substr(0, 4) + " " + told->substr(5), *made));
}

TEST_F(EpochCode, AnotherNodeKeyOrChallenge_IsAnotherCode) {
  auto code = *epoch_code(centre, seal::verifying(node), "bus-07", "07429913");
  EXPECT_FALSE(same_epoch_code(code, *epoch_code(centre, seal::verifying(node), "bus-08", "07429913")));
  EXPECT_FALSE(same_epoch_code(code, *epoch_code(centre, seal::verifying(node), "bus-07", "07429914")));
  EXPECT_FALSE(same_epoch_code(code, *epoch_code(other, seal::verifying(centre), "bus-07", "07429913")));
}

TEST_F(EpochCode, AnythingButDigits_IsNone) {
  EXPECT_FALSE(same_epoch_code("", ""));
  EXPECT_FALSE(same_epoch_code("1234", "1234"));
  for (auto text : {"", "0742", "0742-991x", "0742-9913-1"})
    EXPECT_EQ(epoch_code(centre, seal::verifying(node), "bus-07", text).error().code, Code::malformed) << text;
}

TEST_F(EpochCode, Challenge_IsEightDigits) {
  auto challenge = make_epoch_challenge([](std::size_t n) { return std::string(n, '\xff'); });
  EXPECT_EQ(challenge, "0955-1615");
}

TEST_F(EpochCode, SharedSecret_OfAKeyThatIsNone_IsRefused) {
  EXPECT_EQ(seal::shared_secret(centre, {"bus-07", std::string(32, '\0')}).error().code, Code::key_wrong);
  EXPECT_EQ(seal::shared_secret(centre, {"bus-07", "short"}).error().code, Code::key_wrong);
}

}  // namespace
}  // namespace karvan::exchange
