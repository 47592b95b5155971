#include <set>

#include "tests/unit/node/counter/whole.h"

namespace karvan::counter {
namespace {

using samples::code_of;
using samples::WholeDesk;

std::string writer(WholeDesk& world, const std::string& id, const std::string& field) {
  return world.of(id).fields.at(field).writer;
}

ChangeApplication rename(WholeDesk& world, const std::string& id, const std::string& name) {
  return {world.by(), id, {{"full_name", name}}, {{"full_name", writer(world, id, "full_name")}}};
}

TEST(ChangeApplication, NamesWhatTheScreenShowed) {
  WholeDesk world;
  auto id = world.filed();
  auto before = writer(world, id, "full_name");
  auto done = world.must(rename(world, id, "Ali Raza Khan"));
  ASSERT_EQ(done.ops.size(), 1u);
  EXPECT_EQ(done.ops[0].set.at("full_name"), "Ali Raza Khan");
  EXPECT_EQ(done.ops[0].over.at("full_name"), before);
}

TEST(ChangeApplication, P8_OfAFieldThatIsHeld_IsRefused) {
  WholeDesk world;
  auto id = world.filed();
  world.hold(id, "full_name");
  auto refused = world.run(rename(world, id, "Ali"));
  ASSERT_EQ(code_of(refused), Code::field_held);
  EXPECT_EQ(refused.error().args.at("field"), "full_name");
}

TEST(ChangeApplication, P8_OfAValueThatWasNotSeen_IsRefused) {
  WholeDesk world;
  auto id = world.filed();
  auto cmd = rename(world, id, "Ali");
  cmd.over["full_name"] = "bus-01/e1/999";
  EXPECT_EQ(code_of(world.run(cmd)), Code::changed_elsewhere);
}

TEST(ChangeApplication, AgainstTheForm_IsRefused) {
  WholeDesk world;
  auto id = world.filed();
  ChangeApplication born{world.by(), id, {{"born", "2999-01-01"}}, {}};
  EXPECT_EQ(code_of(world.run(born)), Code::constraint_failed);
  EXPECT_EQ(code_of(world.run(rename(world, id, ""))), Code::form_incomplete);
  EXPECT_EQ(code_of(world.run(ChangeApplication{world.by(), id, {{"shoe", "42"}}, {}})), Code::unknown_question);
  EXPECT_EQ(code_of(world.run(ChangeApplication{world.by(), id, {{"ruling", "yes"}}, {}})), Code::answer_read_only);
}

std::set<std::string> reached(const model::Record& record) {
  std::set<std::string> stages;
  for (const auto& milestone : record.milestones) stages.insert(milestone.stage);
  return stages;
}

TEST(ChangeApplication, OfAFilingThatWasRefused_FilesAnewAndReachesWhatWasDoneAlready) {
  WholeDesk world;
  auto id = world.paid();
  const auto before = reached(world.of(id));
  ASSERT_TRUE(before.contains("fee_paid"));
  world.of(id).milestones.clear();
  world.must(rename(world, id, "Ali Raza Khan"));
  EXPECT_EQ(reached(world.of(id)), before);
  EXPECT_EQ(world.of(id).postings.size(), 2u);  // nothing is charged twice
}

TEST(ChangeApplication, WhileTimeHasMadeAnotherAnswerWrong_IsTaken) {
  WholeDesk world;
  auto id = world.filed();
  world.of(id).fields["born"].value = "2999-01-01";
  EXPECT_EQ(world.must(rename(world, id, "Ali Raza Khan")).ops.size(), 1u);
}

TEST(ChangeApplication, P9_AfterTheDecision_IsRefused) {
  WholeDesk world;
  auto id = world.filed();
  world.decide_at_centre(id, "granted");
  EXPECT_EQ(code_of(world.run(rename(world, id, "Ali"))), Code::decided_already);
}

TEST(ChangeApplication, ThatChangesNothing_WritesNothing) {
  WholeDesk world;
  auto id = world.filed();
  EXPECT_TRUE(world.must(rename(world, id, "Ali Khan")).ops.empty());
}

TEST(ReturnApplication, OpensARoundInWhichAChangeFilesAgain) {
  WholeDesk world;
  auto id = world.filed();
  world.must(ReturnApplication{world.by("bilal"), id, "the name is cut off"});
  EXPECT_EQ(world.of(id).round, 2u);
  EXPECT_FALSE(world.of(id).reached("filed"));
  auto done = world.must(rename(world, id, "Ali Raza Khan"));
  EXPECT_EQ(done.ops.at(0).advance, "filed");
  EXPECT_TRUE(world.of(id).reached("filed"));
  EXPECT_EQ(model::balance(world.of(id)).charged, 50'000);
}

TEST(ReturnApplication, OfWhatIsReturnedAlready_IsRefused) {
  WholeDesk world;
  auto id = world.filed();
  world.must(ReturnApplication{world.by("bilal"), id, "the name is cut off"});
  EXPECT_EQ(code_of(world.run(ReturnApplication{world.by("bilal"), id, "again"})), Code::stage_not_reached);
}

TEST(ReturnApplication, WithoutAReasonOrTheRight_IsRefused) {
  WholeDesk world;
  auto id = world.filed();
  EXPECT_EQ(code_of(world.run(ReturnApplication{world.by("bilal"), id, ""})), Code::reason_missing);
  EXPECT_EQ(code_of(world.run(ReturnApplication{world.by(), id, "reason"})), Code::role_not_allowed);
  EXPECT_EQ(code_of(world.run(ReturnApplication{world.by("bilal"), id, std::string(reason_bytes_max + 1, 'x')})),
            Code::answer_too_long);
}

TEST(ApproveApplication, ReachesReviewed) {
  WholeDesk world;
  auto id = world.filed();
  EXPECT_EQ(code_of(world.run(ApproveApplication{world.by(), id})), Code::role_not_allowed);
  world.must(ApproveApplication{world.by("bilal"), id});
  EXPECT_TRUE(world.of(id).reached("reviewed"));
  EXPECT_EQ(code_of(world.run(ApproveApplication{world.by("bilal"), id})), Code::exists_already);
}

Resolve resolution(WholeDesk& world, const std::string& id, const std::string& chosen) {
  return {world.by("bilal"), id, "full_name", chosen, {writer(world, id, "full_name"), "centre/e/9"}, "his card"};
}

TEST(Resolve, P8_PutsTheChosenValueInForceAndKeepsTheOthers) {
  WholeDesk world;
  auto id = world.filed();
  world.hold(id, "full_name");
  auto done = world.must(resolution(world, id, "centre/e/9"));
  EXPECT_EQ(done.ops.at(0).resolve->value, "Somebody Else");
  EXPECT_FALSE(world.of(id).held("full_name"));
  EXPECT_EQ(world.of(id).fields.at("full_name").value, "Somebody Else");
  ASSERT_EQ(world.of(id).resolutions.size(), 1u);
  EXPECT_EQ(world.of(id).resolutions[0].among.size(), 2u);
}

TEST(Resolve, OfWhatIsNotHeld_IsRefused) {
  WholeDesk world;
  auto id = world.filed();
  EXPECT_EQ(code_of(world.run(resolution(world, id, "centre/e/9"))), Code::field_not_held);
}

TEST(Resolve, ByWhoDidNotSeeAll_IsRefused) {
  WholeDesk world;
  auto id = world.filed();
  world.hold(id, "full_name");
  auto cmd = resolution(world, id, "centre/e/9");
  cmd.seen = {"centre/e/9"};
  EXPECT_EQ(code_of(world.run(cmd)), Code::changed_elsewhere);
}

TEST(Resolve, WithoutReasonRightOrCandidate_IsRefused) {
  WholeDesk world;
  auto id = world.filed();
  world.hold(id, "full_name");
  auto cmd = resolution(world, id, "centre/e/9");
  cmd.reason.clear();
  EXPECT_EQ(code_of(world.run(cmd)), Code::reason_missing);
  cmd = resolution(world, id, "centre/e/9");
  cmd.by = world.by();
  EXPECT_EQ(code_of(world.run(cmd)), Code::role_not_allowed);
  EXPECT_EQ(code_of(world.run(resolution(world, id, "centre/e/1"))), Code::field_wrong_type);
}

}  // namespace
}  // namespace karvan::counter
