#include "tests/unit/node/counter/family.h"
#include "tests/unit/node/api/whole_desk.h"

namespace karvan::api {
namespace {

using samples::Desk;
using samples::WholeDesk;

struct FamilyDesk : WholeDesk {
  FamilyDesk() : WholeDesk(counter::samples::with_family) {}

  json::object draft(const std::string& id) { return object(get("drafts/" + id)); }
  http::Response change(const std::string& name, const std::string& id, const std::string& members) {
    const auto seen = std::to_string(draft(id).at("seen").to_number<int>());
    return give(name, R"("draft":")" + id + R"(","seen":)" + seen + "," + members);
  }
  std::string member(const std::string& id, const std::string& name) {
    const auto instance = text(change("add_instance", id, R"("repeat":"members")"), "instance");
    change("change_draft", id, R"("set":{")" + instance + R"(/member_name":")" + name + R"("})");
    return instance;
  }
  std::string filed_family() {
    const auto id = started();
    member(id, "Bibi");
    member(id, "Omar");
    const auto filed = change("file_draft", id, R"("language":"en")");
    EXPECT_EQ(filed.status, 200) << filed.body;
    return id;
  }
};

TEST(FormView, TellsRepeatsAndWhatAQuestionLooksUp) {
  FamilyDesk desk;
  const auto services = Desk::list(desk.get("services"));
  EXPECT_TRUE(services[0].at("fee").is_null());  // it follows from the answers
  const auto form =
      Desk::object(desk.get("services/domicile/" + std::string(services[0].at("version").as_string()) + "/form"));
  const auto& children = form.at("form").at("children").as_array();
  std::vector<const json::value*> repeats;
  for (const auto& child : children)
    if (child.at("kind").as_string() == "repeat") repeats.push_back(&child);
  ASSERT_EQ(repeats.size(), 2u);
  EXPECT_FALSE(repeats[0]->at("counted").as_bool());
  EXPECT_TRUE(repeats[1]->at("counted").as_bool());
  EXPECT_EQ(repeats[0]->at("children").as_array().size(), 4u);
  EXPECT_EQ(children[1].at("lookup").as_string(), "domicile");
  EXPECT_EQ(children[2].at("from_document").as_string(), "born");
}

TEST(DraftView, HasInstancesByKeyAndSurvivesARestart) {
  FamilyDesk desk;
  const auto id = desk.started();
  const auto instance = desk.member(id, "Bibi");
  desk.box.restart();
  desk.sign_in("asma");
  const auto draft = desk.draft(id);
  EXPECT_EQ(draft.at("repeats").at("members").as_array().size(), 1u);
  EXPECT_EQ(draft.at("questions").at(instance + "/member_name").at("value").as_string(), "Bibi");
  EXPECT_TRUE(draft.at("groups").as_object().contains(instance));
  EXPECT_EQ(draft.at("fee").at("total").at("minor").as_int64(), 30'000);
  EXPECT_TRUE(draft.at("looked_up").as_array().empty());
}

TEST(RemoveInstance, IsGoneFromTheDraft) {
  FamilyDesk desk;
  const auto id = desk.started();
  const auto instance = desk.member(id, "Bibi");
  EXPECT_EQ(desk.change("remove_instance", id, R"("instance":")" + instance + R"(")").status, 200);
  EXPECT_TRUE(desk.draft(id).at("repeats").at("members").as_array().empty());
  EXPECT_EQ(Desk::type(desk.change("remove_instance", id, R"("instance":")" + instance + R"(")")), "unknown_question");
}

TEST(ApplicationView, HasRepeatsFeeLinesAndFieldsOfInstances) {
  FamilyDesk desk;
  const auto id = desk.filed_family();
  const auto app = desk.shown(id);
  EXPECT_EQ(app.at("repeats").at("members").as_array().size(), 2u);
  EXPECT_EQ(app.at("fee").at("lines").as_array().at(0).at("amount").at("minor").as_int64(), 20'000);
  EXPECT_TRUE(app.at("closing").is_null());
  EXPECT_EQ(app.at("refund_due").at("minor").as_int64(), 0);
  std::string numbers;
  for (const auto& field : app.at("fields").as_array())
    if (std::string(field.at("name").as_string()).ends_with("/member_name"))
      numbers += std::to_string(field.at("instance").at("number").to_number<int>()) +
                 std::string(field.at("value").as_string()) + " ";
  EXPECT_EQ(numbers, "1Bibi 2Omar ");
}

TEST(LookUp, OfADocumentOfThisBox_FillsTheDraftAndIsKeptWithIt) {
  FamilyDesk desk;
  const auto earlier = desk.filed_family();
  desk.give("take_payment", WholeDesk::app(earlier) + R"(,"tender":"cash","amount":{"minor":40000,"currency":"PKR"})");
  desk.grant(earlier);
  const auto issued = Desk::object(desk.give("issue_document", WholeDesk::app(earlier)));
  const auto number = std::to_string(issued.at("document").at("number").to_number<int>());
  const auto id = Desk::text(desk.give("start_draft", R"("service":"domicile")"), "draft");
  desk.change("change_draft", id, R"("set":{"old_number":"999"})");
  EXPECT_EQ(Desk::type(desk.change("look_up", id, R"("question":"old_number")")), "not_found");
  desk.change("change_draft", id, R"("set":{"old_number":")" + number + R"("})");
  const auto found = desk.change("look_up", id, R"("question":"old_number")");
  ASSERT_EQ(found.status, 200) << found.body;
  EXPECT_EQ(Desk::object(found).at("found").at("application").as_string(), earlier);
  desk.box.restart();
  desk.sign_in("asma");
  const auto draft = desk.draft(id);
  EXPECT_EQ(draft.at("questions").at("full_name").at("value").as_string(), "Ali Khan");
  EXPECT_EQ(json::write(draft.at("looked_up").as_array().at(0).at("filled")), R"(["full_name"])");
}

TEST(CloseApplication, AsOffered_IsShownAndListed) {
  FamilyDesk desk;
  const auto id = desk.filed_family();
  const auto before = desk.shown(id);
  ASSERT_FALSE(before.at("closings").as_array().empty());
  EXPECT_EQ(before.at("closings").as_array().at(0).at("how").as_string(), "withdrawn");
  EXPECT_TRUE(desk.can(id, "close_application"));
  EXPECT_EQ(Desk::type(desk.give("close_application", WholeDesk::app(id) + R"(,"how":"expired","reason":"x")")),
            "closing_not_offered");
  const auto closed = desk.give("close_application", WholeDesk::app(id) + R"(,"how":"withdrawn","reason":"a move")");
  EXPECT_EQ(closed.status, 200) << closed.body;
  const auto after = desk.shown(id);
  EXPECT_EQ(after.at("closing").at("how").as_string(), "withdrawn");
  EXPECT_EQ(after.at("closing").at("reason").as_string(), "a move");
  EXPECT_EQ(after.at("closing").at("by").as_string(), "Name of asma");
  EXPECT_TRUE(after.at("closings").as_array().empty());
  EXPECT_FALSE(desk.can(id, "close_application"));
  EXPECT_FALSE(desk.can(id, "change_application"));
  EXPECT_FALSE(desk.can(id, "take_payment"));
  EXPECT_EQ(Desk::list(desk.get("applications"))[0].at("closed").as_string(), "withdrawn");
}

TEST(Media, OfTheCatalogue_ComesInItsOwnType) {
  FamilyDesk desk;
  const std::string picture = "\x89PNG\r\n\x1a\nand so on";
  const auto digest = seal::to_hex(seal::sha256(picture));
  desk.box.round();
  exchange::Answer answer;
  answer.documents.push_back(desk.box.document(exchange::Feed::reference, "media", digest, picture));
  desk.box.say(std::move(answer));
  const auto response = desk.get("media/" + digest);
  ASSERT_EQ(response.status, 200) << response.body;
  EXPECT_EQ(response.body, picture);
  EXPECT_EQ(Desk::header(response, "Content-Type"), "image/png");
  EXPECT_EQ(Desk::header(response, "X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(Desk::type(desk.get("media/" + std::string(64, '0'))), "not_found");
}

}  // namespace
}  // namespace karvan::api
