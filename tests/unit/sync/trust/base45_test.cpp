#include "sync/trust/base45.h"

#include <gtest/gtest.h>

namespace karvan::trust {
namespace {

// RFC 9285, sections 4.3 and 4.4.
TEST(Base45, VectorsOfTheRfc_ComeOut) {
  EXPECT_EQ(to_base45("AB"), "BB8");
  EXPECT_EQ(to_base45("Hello!!"), "%69 VD92EX0");
  EXPECT_EQ(to_base45("base-45"), "UJCLQE7W581");
  EXPECT_EQ(*from_base45("QED8WEX0"), "ietf!");
}

TEST(Base45, AnyBytes_ComeBack) {
  std::string bytes;
  for (int i = 0; i < 600; ++i) {
    bytes += static_cast<char>(i * 37);
    EXPECT_EQ(*from_base45(to_base45(bytes)), bytes);
  }
}

TEST(Base45, WhatIsNoValue_IsRefused) {
  EXPECT_FALSE(from_base45("GGW0"));  // one character too many
  EXPECT_FALSE(from_base45("GGX"));   // 65536
  EXPECT_FALSE(from_base45("ZZ"));    // above 255
  EXPECT_FALSE(from_base45("bb8"));   // lower case
  EXPECT_TRUE(from_base45("FGW"));    // 65535
}

}  // namespace
}  // namespace karvan::trust
