#include "tests/unit/node/counter/whole.h"

namespace karvan::counter {
namespace {

using samples::code_of;
using samples::WholeDesk;

TEST(PrintSummary, IsNumberedByTrackingAndSheet) {
  WholeDesk world;
  auto id = world.started();
  world.captured(id, "paper", 'a');
  EXPECT_EQ(world.summary(id), model::tracking_of(id) + "-1");
  EXPECT_EQ(world.summary(id), model::tracking_of(id) + "-2");
}

TEST(PrintSummary, OrdersAPrintWithoutASerialNumber) {
  WholeDesk world;
  auto id = world.started();
  world.captured(id, "paper", 'a');
  auto done = world.must(PrintSummary{world.by(), id, world.seen(id), "ur"});
  const auto& print = std::get<SendPrint>(done.effects.at(0)).print;
  EXPECT_EQ(print.serial.kind, "");
  EXPECT_EQ(print.slip.kind, "summary");
  EXPECT_EQ(print.slip.language, "ur");
}

TEST(PrintSummary, OfAFormThatIsNotComplete_IsRefused) {
  WholeDesk world;
  auto empty = world.started("");
  EXPECT_EQ(code_of(world.run(PrintSummary{world.by(), empty, 1, ""})), Code::form_incomplete);
  auto id = world.started();
  EXPECT_EQ(code_of(world.run(PrintSummary{world.by(), id, 2, ""})), Code::attachment_missing);
}

TEST(PrintSummary, OfWhatAnotherDeskChanged_IsRefused) {
  WholeDesk world;
  auto id = world.started();
  EXPECT_EQ(code_of(world.run(PrintSummary{world.by(), id, 1, ""})), Code::draft_changed_elsewhere);
}

TEST(ShowParty, OnADraft_IsKeptOnceForEachAct) {
  WholeDesk world;
  auto id = world.started();
  world.show(id, "applicant", "identity", "document");
  world.show(id, "applicant", "identity", "card", "35202");
  ASSERT_EQ(world.drafts.at(id).shown.size(), 1u);
  EXPECT_EQ(world.drafts.at(id).shown[0].how, "card");
  EXPECT_EQ(world.drafts.at(id).shown[0].name, "Ali Khan");
}

TEST(ShowParty, ASignature_IsOfTheSummaryThatStands) {
  WholeDesk world;
  auto id = world.started();
  world.captured(id, "paper", 'a');
  ShowParty sign{world.by(), id, "", {"applicant", 1, "signature", "thumb", "", "", "0000-1"}};
  EXPECT_EQ(code_of(world.run(sign)), Code::changed_elsewhere);
  auto number = world.summary(id);
  sign.shown.of.clear();
  world.must(sign);
  EXPECT_EQ(world.drafts.at(id).shown[0].of, number);
}

TEST(ShowParty, KeepsTheSummaryInForce) {
  WholeDesk world;
  auto id = world.started();
  world.captured(id, "paper", 'a');
  auto number = world.summary(id);
  world.show(id, "applicant", "consent", "", "c1");
  world.show(id, "applicant", "signature", "signature", number);
  EXPECT_EQ(world.drafts.at(id).summary_seen, world.seen(id));
}

TEST(ShowParty, ThatTheServiceDoesNotKnow_IsRefused) {
  WholeDesk world;
  auto id = world.started();
  auto show = [&](model::Shown shown) { return code_of(world.run(ShowParty{world.by(), id, "", std::move(shown)})); };
  EXPECT_EQ(show({"uncle", 1, "identity", "card", "", "", "1"}), Code::party_missing);
  EXPECT_EQ(show({"applicant", 2, "identity", "card", "", "", "1"}), Code::party_missing);
  EXPECT_EQ(show({"applicant", 1, "biometric", "", "", "", "1"}), Code::field_wrong_type);
  EXPECT_EQ(show({"applicant", 1, "consent", "", "", "", "c0"}), Code::consent_missing);
  EXPECT_EQ(show({"applicant", 1, "identity", "none", "", "", ""}), Code::reason_missing);
  EXPECT_EQ(show({"applicant", 1, "identity", "card", std::string(reason_bytes_max + 1, 'x'), "", "1"}),
            Code::answer_too_long);
}

TEST(ShowParty, OfNeitherOrBoth_IsRefused) {
  WholeDesk world;
  auto id = world.started();
  EXPECT_EQ(code_of(world.run(ShowParty{world.by(), "", "", {}})), Code::field_missing);
  EXPECT_EQ(code_of(world.run(ShowParty{world.by(), id, id, {}})), Code::field_missing);
}

TEST(ShowParty, OfTheLastOneMissing_ChecksIdentity) {
  WholeDesk world;
  auto id = world.filed();
  EXPECT_FALSE(world.of(id).reached("identity_checked"));
  world.must(ShowParty{world.by(), "", id, {"guardian", 1, "identity", "witness", "Omar", "", "35202"}});
  EXPECT_FALSE(world.of(id).reached("identity_checked"));
  world.must(ShowParty{world.by(), "", id, {"guardian", 1, "consent", "", "Omar", "", "c1"}});
  EXPECT_TRUE(world.of(id).reached("identity_checked"));
}

TEST(ShowParty, OnAnApplicationByATechnician_IsRefused) {
  WholeDesk world;
  auto id = world.filed();
  ShowParty cmd{world.by("tariq"), "", id, {"guardian", 1, "consent", "", "Omar", "", "c1"}};
  EXPECT_EQ(code_of(world.run(cmd)), Code::role_not_allowed);
}

}  // namespace
}  // namespace karvan::counter
