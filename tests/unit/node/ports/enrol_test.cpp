#include "node/ports/enrol.h"

#include <gtest/gtest.h>

#include <atomic>

#include "sync/http/server.h"
#include "tests/support/scratch.h"

namespace karvan::ports {
namespace {

constexpr std::int64_t now_s = 1'795'292'520;

// A centre that answers enrolments over TLS with a certificate that nobody knows yet.
struct EnrolTest : testing::Test {
  test::Scratch scratch;
  seal::Entropy entropy = seal::system_entropy();
  trust::EnrolmentCode code = trust::make_enrolment_code(entropy);
  seal::AgeIdentity headquarters = seal::make_age_identity(entropy);
  trust::Authority ca = *trust::make_authority("Karvan", trust::validity_days(now_s, 3650), entropy);
  trust::Enroller enroller{ca,
                           "lahore",
                           7,
                           seal::to_text(seal::verifying(seal::make_signing_key("centre", entropy))),
                           headquarters.recipient,
                           trust::validity_days(now_s, 400)};
  std::atomic<int> lose = 0;  // so many answers are lost
  std::string used;           // digest of the request that the code was used for
  std::string stored;
  std::unique_ptr<http::Server> server;
  Box box = *Box::create_or_open(scratch.path("bus"), "a long enough passphrase", entropy);

  void SetUp() override {
    http::Listener listener;
    auto key = trust::make_key();
    auto certificate =
        trust::issue_server(ca, key, "centre", {"IP:127.0.0.1"}, trust::validity_days(now_s, 400), entropy);
    listener.tls = http::Tls{*certificate, key, ""};
    server = *http::serve({listener}, {}, [this](http::Request request, std::unique_ptr<http::Reply> reply) {
      auto response = answer(request);
      reply->send(lose-- > 0 ? http::json("", 502) : response);
    });
  }

  http::Response answer(const http::Request& request) {
    if (request.path != "/sync/v1/enrol") return http::problem(Error{.code = Code::unknown_route});
    auto asked = trust::parse_enrolment_request(request.body);
    if (!asked) return http::problem(asked.error());
    auto digest = trust::digest_of(*asked);
    if (!used.empty()) {
      return used == digest ? http::json(stored) : http::problem(Error{.code = Code::enrolment_code_used});
    }
    auto made = trust::answer_enrolment(code, *asked, enroller, entropy);
    if (!made) return http::problem(made.error());
    used = digest;
    stored = trust::write(*made);
    return http::json(stored);
  }

  Result<Identity> try_with(const trust::EnrolmentCode& with) {
    return enrol(box, {with, "bus-01", "https://127.0.0.1:" + std::to_string(server->ports()[0])}, entropy);
  }
};

TEST_F(EnrolTest, RightCode_MakesItANode) {
  auto identity = try_with(code);
  ASSERT_TRUE(identity) << describe(identity.error());
  EXPECT_EQ(identity->office, "lahore");
  EXPECT_EQ(identity->node_number, 7U);
  EXPECT_EQ(box.vault().box(), "bus-01");
  EXPECT_EQ(box.identity(), *identity);
}

TEST_F(EnrolTest, P1_LostPassphrase_HeadquartersOpensTheBoxFromItsFirstDay) {
  ASSERT_TRUE(try_with(code));
  auto opened = vault::open_vault(vault_path(scratch.path("bus")), headquarters);
  ASSERT_TRUE(opened) << describe(opened.error());
  EXPECT_EQ(opened->key(kept::store_key)->view(), box.vault().key(kept::store_key)->view());
  const auto& slot = opened->slots().back();
  EXPECT_EQ(slot.kind, "recovery");
  EXPECT_EQ(slot.note.label, "headquarters");
}

TEST_F(EnrolTest, EnrolledAnew_HasNoSecondSlotOfTheSameHeadquarters) {
  ASSERT_TRUE(try_with(code));
  const auto slots = box.vault().slots().size();
  code = trust::make_enrolment_code(entropy);
  used.clear();
  ASSERT_TRUE(try_with(code));
  EXPECT_EQ(box.vault().slots().size(), slots);
}

TEST_F(EnrolTest, WrongCode_IsToldAndLeavesTheRightOneUsable) {
  EXPECT_EQ(try_with({code.id, std::string(20, '0')}).error().code, Code::enrolment_code_wrong);
  EXPECT_TRUE(try_with(code));
}

TEST_F(EnrolTest, P10_LostAnswer_IsAskedForAgain) {
  lose = 1;
  EXPECT_EQ(try_with(code).error().code, Code::link_down);
  EXPECT_TRUE(try_with(code));
}

TEST_F(EnrolTest, CodeUsedByAnother_IsTold) {
  used = "another request";
  EXPECT_EQ(try_with(code).error().code, Code::enrolment_code_used);
}

TEST_F(EnrolTest, EnrolledAlready_StaysWhatItIs) {
  auto first = try_with(code);
  ASSERT_TRUE(first);
  EXPECT_EQ(try_with(code), first);
  EXPECT_FALSE(try_with(trust::make_enrolment_code(entropy)));  // of nobody
  EXPECT_EQ(box.identity(), *first);
}

TEST_F(EnrolTest, AnotherCodeForItsOwnName_GivesANewCertificateAndKeepsItsKeys) {
  auto first = *try_with(code);
  const auto seed = *box.secret(kept::head_seed);
  code = trust::make_enrolment_code(entropy);
  used.clear();
  lose = 1;
  EXPECT_EQ(try_with(code).error().code, Code::link_down);
  EXPECT_EQ(box.identity(), first);
  auto second = try_with(code);
  ASSERT_TRUE(second) << describe(second.error());
  EXPECT_NE(second->certificate_pem, first.certificate_pem);
  EXPECT_EQ(box.identity(), *second);
  EXPECT_EQ(box.secret(kept::head_seed)->view(), seed.view());
  EXPECT_EQ(try_with(code), *second);  // done: the same again
}

TEST_F(EnrolTest, CodeForAnotherOffice_ChangesNothing) {
  auto first = *try_with(code);
  code = trust::make_enrolment_code(entropy);
  used.clear();
  enroller.office = "multan";
  EXPECT_EQ(try_with(code).error().code, Code::malformed);
  EXPECT_EQ(box.identity(), first);
}

}  // namespace
}  // namespace karvan::ports
