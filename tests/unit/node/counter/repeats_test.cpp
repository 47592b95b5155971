#include "tests/unit/node/counter/family.h"

#include "node/counter/slips.h"
#include "node/counter/spots.h"

namespace karvan::counter {
namespace {

using samples::code_of;
using samples::FamilyDesk;

std::string ids(const json::value& list) {
  std::string text;
  for (const auto& id : list.as_array()) text += (text.empty() ? "" : " ") + std::string(id.as_string());
  return text;
}

TEST(AddInstance, TellsTheNewOneWholeAndTheListOfItsRepeat) {
  FamilyDesk world;
  const auto id = world.started();
  const auto reply = world.added(id).reply;
  const auto instance = std::string(reply.at("instance").as_string());
  EXPECT_EQ(repeat_of(instance), "members");
  EXPECT_EQ(ids(reply.at("repeats").at("members")), std::string(id_in(instance)));
  for (const auto* name : {"member_name", "portrait", "age"})
    EXPECT_TRUE(reply.at("questions").as_object().contains(instance + "/" + name)) << name;
  EXPECT_FALSE(reply.at("questions").as_object().contains("full_name"));
  EXPECT_EQ(reply.at("missing").as_array().at(0).at("question").as_string(), instance + "/member_name");
  EXPECT_EQ(reply.at("seen").to_number<std::uint64_t>(), world.seen(id));
}

TEST(AddInstance, Twice_GivesTwoOfThemInOrder) {
  FamilyDesk world;
  const auto id = world.started();
  const auto first = world.member(id, "Bibi");
  const auto reply = world.added(id).reply;
  const auto second = std::string(reply.at("instance").as_string());
  EXPECT_NE(first, second);
  EXPECT_EQ(ids(reply.at("repeats").at("members")), std::string(id_in(first)) + " " + std::string(id_in(second)));
}

TEST(AddInstance, OfACountedRepeatOrNoRepeat_IsRefused) {
  FamilyDesk world;
  const auto id = world.started();
  EXPECT_EQ(code_of(world.run(AddInstance{world.by(), id, 2, "children"})), Code::answer_read_only);
  EXPECT_EQ(code_of(world.run(AddInstance{world.by(), id, 2, "full_name"})), Code::unknown_question);
  EXPECT_EQ(code_of(world.run(AddInstance{world.by(), id, 1, "members"})), Code::draft_changed_elsewhere);
}

TEST(AddInstance, BeyondTheMost_IsRepeatFull) {
  FamilyDesk world;
  const auto id = world.started();
  for (std::size_t i = 0; i < form::instances_max; ++i) world.added(id);
  EXPECT_EQ(code_of(world.run(AddInstance{world.by(), id, world.seen(id), "members"})), Code::repeat_full);
}

TEST(RemoveInstance, TakesItsAnswersAndFilesAlong) {
  FamilyDesk world;
  const auto id = world.started();
  const auto first = world.member(id, "Bibi"), second = world.member(id, "Omar");
  auto& draft = world.drafts.at(id);
  ASSERT_TRUE(draft.form.set(first + "/portrait", std::string(64, 'a')));
  draft.attachments.push_back({first + "/portrait", std::string(64, 'a'), 10, "image/png", {}});
  const auto reply = world.must(RemoveInstance{world.by(), id, world.seen(id), first}).reply;
  EXPECT_EQ(ids(reply.at("repeats").at("members")), std::string(id_in(second)));
  EXPECT_TRUE(reply.at("missing").as_array().empty());
  EXPECT_TRUE(world.drafts.at(id).attachments.empty());
  for (const auto& [key, value] : world.drafts.at(id).form.answers()) EXPECT_FALSE(is_in(key, first)) << key;
  EXPECT_EQ(code_of(world.run(RemoveInstance{world.by(), id, world.seen(id), first})), Code::unknown_question);
}

TEST(ChangeDraft, OfACount_MakesItsInstancesComeAndGo) {
  FamilyDesk world;
  const auto id = world.started();
  const auto two = world.answer(id, {{"children/2/child_name", "Zoya"}, {"children_count", "2"}}).reply;
  EXPECT_EQ(ids(two.at("repeats").at("children")), "1 2");
  EXPECT_EQ(two.at("questions").at("children/2/child_name").at("value").as_string(), "Zoya");
  EXPECT_TRUE(two.at("questions").as_object().contains("children/1/child_name"));
  const auto one = world.answer(id, {{"children_count", "1"}}).reply;
  EXPECT_EQ(ids(one.at("repeats").at("children")), "1");
  EXPECT_FALSE(one.at("questions").as_object().contains("children/2/child_name"));
}

TEST(ChangeDraft, InOneInstance_TellsOnlyWhatChanged) {
  FamilyDesk world;
  const auto id = world.started();
  const auto first = world.member(id, "Bibi"), second = world.member(id, "Omar");
  const auto reply = world.answer(id, {{second + "/age", "9"}}).reply;
  EXPECT_EQ(reply.at("questions").as_object().size(), 1u);
  EXPECT_TRUE(reply.at("repeats").as_object().empty());
  EXPECT_EQ(code_of(world.run(ChangeDraft{world.by(), id, world.seen(id), {{"members/nobody/age", "9"}}})),
            Code::unknown_question);
  EXPECT_EQ(first.substr(0, 8), "members/");
}

TEST(ChangeDraft, WithMoreThanCanBeFiled_IsRefused) {
  FamilyDesk world;
  const auto id = world.started();
  const std::string long_text(form::text_bytes_max, 'x');
  Code code = Code::internal;
  for (int i = 0; i < 40 && code == Code::internal; ++i) {
    const auto instance = std::string(world.added(id).reply.at("instance").as_string());
    code = code_of(world.run(ChangeDraft{world.by(), id, world.seen(id), {{instance + "/member_name", long_text}}}));
  }
  EXPECT_EQ(code, Code::answer_too_long);
}

TEST(FileDraft, WithRepeats_WritesKeysAndListsIntoTheOperation) {
  FamilyDesk world;
  const auto id = world.started();
  const auto first = world.member(id, "Bibi"), second = world.member(id, "Omar");
  world.answer(id, {{"children_count", "1"}, {"children/1/child_name", "Zoya"}});
  const auto done = world.must(FileDraft{world.by(), id, world.seen(id), ""});
  const auto& set = done.ops.at(0).set;
  EXPECT_EQ(set.at(first + "/member_name"), "Bibi");
  EXPECT_EQ(set.at("members"), std::string(id_in(first)) + " " + std::string(id_in(second)));
  EXPECT_EQ(set.at("children/1/child_name"), "Zoya");
  EXPECT_TRUE(world.of(id).reached("filed"));
}

TEST(FileDraft, WithAPictureInEachOfManyInstances_WritesMoreThanOneOperationOfFiles) {
  FamilyDesk world;
  const auto id = world.started();
  for (std::size_t i = 0; i <= model::attach_max; ++i) {
    const auto key = world.member(id, "M") + "/portrait";
    auto hash = std::string(61, 'a') + std::to_string(100 + i);
    ASSERT_TRUE(world.drafts.at(id).form.set(key, hash));
    world.drafts.at(id).attachments.push_back({key, hash, 10, "image/png", {}});
  }
  const auto done = world.must(FileDraft{world.by(), id, world.seen(id), ""});
  for (const auto& op : done.ops) EXPECT_LE(op.attach.size(), model::attach_max);
  EXPECT_EQ(world.of(id).attachments.size(), model::attach_max + 1);
  EXPECT_TRUE(world.of(id).reached("biometrics_captured"));
}

TEST(FileDraft, WithABlankRequiredAnswerInAnInstance_NamesItsKey) {
  FamilyDesk world;
  const auto id = world.started();
  const auto instance = world.member(id, "");
  const auto refused = world.run(FileDraft{world.by(), id, world.seen(id), ""});
  ASSERT_EQ(code_of(refused), Code::form_incomplete);
  EXPECT_EQ(refused.error().where, instance + "/member_name");
}

TEST(Summary, ListsEachInstanceUnderItsNumberAndSaysWhereThereIsNone) {
  FamilyDesk world;
  const auto id = world.started();
  world.member(id, "Bibi");
  world.member(id, "Omar");
  const auto slip = summary(world, world.drafts.at(id), "1", "en");
  std::vector<std::string> labels;
  for (const auto& row : slip.rows) labels.push_back(row.label + (row.value.empty() ? "" : "=" + row.value));
  auto has = [&](const std::string& text) { return std::find(labels.begin(), labels.end(), text) != labels.end(); };
  EXPECT_TRUE(has("Member 1"));
  EXPECT_TRUE(has("Member 2"));
  EXPECT_TRUE(has("Label of member_name=Omar"));
  EXPECT_TRUE(has("Child=\u2014"));
}

TEST(Template, NamingAQuestionOfARepeat_SaysAllOfThem) {
  FamilyDesk world(
      [](catalogue::Service& service) { service.templates[0].statement = {{"en", "Of ${member_name}."}}; });
  const auto id = world.filed_family();
  const auto slip = certificate(world, *world.application(id), {"domicile", 501}, "en");
  EXPECT_EQ(slip.statement, "Of Bibi, Omar.");
}

TEST(RepeatCaptures, OfACard_FillTheInstanceAlone) {
  FamilyDesk world;
  world.devices["card_reader"] = "reader";
  const auto id = world.started();
  const auto first = world.member(id, "Bibi"), second = world.member(id, "Omar");
  const auto started = world.must(StartCapture{world.by(), id, "", second + "/card", ""});
  CaptureReported report;
  report.capture = std::string(started.reply.at("capture").as_string());
  report.done = true;
  report.fields = {{"full_name", "Omar Khan"}};
  world.must(report);
  const auto answers = world.drafts.at(id).form.answers();
  EXPECT_EQ(answers.at(first + "/member_name"), "Bibi");
  EXPECT_EQ(answers.at(second + "/member_name"), "Omar Khan");
  EXPECT_EQ(code_of(world.run(StartCapture{world.by(), id, "", "members/nobody/card", ""})), Code::unknown_question);
}

// ---- after filing

struct Family : FamilyDesk {
  std::string id = filed_family();
  std::string list() { return value(id, "members"); }
  std::string over(const std::string& key) { return of(id).fields.at(key).writer; }
  Result<Decision> change(const std::map<std::string, std::string>& set,
                          const std::map<std::string, std::string>& over) {
    return run(ChangeApplication{by(), id, set, over});
  }
};

TEST(ChangeApplication, InAnInstance_SetsThatKeyAlone) {
  Family world;
  const auto key = "members/" + world.list().substr(0, world.list().find(' ')) + "/member_name";
  const auto done = world.change({{key, "Fatima"}}, {{key, world.over(key)}});
  ASSERT_TRUE(done) << describe(done.error());
  EXPECT_EQ(done->ops.at(0).set, (form::Answers{{key, "Fatima"}}));
  EXPECT_EQ(world.value(world.id, key), "Fatima");
}

TEST(ChangeApplication, ThatListsANewInstance_AddsItAtTheEnd) {
  Family world;
  const auto before = world.list();
  const auto done = world.change({{"members", before + " new12345"}, {"members/new12345/member_name", "Zoya"}},
                                 {{"members", world.over("members")}});
  ASSERT_TRUE(done) << describe(done.error());
  EXPECT_EQ(done->ops.at(0).add, (std::vector<model::Added>{{"members", "new12345"}}));
  EXPECT_FALSE(done->ops.at(0).set.contains("members"));
  EXPECT_EQ(world.list(), before + " new12345");
  EXPECT_EQ(world.value(world.id, "members/new12345/member_name"), "Zoya");
}

TEST(ChangeApplication, P8_ThatListsOneLess_LeavesATombstoneAndErasesNothing) {
  Family world;
  const auto first = world.list().substr(0, world.list().find(' '));
  const auto rest = world.list().substr(first.size() + 1);
  const auto done = world.change({{"members", rest}}, {{"members", world.over("members")}});
  ASSERT_TRUE(done) << describe(done.error());
  EXPECT_EQ(world.list(), rest);
  ASSERT_EQ(done->ops.at(0).remove.size(), 1u);
  EXPECT_EQ(done->ops.at(0).remove[0].value, first);
  EXPECT_TRUE(done->ops.at(0).set.empty());
  EXPECT_NE(world.value(world.id, "members/" + first + "/member_name"), "");
  EXPECT_EQ(code_of(world.change({{"members", rest}}, {{"members", "bus-01/e1/1"}})), Code::changed_elsewhere);
}

TEST(ChangeApplication, OfACountedListOrAnIdThatIsNone_IsRefused) {
  Family world;
  EXPECT_EQ(code_of(world.change({{"children", "1"}}, {})), Code::answer_read_only);
  EXPECT_EQ(code_of(world.change({{"members", world.list() + " NO"}}, {{"members", world.over("members")}})),
            Code::unknown_question);
}

TEST(ChangeApplication, InAReturnedRound_FilesTheRepeatsAgain) {
  Family world;
  world.must(ReturnApplication{world.by("bilal"), world.id, "one is missing"});
  EXPECT_FALSE(world.of(world.id).reached("filed"));
  const auto done = world.change({{"members", world.list() + " new12345"}, {"members/new12345/member_name", "Zoya"}},
                                 {{"members", world.over("members")}});
  ASSERT_TRUE(done) << describe(done.error());
  EXPECT_TRUE(world.of(world.id).reached("filed"));
}

TEST(Spots, StandInFormOrderWithTheirInstances) {
  FamilyDesk world;
  const auto id = world.started();
  const auto instance = world.member(id, "Bibi");
  const auto& form = world.drafts.at(id).form;
  std::string keys;
  for (const auto& spot : spots_of(form)) keys += spot.key + ";";
  EXPECT_NE(keys.find("members;" + instance + ";" + instance + "/member_name;"), keys.npos) << keys;
  EXPECT_TRUE(stands(form, instance));
  EXPECT_TRUE(stands(form, instance + "/age"));
  EXPECT_FALSE(stands(form, "members/nobody"));
  EXPECT_FALSE(stands(form, "members/nobody/age"));
  EXPECT_EQ(title_of(form, instance, "en"), "Member 1");
  EXPECT_EQ(answer_of(form.form(), form.answers(), "member_name", 1), "Bibi");
  EXPECT_EQ(answer_of(form.form(), form.answers(), "member_name", 2), "");
}

}  // namespace
}  // namespace karvan::counter
