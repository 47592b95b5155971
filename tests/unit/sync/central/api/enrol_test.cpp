#include "sync/central/receive/enrol.h"

#include "sync/trust/code.h"
#include "sync/trust/enrolment.h"
#include "tests/unit/sync/central/fixture.h"

namespace karvan::central {
namespace {

using testing::must;

class Enrol : public testing::Centre {
 protected:
  Enrol() {
    keys_.authority =
        must(trust::make_authority("centre", trust::validity_days(now_ms_ / 1000, 10), testing::counted(5)));
    keys_.recipient = "age1recipient";
    applicant_ = {"bus-05", trust::make_key(),
                  seal::to_text(seal::verifying(seal::make_signing_key("bus-05", testing::counted(6))))};
  }
  std::string code(const std::string& node = "bus-05") {
    return must(make_code(*files_, node, "lahore", now_ms_, testing::counted(++seed_)));
  }
  trust::EnrolmentRequest request(const std::string& text) {
    return must(trust::request_enrolment(must(trust::parse_enrolment_code(text)), applicant_));
  }
  Result<std::string> ask(const trust::EnrolmentRequest& request) {
    return enrol(*files_, keys_, trust::write(request), now_ms_, testing::counted(9));
  }
  using testing::Centre::enrol;
  Result<std::string> enrol(Files& files, const Keys& keys, std::string_view body, std::int64_t now,
                            const seal::Entropy& entropy) {
    return central::enrol(files, keys, body, now, entropy);
  }
  std::int64_t now_ms_ = testing::noon;
  std::uint64_t seed_ = 50;
  trust::Applicant applicant_;
};

TEST_F(Enrol, RightCode_MakesANodeThatTheBoxAccepts) {
  auto text = code();
  auto asked = request(text);
  auto answer = must(trust::parse_enrolment_answer(must(ask(asked))));
  EXPECT_TRUE(trust::accept_enrolment(must(trust::parse_enrolment_code(text)), applicant_, asked, answer));
  auto node = must(Nodes(files_->inbox).get("bus-05"));
  ASSERT_TRUE(node);
  EXPECT_EQ(node->office, "lahore");
  EXPECT_EQ(node->number, answer.node_number);
  EXPECT_FALSE(node->fingerprint.empty());
}

TEST_F(Enrol, P10_SameRequestAgain_GetsTheSameAnswer) {
  auto asked = request(code());
  EXPECT_EQ(must(ask(asked)), must(ask(asked)));
}

TEST_F(Enrol, UsedCodeByAnotherBox_IsRefused) {
  auto text = code();
  must(ask(request(text)));
  applicant_.key_pem = trust::make_key();
  EXPECT_EQ(ask(request(text)).error().code, Code::enrolment_code_used);
}

TEST_F(Enrol, CodeOfAnotherName_IsRefused) {
  EXPECT_EQ(ask(request(code("bus-06"))).error().code, Code::enrolment_code_wrong);
}

TEST_F(Enrol, CodeAfterItsLife_IsRefused) {
  auto asked = request(code());
  now_ms_ += code_life_ms + 1;
  EXPECT_EQ(ask(asked).error().code, Code::enrolment_code_wrong);
}

TEST_F(Enrol, TenWrongProofs_VoidTheCode) {
  auto asked = request(code());
  auto wrong = asked;
  wrong.mac[0] = wrong.mac[0] == '0' ? '1' : '0';
  for (int i = 0; i < code_tries_max; ++i) EXPECT_EQ(ask(wrong).error().code, Code::enrolment_code_wrong);
  EXPECT_EQ(ask(asked).error().code, Code::enrolment_code_wrong);
}

TEST_F(Enrol, P14_KeyOfABoxThatWasRevoked_IsNotEnrolledAgain) {
  must(ask(request(code())));
  must(in_transaction(files_->inbox, [&] { return Nodes(files_->inbox).revoke("bus-05", now_ms_); }));
  const auto text = code();
  EXPECT_EQ(ask(request(text)).error().code, Code::node_revoked);
  EXPECT_TRUE(must(Nodes(files_->inbox).get("bus-05"))->revoked_ms);
  applicant_.head_key = seal::to_text(seal::verifying(seal::make_signing_key("bus-05", testing::counted(7))));
  must(ask(request(text)));
  EXPECT_FALSE(must(Nodes(files_->inbox).get("bus-05"))->revoked_ms);
}

TEST_F(Enrol, NodeNumbers_AreUnique) {
  must(ask(request(code())));
  applicant_.name = "bus-06";
  must(ask(request(code("bus-06"))));
  EXPECT_NE(must(Nodes(files_->inbox).get("bus-05"))->number, must(Nodes(files_->inbox).get("bus-06"))->number);
}

TEST_F(Enrol, NameOfTheCentre_IsNoNodes) {
  EXPECT_FALSE(make_code(*files_, "centre", "lahore", now_ms_, testing::counted(3)));
  EXPECT_FALSE(make_code(*files_, "Bus 1", "lahore", now_ms_, testing::counted(3)));
}

}  // namespace
}  // namespace karvan::central
