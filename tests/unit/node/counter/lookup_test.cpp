#include "tests/unit/node/counter/family.h"

namespace karvan::counter {
namespace {

using samples::code_of;
using samples::FamilyDesk;

// Somebody who was given certificate 501 before.
struct Renewal : FamilyDesk {
  using FamilyDesk::FamilyDesk;
  std::string earlier = filed_before();
  std::string id = started("");
  std::string filed_before() {
    const auto application = started("Gulnar Bibi");
    answer(application, {{"born", "1991-04-02"}});
    must(FileDraft{by(), application, seen(application), ""});
    of(application).documents.push_back({"x/e/1", {"domicile", 501}, "issued", {}, {"printed"}});
    return application;
  }
  Result<Decision> look_up(const std::string& number, const std::string& question = "old_number") {
    answer(id, {{question, number}});
    return run(LookUp{by(), id, seen(id), question});
  }
};

TEST(LookUp, OfANumberThatIsHere_FillsWhatNamesAFieldAndIsNotReadOnly) {
  Renewal world;
  const auto done = world.look_up("501");
  ASSERT_TRUE(done) << describe(done.error());
  const auto answers = world.drafts.at(world.id).form.answers();
  EXPECT_EQ(answers.at("full_name"), "Gulnar Bibi");
  EXPECT_EQ(answers.at("born"), "1991-04-02");
  EXPECT_FALSE(answers.contains("sealed"));
  const auto& found = done->reply.at("found");
  EXPECT_EQ(found.at("application").as_string(), world.earlier);
  EXPECT_EQ(found.at("tracking").as_string(), model::tracking_of(world.earlier));
  EXPECT_EQ(json::write(found.at("filled")), R"(["full_name","born"])");
  EXPECT_EQ(done->reply.at("questions").at("born").at("value").as_string(), "1991-04-02");
}

TEST(LookUp, ThatFilledSomething_IsNotedInTheFiling) {
  Renewal world;
  ASSERT_TRUE(world.look_up("00 501"));
  const auto filed = world.must(FileDraft{world.by(), world.id, world.seen(world.id), ""});
  EXPECT_EQ(filed.ops.at(0).note,
            "looked up domicile 501 of " + model::tracking_of(world.earlier) + ": full_name, born");
}

TEST(LookUp, OfANumberThatIsNotHere_IsNotFoundAndTheDeskGoesOnByHand) {
  Renewal world;
  EXPECT_EQ(code_of(world.look_up("777")), Code::not_found);
  EXPECT_EQ(code_of(world.look_up("about 501")), Code::not_found);
  EXPECT_EQ(code_of(world.look_up("")), Code::not_found);
  world.answer(world.id, {{"old_number", "777"}, {"full_name", "Gulnar Bibi"}});
  EXPECT_TRUE(world.run(FileDraft{world.by(), world.id, world.seen(world.id), ""}));
}

TEST(LookUp, OfADocumentThatIsVoid_IsNotFound) {
  Renewal world;
  world.of(world.earlier).documents.back().state = "void";
  EXPECT_EQ(code_of(world.look_up("501")), Code::not_found);
}

TEST(LookUp, OfAQuestionThatAsksForNoDocument_IsRefused) {
  Renewal world;
  EXPECT_EQ(code_of(world.look_up("Ali", "full_name")), Code::unknown_question);
}

TEST(LookUp, Again_TakesTheEarlierOnesPlace) {
  Renewal world;
  ASSERT_TRUE(world.look_up("501"));
  ASSERT_TRUE(world.look_up("501"));
  EXPECT_EQ(world.drafts.at(world.id).looked_up.size(), 1u);
}

}  // namespace
}  // namespace karvan::counter
