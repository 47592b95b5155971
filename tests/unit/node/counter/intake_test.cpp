#include "tests/unit/node/counter/desk_world.h"

namespace karvan::counter {
namespace {

using samples::code_of;
using samples::DeskWorld;

TEST(StartDraft, OfAServiceInForce_IsPinnedToItsVersion) {
  DeskWorld world;
  auto id = world.started("");
  EXPECT_EQ(world.drafts.at(id).pin, (model::Pin{"domicile", "v1"}));
  EXPECT_EQ(world.drafts.at(id).seen, 1u);
  EXPECT_EQ(world.drafts.at(id).staff, "asma");
}

TEST(StartDraft, OfAnUnknownService_IsRefused) {
  DeskWorld world;
  EXPECT_EQ(code_of(world.run(StartDraft{world.by(), "passport"})), Code::unknown_service);
}

TEST(StartDraft, ByATechnician_IsRefused) {
  DeskWorld world;
  EXPECT_EQ(code_of(world.run(StartDraft{world.by("tariq"), "domicile"})), Code::role_not_allowed);
}

TEST(StartDraft, BySomebodyOfAnotherService_IsRefused) {
  DeskWorld world;
  world.roster["asma"].services = {"passport"};
  EXPECT_EQ(code_of(world.run(StartDraft{world.by(), "domicile"})), Code::role_not_allowed);
}

TEST(ChangeDraft, WithAnAnswer_TellsWhatChangedAndWhatIsMissing) {
  DeskWorld world;
  auto id = world.started("");
  auto done = world.must(ChangeDraft{world.by(), id, 1, {{"full_name", "Ali"}}});
  EXPECT_EQ(done.reply.at("seen").to_number<int>(), 2);
  EXPECT_EQ(done.reply.at("saved_at").as_int64(), world.now);
  EXPECT_EQ(done.reply.at("questions").at("full_name").at("value").as_string(), "Ali");
  EXPECT_EQ(done.reply.at("questions").as_object().size(), 1u);
  EXPECT_TRUE(done.reply.at("missing").as_array().empty());
}

TEST(ChangeDraft, WithAnInvalidAnswer_KeepsItAndMarksIt) {
  DeskWorld world;
  auto id = world.started();
  auto done = world.must(ChangeDraft{world.by(), id, 2, {{"born", "2027-01-01"}}});
  EXPECT_EQ(done.reply.at("questions").at("born").at("fault").as_string(), "constraint");
  EXPECT_EQ(done.reply.at("missing").as_array().size(), 1u);
  EXPECT_EQ(world.drafts.at(id).form.answers().at("born"), "2027-01-01");
}

TEST(ChangeDraft, ThatSawAnOlderVersion_IsRefusedWithTheNewOne) {
  DeskWorld world;
  auto id = world.started();
  auto refused = world.run(ChangeDraft{world.by("bilal"), id, 1, {{"full_name", "Omar"}}});
  EXPECT_EQ(code_of(refused), Code::draft_changed_elsewhere);
  EXPECT_EQ(refused.error().args.at("seen"), "2");
}

TEST(ChangeDraft, WithOneUnknownQuestion_ChangesNothing) {
  DeskWorld world;
  auto id = world.started();
  auto refused = world.run(ChangeDraft{world.by(), id, 2, {{"full_name", "Omar"}, {"shoe_size", "9"}}});
  EXPECT_EQ(code_of(refused), Code::unknown_question);
  EXPECT_EQ(world.drafts.at(id).form.answers().at("full_name"), "Ali Khan");
}

TEST(ChangeDraft, WithAnEndlessAnswer_IsRefused) {
  DeskWorld world;
  auto id = world.started();
  std::string endless(form::text_bytes_max + 1, 'x');
  EXPECT_EQ(code_of(world.run(ChangeDraft{world.by(), id, 2, {{"full_name", endless}}})), Code::answer_too_long);
}

TEST(ChangeDraft, OfAnUnknownDraft_IsRefused) {
  DeskWorld world;
  EXPECT_EQ(code_of(world.run(ChangeDraft{world.by(), "none", 1, {}})), Code::unknown_draft);
}

TEST(ChangeDraft, AtAnotherDesk_NamesWhoHasItNow) {
  DeskWorld world;
  auto id = world.started();
  auto by = world.by("bilal");
  by.seat = "Desk 2";
  world.must(ChangeDraft{by, id, 2, {{"phone", "1"}}});
  EXPECT_EQ(world.drafts.at(id).staff, "bilal");
  EXPECT_EQ(world.drafts.at(id).seat, "Desk 2");
}

TEST(DiscardDraft, OfADraft_LeavesNothing) {
  DeskWorld world;
  auto id = world.started();
  world.must(DiscardDraft{world.by(), id});
  EXPECT_TRUE(world.drafts.empty());
  EXPECT_TRUE(world.records.empty());
}

TEST(DiscardDraft, OfAnUnknownDraft_IsRefused) {
  DeskWorld world;
  EXPECT_EQ(code_of(world.run(DiscardDraft{world.by(), "none"})), Code::unknown_draft);
}

TEST(FileDraft, ThatIsComplete_WritesTheFilingAndTheCharge) {
  DeskWorld world;
  auto id = world.started();
  auto done = world.must(FileDraft{world.by(), id, 2, ""});
  ASSERT_EQ(done.ops.size(), 2u);
  EXPECT_EQ(done.ops[0].advance, "filed");
  EXPECT_EQ(done.ops[0].set.at("full_name"), "Ali Khan");
  EXPECT_EQ(done.ops[1].post->kind, "charge");
  EXPECT_EQ(done.ops[1].advance, "fee_assessed");
  EXPECT_EQ(done.reply.at("application").as_string(), id);
  EXPECT_EQ(done.reply.at("tracking").as_string(), model::tracking_of(id));
  EXPECT_TRUE(world.drafts.empty());
}

TEST(FileDraft, P6_LeavesTheFeeOpen) {
  DeskWorld world;
  auto app = world.application(world.filed());
  EXPECT_EQ(model::balance(app->record).open(), 50'000);
}

TEST(FileDraft, WithAnAnswerMissing_IsRefusedAndTheDraftStays) {
  DeskWorld world;
  auto id = world.started("");
  auto refused = world.run(FileDraft{world.by(), id, 1, ""});
  EXPECT_EQ(code_of(refused), Code::form_incomplete);
  EXPECT_EQ(refused.error().where, "full_name");
  EXPECT_EQ(world.drafts.count(id), 1u);
}

TEST(FileDraft, ThatSawAnOlderVersion_IsRefused) {
  DeskWorld world;
  auto id = world.started();
  EXPECT_EQ(code_of(world.run(FileDraft{world.by(), id, 1, ""})), Code::draft_changed_elsewhere);
}

TEST(FileDraft, OfAnUnknownDraft_IsRefused) {
  DeskWorld world;
  EXPECT_EQ(code_of(world.run(FileDraft{world.by(), "none", 1, ""})), Code::unknown_draft);
}

TEST(FileDraft, InTheCitizensLanguage_KeepsItForTheSlips) {
  DeskWorld world;
  auto id = world.started();
  world.must(FileDraft{world.by(), id, 2, "ur"});
  EXPECT_EQ(world.languages.at(id), "ur");
}

}  // namespace
}  // namespace karvan::counter
