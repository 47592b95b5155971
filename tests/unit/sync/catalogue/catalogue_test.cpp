#include "sync/catalogue/catalogue.h"

#include <gtest/gtest.h>

#include "tests/unit/sync/catalogue/documents.h"

namespace karvan::catalogue {
namespace {

Manifest manifest_of(const std::string& first, const std::string& second) {
  Manifest m;
  m.number = 7;
  m.services["card"].versions = {{digest(first), ""}, {digest(second), "2026-12-01"}};
  return m;
}

class Loaded : public testing::Test {
 protected:
  std::string first_ = bytes_of(service("card", "Card")), second_ = bytes_of(service("card", "New card"));
  Result<Catalogue> load(const Manifest& manifest) {
    return Catalogue::load(write(manifest), {second_, first_}, digest);
  }
};

TEST_F(Loaded, Current_FollowsTheDate) {
  auto catalogue = load(manifest_of(first_, second_)).value();
  EXPECT_EQ(catalogue.current("card", "2026-11-30")->title.at("en"), "Card");
  EXPECT_EQ(catalogue.current("card", "2026-12-01")->title.at("en"), "New card");
  EXPECT_EQ(catalogue.current("2026-12-01").size(), 1u);
}

TEST_F(Loaded, PinnedVersion_StaysReadable) {
  auto catalogue = load(manifest_of(first_, second_)).value();
  EXPECT_EQ(catalogue.version("card", digest(first_))->title.at("en"), "Card");
  EXPECT_EQ(catalogue.version("other", digest(first_)), nullptr);
}

TEST_F(Loaded, WithdrawnService_IsNotCurrentAndStillReadable) {
  Manifest manifest = manifest_of(first_, second_);
  manifest.services["card"].withdrawn = "2027-01-01";
  auto catalogue = load(manifest).value();
  EXPECT_NE(catalogue.current("card", "2026-12-31"), nullptr);
  EXPECT_EQ(catalogue.current("card", "2027-01-01"), nullptr);
  EXPECT_NE(catalogue.version("card", digest(second_)), nullptr);
}

TEST_F(Loaded, MissingDocument_IsNoticed) {
  auto catalogue = Catalogue::load(write(manifest_of(first_, second_)), {first_}, digest);
  ASSERT_FALSE(catalogue);
  EXPECT_EQ(catalogue.error().code, Code::catalogue_missing);
}

TEST_F(Loaded, ChangedDocument_IsNotTheOneNamed) {
  auto changed = second_;
  changed[changed.find("New")] = 'X';
  auto catalogue = Catalogue::load(write(manifest_of(first_, second_)), {first_, changed}, digest);
  ASSERT_FALSE(catalogue);
  EXPECT_EQ(catalogue.error().code, Code::catalogue_missing);
}

TEST_F(Loaded, DocumentOfAnotherService_IsRefused) {
  Manifest manifest;
  manifest.services["licence"].versions = {{digest(first_), ""}};
  EXPECT_EQ(load(manifest).error().code, Code::catalogue_broken);
}

TEST(Manifest, WrittenAndRead_IsTheSame) {
  Manifest manifest = manifest_of("a", "b");
  manifest.services["gone"].withdrawn = "2026-01-01";
  EXPECT_EQ(read_manifest(write(manifest)).value(), manifest);
}

TEST(Manifest, BytesThatAreNone_AreRefused) {
  for (const char* text : {"", "{}", "{\"v\":2}", "{\"v\":1,\"number\":1,\"services\":3}",
                           "{\"v\":1,\"number\":1,\"services\":[{}]}", "{\"v\":1,\"number\":-1,\"services\":[]}"}) {
    EXPECT_FALSE(read_manifest(text)) << text;
  }
}

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

TEST(Fee, Lines_AddUp) {
  Fee fee = fee_due(service("card", "Card"), {}, "2026-11-21").value();
  EXPECT_EQ(fee.total, (Money{20000, "PKR"}));
  EXPECT_EQ(fee.depends_on, (std::vector<std::string>{"phone"}));
}

TEST(Fee, SumBeyondTheNumbers_IsRefused) {
  Service s = service("card", "Card");
  s.fees[0].amount.minor = INT64_MAX;
  EXPECT_FALSE(fee_due(s, {}, "2026-11-21"));
}

TEST(Stages, Desk_IssuesWhateverThePolicyButOnline) {
  auto issued = [](Policy policy) {
    for (const Stage& stage : stages_of(policy))
      if (stage.id == "document_issued") return stage;
    return Stage{};
  };
  EXPECT_EQ(issued(Policy::issue).by, "desk");
  EXPECT_EQ(issued(Policy::issue).prerequisites, (std::vector<std::string>{"fee_paid"}));
  EXPECT_EQ(issued(Policy::collect).by, "desk");
  EXPECT_EQ(issued(Policy::collect).prerequisites, (std::vector<std::string>{"decided", "fee_paid"}));
  EXPECT_EQ(issued(Policy::online).by, "institution");
}

TEST(Stages, Prerequisites_AreEarlierStages) {
  std::vector<std::string> before;
  for (const Stage& stage : default_stages()) {
    for (const auto& needed : stage.prerequisites)
      EXPECT_NE(std::find(before.begin(), before.end(), needed), before.end());
    EXPECT_EQ(stage.title.size(), 3u);
    EXPECT_EQ(stage.number, static_cast<int>(before.size()) + 1);
    before.push_back(stage.id);
  }
  EXPECT_EQ(before.size(), 13u);
}

TEST(Published, FeesStagesAndClosings_ComeBackAsTheyWere) {
  Service s = service("card", "Card");
  s.fees[0].by = {"phone"};
  s.fees[0].rows = {{{"1"}, 100}, {{"*"}, 200}};
  s.fees[0].otherwise = true;
  s.fees[0].when = "${phone} != ''";
  s.fees[0].exemptions = {{"${phone} = '2'", {{"en", "Free"}}}};
  s.fees[0].waivable = false;
  FeeLine formula{"f", {{"en", "F"}}, {0, "PKR"}, {}};
  formula.formula = "${phone} * 2";
  formula.decimals = 3;
  FeeLine late{"late", {{"en", "Late"}}, {0, "PKR"}, {}};
  late.surcharge = {{"f"}, 250};
  s.fees.push_back(formula);
  s.fees.push_back(late);
  s.stages[8].escalate_hours = 16;
  s.stages[8].escalate_to = "clerk";
  s.stages[8].awaits = "citizen";
  Closing expired, withdrawn;
  expired.how = "expired";
  expired.by = "centre";
  expired.after_days = 30;
  expired.refund = Closing::Refund::lines;
  expired.refund_lines = {"f"};
  expired.next_step = {{"en", "Apply again"}};
  withdrawn.how = "withdrawn";
  withdrawn.by = "desk";
  withdrawn.reasons = {{"moved", {{"en", "Moved away"}}}};
  withdrawn.refund = Closing::Refund::all;
  s.closings = {expired, withdrawn};
  const std::string bytes = bytes_of(s);
  auto read = load_service(bytes, "v").value();
  EXPECT_EQ(read.fees, s.fees);
  EXPECT_EQ(read.stages, s.stages);
  EXPECT_EQ(read.closings, s.closings);
  EXPECT_EQ(bytes_of(read), bytes);
}

TEST(Published, AFeeThatContradictsItself_IsBroken) {
  for (const char* wrong :
       {R"("minor":-1)", R"("minor":100,"by":["phone"],"rows":[{"is":[],"minor":1}])",
        R"("minor":100,"surcharge":{"of":[],"basis_points":1})", R"("minor":100,"formula":"1","decimals":9)"}) {
    std::string bytes = bytes_of(service("card", "Card"));
    bytes.replace(bytes.find(R"("minor":15000)"), 13, wrong);
    EXPECT_EQ(load_service(bytes, "v").error().code, Code::catalogue_broken) << wrong;
  }
}

TEST(Closings, WhereTheServiceSaysNothing_ItMayBeWithdrawnOrReturned) {
  Service s = service("card", "Card");
  ASSERT_TRUE(s.closing("withdrawn"));
  EXPECT_EQ(s.closing("withdrawn")->by, "desk");
  EXPECT_EQ(s.closing("returned")->by, "supervisor");
  EXPECT_EQ(s.closing("expired"), nullptr);
  Closing own;
  own.how = "withdrawn";
  own.by = "supervisor";
  s.closings = {own};
  EXPECT_EQ(s.closing("withdrawn")->by, "supervisor");
}

TEST(Closings, Refund_IsNothingAllOrTheLinesNamed) {
  Service s = service("card", "Card");
  auto fee = fee_due(s, {}, "2026-11-21").value();
  Closing closing;
  EXPECT_EQ(refund_of(closing, fee), 0);
  closing.refund = Closing::Refund::all;
  EXPECT_EQ(refund_of(closing, fee), 20000);
  closing.refund = Closing::Refund::lines;
  closing.refund_lines = {"stamp"};
  EXPECT_EQ(refund_of(closing, fee), 5000);
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
