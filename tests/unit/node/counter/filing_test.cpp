#include "tests/unit/node/counter/whole.h"

namespace karvan::counter {
namespace {

using samples::code_of;
using samples::WholeDesk;

Result<Decision> file(WholeDesk& world, const std::string& id) {
  return world.run(FileDraft{world.by(), id, world.seen(id), ""});
}

const model::Op* advancing(const Decision& decision, std::string_view stage) {
  for (const auto& op : decision.ops)
    if (op.advance == stage) return &op;
  return nullptr;
}

TEST(FileDraft, WritesPeopleAndPapersAsFactsOfTheirOwn) {
  WholeDesk world;
  auto id = world.ready();
  world.captured(id, "thumb", 'b');
  world.show(id, "applicant", "signature", "thumb", world.summary(id));
  auto done = file(world, id);
  ASSERT_TRUE(done) << describe(done.error());
  ASSERT_TRUE(advancing(*done, "documents_captured"));
  EXPECT_EQ(advancing(*done, "documents_captured")->attach.at(0).name, "paper");
  ASSERT_TRUE(advancing(*done, "biometrics_captured"));
  EXPECT_EQ(advancing(*done, "biometrics_captured")->attach.at(0).name, "thumb");
  EXPECT_EQ(world.of(id).shown.size(), 3u);
  EXPECT_EQ(world.of(id).attachments.size(), 2u);
}

TEST(FileDraft, WhileAPartyMayComeAnotherDay_FilesWithoutCheckingIdentity) {
  WholeDesk world;
  auto id = world.filed();
  EXPECT_TRUE(world.of(id).reached("filed"));
  EXPECT_EQ(world.of(id).shown.size(), 3u);
  EXPECT_FALSE(world.of(id).reached("identity_checked"));
}

TEST(FileDraft, WithAllPartiesThere_ChecksIdentity) {
  WholeDesk world;
  auto id = world.ready();
  world.show(id, "guardian", "identity", "card", "1");
  world.show(id, "guardian", "consent", "", "c1");
  ASSERT_TRUE(file(world, id));
  EXPECT_TRUE(world.of(id).reached("identity_checked"));
}

TEST(FileDraft, WithoutConsentOrSignature_IsRefused) {
  WholeDesk world;
  auto id = world.started();
  world.captured(id, "paper", 'a');
  auto refused = file(world, id);
  ASSERT_EQ(code_of(refused), Code::party_missing);
  EXPECT_EQ(refused.error().args.at("what"), "consent");
  world.show(id, "applicant", "consent", "", "c1");
  EXPECT_EQ(file(world, id).error().args.at("what"), "signature");
}

TEST(FileDraft, SignedBeforeAnAnswerChanged_IsRefused) {
  WholeDesk world;
  auto id = world.ready();
  world.must(ChangeDraft{world.by(), id, world.seen(id), {{"phone", "0300"}}});
  auto refused = file(world, id);
  ASSERT_EQ(code_of(refused), Code::party_missing);
  EXPECT_EQ(refused.error().args.at("what"), "signature");
}

TEST(FileDraft, WithoutARequiredScan_IsRefusedByItsQuestion) {
  WholeDesk world;
  auto id = world.started();
  auto refused = file(world, id);
  ASSERT_EQ(code_of(refused), Code::attachment_missing);
  EXPECT_EQ(refused.error().where, "paper");
}

TEST(FileDraft, P11_WithAnAnswerThatNoFileStandsBehind_IsRefused) {
  WholeDesk world;
  auto id = world.ready();
  world.drafts.at(id).attachments.clear();
  EXPECT_EQ(code_of(file(world, id)), Code::attachment_missing);
}

TEST(FileDraft, AFileThatAnswersNothingAnyMore_StaysBehind) {
  WholeDesk world;
  auto id = world.ready();
  world.drafts.at(id).attachments.push_back({"thumb", WholeDesk::hash('9'), 10, "image/png", {}});
  ASSERT_TRUE(file(world, id));
  EXPECT_EQ(world.of(id).attachments.size(), 1u);
}

TEST(FileDraft, AFingerThatTheFormAskedFor_IsWhatThePartyShowed) {
  WholeDesk world([](catalogue::Service& service) { service.parties[0].shows.push_back("biometric"); });
  auto id = world.ready();
  world.captured(id, "thumb", 'b');
  world.show(id, "applicant", "signature", "thumb", world.summary(id));
  ASSERT_TRUE(file(world, id));
  ASSERT_EQ(world.of(id).shown.size(), 4u);
  EXPECT_EQ(world.of(id).shown.back().act.what, "biometric");
  EXPECT_EQ(world.of(id).shown.back().act.of, WholeDesk::hash('b'));
}

TEST(FileDraft, AFingerThatNobodyWasAskedFor_IsNobodysProof) {
  WholeDesk world;
  auto id = world.ready();
  world.captured(id, "thumb", 'b');
  world.show(id, "applicant", "signature", "thumb", world.summary(id));
  ASSERT_TRUE(file(world, id));
  for (const auto& shown : world.of(id).shown) EXPECT_NE(shown.act.what, "biometric");
}

TEST(ChangeDraft, OfAPicturesAnswerByHand_IsRefusedAndClearingDropsTheFile) {
  WholeDesk world;
  auto id = world.ready();
  ChangeDraft typed{world.by(), id, world.seen(id), {{"paper", WholeDesk::hash('c')}}};
  EXPECT_EQ(code_of(world.run(typed)), Code::answer_read_only);
  world.must(ChangeDraft{world.by(), id, world.seen(id), {{"paper", ""}}});
  EXPECT_TRUE(world.drafts.at(id).attachments.empty());
}

}  // namespace
}  // namespace karvan::counter
