#include "tests/unit/sync/central/desks.h"

namespace karvan::central {
namespace {

using testing::ask;
using testing::Box;
using testing::Desks;
using testing::must;
using testing::Open;

// A bus whose program was tampered with: it signs what the form and the rules let nobody write.
class Forged : public Desks {
 protected:
  Forged() : box_("bus-01") { enrol(box_); }
  model::Op filing() { return box_.filing(a1, version_); }
  void send(const model::Op& op) {
    box_.write(op);
    round(box_.request());
  }
  json::object review_of(const std::string& kind) {
    Open both(house_);
    auto cookie = cookie_of(ask(both.page, sign_in("leyla", "123456")));
    auto request = get("reviews", cookie);
    request.query["kind"] = kind;
    auto list = boost::json::parse(ask(both.page, request).body).as_array();
    for (auto& each : list)
      if (each.at("kind").as_string() == kind) return each.as_object();
    return {};
  }
  json::object rule_of(const std::string& kind) {
    auto review = review_of(kind);
    return review.empty() || review.at("rule").is_null() ? json::object{} : review.at("rule").as_object();
  }
  Box box_;
};

TEST_F(Forged, P8_AnswerOfAnotherType_IsHeldAndTheReviewSaysWhichRule) {
  auto op = filing();
  op.set["born"] = "yesterday";
  send(op);
  const auto rule = rule_of("invalid");
  ASSERT_FALSE(rule.empty());
  EXPECT_EQ(rule.at("key").as_string(), "born");
  EXPECT_EQ(rule.at("flaw").as_string(), "type");
  EXPECT_EQ(rule.at("value").as_string(), "yesterday");
  EXPECT_TRUE(record(a1).held("born"));
  EXPECT_TRUE(record(a1).reached("filed"));
}

TEST_F(Forged, QuestionThatIsNotAsked_IsKeptAndTold) {
  auto op = filing();
  op.set["colour"] = "red";
  send(op);
  EXPECT_EQ(rule_of("invalid").at("flaw").as_string(), "unknown");
  EXPECT_EQ(record(a1).fields.at("colour").candidates.at(0).value, "red");
}

TEST_F(Forged, FilingWithoutWhatIsRequired_IsRefusedWithTheQuestion) {
  auto op = filing();
  op.set.erase("full_name");
  send(op);
  const auto rule = rule_of("invalid");
  ASSERT_FALSE(rule.empty());
  EXPECT_EQ(rule.at("key").as_string(), "full_name");
  EXPECT_EQ(rule.at("flaw").as_string(), "required");
  EXPECT_EQ(rule.at("reason").as_string(), "form_incomplete");
  EXPECT_FALSE(record(a1).reached("filed"));
  EXPECT_EQ(record(a1).fields.at("phone").value, "1");  // what was sound stays
}

TEST_F(Forged, FeeOfOnesOwn_IsHonouredAndComparedWithTheServices) {
  send(filing());
  auto charge = box_.op(a1);
  charge.post = model::Post{"charge", {100, "PKR"}, "", "", ""};
  charge.advance = "fee_assessed";
  send(charge);
  const auto rule = rule_of("fee_differs");
  ASSERT_FALSE(rule.empty());
  EXPECT_EQ(rule.at("expected").at("minor").as_int64(), 50'000);
  EXPECT_EQ(rule.at("actual").at("minor").as_int64(), 100);
  EXPECT_EQ(model::balance(record(a1)).charged, 100);
}

TEST_F(Forged, StageOutOfItsOrder_IsRefusedAndTold) {
  send(filing());
  auto skip = box_.op(a1);
  skip.advance = "delivered";
  send(skip);
  const auto rule = rule_of("refused");
  ASSERT_FALSE(rule.empty());
  EXPECT_EQ(rule.at("stage").as_string(), "delivered");
  EXPECT_EQ(rule.at("reason").as_string(), "stage_not_reached");
}

TEST_F(Forged, MoneyAfterTheEnd_IsKeptAndTold) {
  send(filing());
  auto close = box_.op(a1);
  close.closed = model::Closed{"withdrawn", "too dear"};
  send(close);
  auto payment = box_.op(a1);
  payment.post = model::Post{"payment", {50'000, "PKR"}, "cash", "s1", ""};
  send(payment);
  EXPECT_EQ(review_of("after_closing").at("what").as_string(), "payment");
  EXPECT_EQ(model::balance(record(a1)).received, 50'000);
}

TEST_F(Forged, ReviewOfAnAnswer_ClosesOnceTheFieldIsSettled) {
  auto op = filing();
  op.set["born"] = "yesterday";
  send(op);
  ASSERT_FALSE(rule_of("invalid").empty());
  const auto field = record(a1).fields.at("born");
  PersonsAct act{"0123456789abcdef", "q", "leyla", a1, {}};
  act.make = [writer = field.candidates.at(0).writer](const Before&) -> Result<model::Op> {
    model::Op resolve;
    resolve.resolve = model::Resolved{"born", "", "", {"", writer}, "no such day"};
    return resolve;
  };
  auto done = must(reconciler_->act(act, testing::noon + 9'000));
  EXPECT_EQ(done.verdict.resolve, model::Fate::applied);
  EXPECT_FALSE(record(a1).held("born"));
  EXPECT_TRUE(rule_of("invalid").empty());
}

}  // namespace
}  // namespace karvan::central
