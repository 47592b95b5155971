#include "sync/trust/enrolment.h"

#include <gtest/gtest.h>

#include "storage/seal/note.h"

namespace karvan::trust {
namespace {

constexpr std::int64_t now_s = 1'795'292'520;

struct EnrolmentTest : testing::Test {
  seal::Entropy entropy = seal::system_entropy();
  EnrolmentCode code = make_enrolment_code(entropy);
  Applicant bus{"bus-01", make_key(), key_text("bus-01")};
  Enroller centre{*make_authority("Karvan", validity_days(now_s, 3650), entropy),
                  "lahore",
                  7,
                  key_text("centre"),
                  "age1x",
                  validity_days(now_s, 400)};

  std::string key_text(const char* name) {
    return seal::to_text(seal::verifying(seal::make_signing_key(name, entropy)));
  }
};

TEST_F(EnrolmentTest, Whole_IsAccepted) {
  auto asked = request_enrolment(code, bus);
  ASSERT_TRUE(asked);
  auto arrived = parse_enrolment_request(write(*asked));
  ASSERT_TRUE(arrived);
  auto answer = answer_enrolment(code, *arrived, centre, entropy);
  ASSERT_TRUE(answer) << describe(answer.error());
  auto back = parse_enrolment_answer(write(*answer));
  ASSERT_TRUE(back);
  EXPECT_EQ(back->office, "lahore");
  EXPECT_EQ(back->node_number, 7U);
  EXPECT_TRUE(accept_enrolment(code, bus, *asked, *back));
}

TEST_F(EnrolmentTest, AnotherCode_IsRefusedByTheCentre) {
  auto asked = *request_enrolment(make_enrolment_code(entropy), bus);
  EXPECT_EQ(answer_enrolment(code, asked, centre, entropy).error().code, Code::enrolment_code_wrong);
}

TEST_F(EnrolmentTest, RequestChangedOnTheWay_IsRefused) {
  auto asked = *request_enrolment(code, bus);
  asked.head_key = key_text("bus-01");
  EXPECT_EQ(answer_enrolment(code, asked, centre, entropy).error().code, Code::enrolment_code_wrong);
}

TEST_F(EnrolmentTest, AnswerByAStranger_IsRefusedByTheNode) {
  auto other = make_enrolment_code(entropy);
  auto asked = *request_enrolment(code, bus);
  auto forged = *answer_enrolment(other, *request_enrolment(other, bus), centre, entropy);
  EXPECT_EQ(accept_enrolment(code, bus, asked, forged).error().code, Code::enrolment_code_wrong);
}

TEST_F(EnrolmentTest, AnswerWithAnotherAuthority_IsRefusedByTheNode) {
  auto asked = *request_enrolment(code, bus);
  auto answer = *answer_enrolment(code, asked, centre, entropy);
  answer.ca_pem = make_authority("Karvan", validity_days(now_s, 1), entropy)->certificate_pem;
  EXPECT_FALSE(accept_enrolment(code, bus, asked, answer));
}

TEST_F(EnrolmentTest, P10_SameRequest_HasTheSameDigest) {
  auto asked = *request_enrolment(code, bus);
  EXPECT_EQ(digest_of(asked), digest_of(*parse_enrolment_request(write(asked))));
  EXPECT_NE(digest_of(asked), digest_of(*request_enrolment(code, bus)));
}

TEST_F(EnrolmentTest, NameWithASlash_IsMalformed) {
  bus.name = "bus/01";
  EXPECT_EQ(request_enrolment(code, bus).error().code, Code::malformed);
}

}  // namespace
}  // namespace karvan::trust
