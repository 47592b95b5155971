#include "tests/unit/node/counter/family.h"

#include "sync/rules/fees.h"

namespace karvan::counter {
namespace {

using samples::code_of;
using samples::FamilyDesk;

const json::value& line(const json::object& reply, std::size_t index) {
  return reply.at("fee").at("lines").as_array().at(index);
}

TEST(Fee, OfADraft_FollowsItsAnswersWithEachChange) {
  FamilyDesk world;
  const auto id = world.started();
  EXPECT_EQ(line(world.answer(id, {{"born", "1990-01-01"}}).reply, 0).at("amount").at("minor").as_int64(), 0);
  world.member(id, "Bibi");
  const auto instance = std::string(world.added(id).reply.at("instance").as_string());
  const auto reply = world.answer(id, {{instance + "/member_name", "Omar"}}).reply;
  EXPECT_EQ(line(reply, 0).at("amount").at("minor").as_int64(), 20'000);
  EXPECT_EQ(reply.at("fee").at("total").at("minor").as_int64(), 40'000);
}

TEST(Fee, OfAnExempt_IsNothingAndSaysWhyAndWhatItWouldBe) {
  FamilyDesk world;
  const auto id = world.started();
  world.member(id, "Bibi");
  const auto reply = world.answer(id, {{"born", "1950-01-01"}}).reply;
  EXPECT_EQ(line(reply, 0).at("why").as_string(), "exempt");
  EXPECT_EQ(line(reply, 0).at("amount").at("minor").as_int64(), 0);
  EXPECT_EQ(line(reply, 0).at("full").at("minor").as_int64(), 10'000);
  EXPECT_EQ(line(reply, 0).at("exempt").at("en").as_string(), "The old");
}

TEST(Fee, ThatComesToNothing_IsAssessedAndPaidWithTheFiling) {
  FamilyDesk world([](catalogue::Service& service) { service.fees.pop_back(); });
  const auto id = world.started();
  world.answer(id, {{"born", "1950-01-01"}});
  world.must(FileDraft{world.by(), id, world.seen(id), ""});
  EXPECT_TRUE(world.of(id).reached("fee_assessed"));
  EXPECT_TRUE(world.of(id).reached("fee_paid"));
  EXPECT_EQ(code_of(world.run(TakePayment{world.by(), id, "cash", {0, "PKR"}, ""})), Code::already_paid);
}

TEST(Fee, AsCharged_HasItsLinesUntilTheAnswersSayAnother) {
  FamilyDesk world;
  const auto id = world.filed_family();
  auto app = *world.application(id);
  ASSERT_TRUE(rules::fee_charged(app.record, *app.service));
  EXPECT_EQ(rules::fee_charged(app.record, *app.service)->total.minor, 40'000);
  app.record.fields["members"].value.clear();
  EXPECT_FALSE(rules::fee_charged(app.record, *app.service));
}

TEST(Fee, WhileAMembersNameIsHeld_IsNotTaken) {
  FamilyDesk world;
  const auto id = world.filed_family();
  for (auto& [key, field] : world.of(id).fields) field.held = key.ends_with("/member_name");
  EXPECT_EQ(code_of(world.run(TakePayment{world.by(), id, "cash", {40'000, "PKR"}, ""})), Code::fee_field_held);
}

TEST(WaiveFee, OfOneLine_IsAtMostWhatIsLeftOfIt) {
  FamilyDesk world;
  const auto id = world.filed_family();
  auto waive = [&](std::int64_t minor, const std::string& of) {
    return world.run(WaiveFee{world.by("bilal"), id, {minor, "PKR"}, "a flood", of});
  };
  EXPECT_EQ(code_of(waive(20'001, "members")), Code::amount_differs);
  EXPECT_EQ(code_of(waive(1, "urgent")), Code::amount_differs);
  const auto done = waive(15'000, "members");
  ASSERT_TRUE(done) << describe(done.error());
  EXPECT_EQ(done->ops.at(0).post->line, "members");
  EXPECT_EQ(code_of(waive(5'001, "members")), Code::amount_differs);
  EXPECT_EQ(rules::waived_of(world.of(id)).at("members"), 15'000);
  const auto app = *world.application(id);
  EXPECT_EQ(rules::waivable_minor(app.record, *app.service, "members"), 5'000);
}

// The centre's own check: a desk that was tampered with waives nothing that is not waivable.
TEST(WaiveFee, OfALineThatIsNotWaivable_IsNotPermittedEither) {
  FamilyDesk world;
  const auto id = world.filed_family();
  const auto app = *world.application(id);
  model::Op op = world.by("bilal").on(app.record.id);
  op.post = model::Post{"waiver", {1, "PKR"}, {}, {}, "a flood", "urgent"};
  EXPECT_EQ(code_of(permitted(world, app.service, app.record, op)), Code::amount_differs);
  op.post->line = "members";
  EXPECT_TRUE(permitted(world, app.service, app.record, op));
}

TEST(WaiveFee, OfNoLine_IsAtMostWhatIsWaivableTogether) {
  FamilyDesk world;
  const auto id = world.filed_family();
  auto refused = world.run(WaiveFee{world.by("bilal"), id, {40'000, "PKR"}, "a flood"});
  ASSERT_EQ(code_of(refused), Code::amount_differs);
  EXPECT_EQ(refused.error().args.at("expected"), "20000");
  EXPECT_TRUE(world.run(WaiveFee{world.by("bilal"), id, {20'000, "PKR"}, "a flood"}));
}

}  // namespace
}  // namespace karvan::counter
