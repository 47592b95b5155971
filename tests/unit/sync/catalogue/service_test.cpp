#include "sync/catalogue/catalogue.h"

#include <gtest/gtest.h>

#include "tests/unit/sync/catalogue/documents.h"

namespace karvan::catalogue {
namespace {

TEST(Service, WrittenAndLoaded_IsTheSame) {
  std::string bytes = bytes_of(service("card", "Card"));
  EXPECT_EQ(bytes_of(load_service(bytes, "v").value()), bytes);
}

Service whole() {
  Service s = service("card", "Card");
  s.consent = {"3", {{"en", "I agree"}}};
  s.calendar.id = "lahore";
  s.calendar.utc_offset_minutes = 300;
  s.calendar.week[4] = {{540, 750}, {870, 1020}};
  s.calendar.holidays = {"2026-12-25"};
  s.reopens = {"filed"};
  s.parties = {{"guardian", {{"en", "Guardian"}}, 1, 2, {"identity"}, {"card", "none"}, true, "phone"}};
  Template t;
  t.kind = "certificate";
  t.statement = {{"en", "Of ${phone} on ${date}"}};
  t.provisional = {{"en", "Provisional"}};
  t.claims = {{"full_name", "${phone}"}};
  s.templates = {t};
  return s;
}

TEST(Service, WithCalendarConsentAndTemplate_IsTheSameAgain) {
  std::string bytes = bytes_of(whole());
  auto loaded = load_service(bytes, "v");
  ASSERT_TRUE(loaded);
  EXPECT_EQ(bytes_of(*loaded), bytes);
  EXPECT_EQ(loaded->calendar, whole().calendar);
  EXPECT_TRUE(loaded->parties.at(0).later);
}

TEST(Service, OlderDocument_LoadsWithWhatWasMeantThen) {
  auto loaded = load_service(bytes_of(service("card", "Card")), "v");
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->calendar, Calendar{});
  EXPECT_EQ(loaded->consent.version, "");
  EXPECT_EQ(loaded->reopens, (std::vector<std::string>{"filed", "reviewed"}));
}

TEST(Service, KeepUntil_IsThePaperWhereItNamesAFile_ElseTheReview_ElseTheEnding) {
  auto s = service("a", "A");
  EXPECT_EQ(default_keep_until(s), "reviewed");
  auto definition = s.form.definition();
  definition.questions[0].type = form::Type::image;
  s.form = form::Form::make(definition).value();
  s.templates = whole().templates;  // of ${phone}
  EXPECT_EQ(default_keep_until(s), "document_issued");
  s.stages.resize(7);
  EXPECT_EQ(default_keep_until(s), "");
}

TEST(Service, KeepUntil_IsPublishedOnlyWhereItDiffers) {
  auto s = whole();
  const auto bytes = bytes_of(s);
  EXPECT_EQ(bytes.find("keep_until"), std::string::npos);
  EXPECT_EQ(load_service(bytes, "v")->keep_until, "reviewed");
  s.keep_until = "reviewed";
  EXPECT_EQ(bytes_of(s), bytes);
  s.keep_until = "delivered";
  EXPECT_EQ(load_service(bytes_of(s), "v")->keep_until, "delivered");
}

TEST(Service, BrokenCalendar_IsRefused) {
  for (const char* hours :
       {"[750,540]", "[540]", "[\"a\",750]", "[-1,750]", "[540,1441]", "[540,750],[600,700]", "3"}) {
    std::string bytes = bytes_of(whole());
    bytes.replace(bytes.find("[540,750]"), 9, hours);
    EXPECT_FALSE(load_service(bytes, "v")) << hours;
  }
}

TEST(Template, DependsOnTheFieldsOfItsWordsAndClaims) {
  Template t;
  t.title = {{"en", "No. ${number}"}};
  t.lines = {{{"en", "${b}"}, {"ur", "${c}"}}};
  t.claims = {{"x", "${a} ${b}"}};
  EXPECT_EQ(t.depends_on(), (std::vector<std::string>{"a", "b", "c"}));
}

TEST(Service, NegativeFee_IsRefused) {
  std::string bytes = bytes_of(service("card", "Card"));
  bytes.replace(bytes.find("15000"), 5, "-5000");
  EXPECT_EQ(load_service(bytes, "v").error().code, Code::catalogue_broken);
}

TEST(Service, BrokenForm_NamesTheService) {
  std::string bytes = bytes_of(service("card", "Card"));
  bytes.replace(bytes.find("\"text\""), 6, "\"holo\"");
  auto loaded = load_service(bytes, "v");
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().where.substr(0, 5), "card:");
}

TEST(Service, UnknownVersionOfTheFormat_IsTold) {
  std::string bytes = bytes_of(service("card", "Card"));
  bytes.replace(bytes.find("\"v\":1"), 5, "\"v\":9");
  EXPECT_EQ(load_service(bytes, "v").error().code, Code::version_unknown);
}

TEST(Service, MergeRule_IsTheQuestionsElseReview) {
  Service s = service("card", "Card");
  EXPECT_EQ(s.merge_rule("phone"), "newest");
  EXPECT_EQ(s.merge_rule("unknown"), "review");
}

TEST(Service, Acts_AreOpenToTheRolesNamedElseToTheDesk) {
  Service s = service("card", "Card");
  EXPECT_FALSE(s.allows("file", "operator"));
  EXPECT_TRUE(s.allows("file", "supervisor"));
  EXPECT_TRUE(s.allows("start", "operator"));
  EXPECT_FALSE(s.allows("start", "auditor"));
}

TEST(Media, OfAService_IsSortedAndEachOnce) {
  form::Definition definition;
  definition.id = "card";
  form::Question question;
  question.name = "a";
  question.media = {{"image", {{"en", "d2"}, {"ur", "d1"}}}, {"audio", {{"en", "d2"}}}};
  definition.questions = {question};
  definition.children = {{false, 0}};
  Service s{.id = "card", .version = {}, .form = form::Form::make(definition).value()};
  EXPECT_EQ(s.media(), (std::vector<std::string>{"d1", "d2"}));
}

}  // namespace
}  // namespace karvan::catalogue
