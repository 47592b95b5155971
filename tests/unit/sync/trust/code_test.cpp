#include "sync/trust/code.h"

#include <gtest/gtest.h>

namespace karvan::trust {
namespace {

seal::Entropy counting() {
  return [n = 0](std::size_t size) mutable {
    std::string bytes;
    for (std::size_t i = 0; i < size; ++i) bytes.push_back(static_cast<char>(n++));
    return bytes;
  };
}

TEST(EnrolmentCode, Text_IsInGroupsOfFour) {
  EXPECT_EQ(to_text(make_enrolment_code(counting())), "0123-4567-89AB-CDEF-GHJK-MNPQ");
}

TEST(EnrolmentCode, WhatPeopleWrite_IsRead) {
  auto code = parse_enrolment_code(" olo3 4567-89ab cdef-ghjkmnpq\n");
  ASSERT_TRUE(code);
  EXPECT_EQ(to_text(*code), "0103-4567-89AB-CDEF-GHJK-MNPQ");
  EXPECT_EQ(code->id, "0103");
}

TEST(EnrolmentCode, TooShort_IsWrong) {
  EXPECT_EQ(parse_enrolment_code("0123-4567").error().code, Code::enrolment_code_wrong);
}
TEST(EnrolmentCode, TooLong_IsWrong) { EXPECT_FALSE(parse_enrolment_code("0123-4567-89AB-CDEF-GHJK-MNPQR")); }
TEST(EnrolmentCode, ForeignLetter_IsWrong) { EXPECT_FALSE(parse_enrolment_code("U123-4567-89AB-CDEF-GHJK-MNPQ")); }

}  // namespace
}  // namespace karvan::trust
