#include "sync/central/author/changes.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/sync/central/author/example.h"

namespace karvan::central::author {
namespace {

using Lines = std::vector<std::string>;

Files small() {
  return {
      {"institutions.toml", "[[institution]]\nid = \"tax\"\ntitle = { en = \"Tax office\" }\n"},
      {"card/service.toml",
       "title = { en = \"Card\" }\ninstitution = \"tax\"\nretention_days = 30\n[[fee]]\nid = \"service\"\ntitle = { "
       "en = \"Fee\" }\namount = \"200.00\"\ncurrency = \"PKR\"\n"},
      {"card/survey.csv",
       "type,name,label::English (en),label::Urdu (ur),relevant\ntext,full_name,Name,نام,\nbegin_group,g,G,گ,\n"
       "select_one l,kind,Kind,قسم,\nend_group,,,,\n"},
      {"card/choices.csv", "list_name,name,label::English (en),label::Urdu (ur)\nl,a,A,ا\nl,b,B,ب\n"}};
}

void replace(Files& files, const std::string& path, const std::string& what, const std::string& with) {
  auto at = files[path].find(what);
  if (at == std::string::npos) throw std::runtime_error("not there: " + what);
  files[path].replace(at, what.size(), with);
}

// What publishing `after` would change where `before` was published on 2026-11-21.
Lines changes(const Files& before, const Files& after, const std::string& today = "2026-12-01") {
  auto old = compile(before), now = compile(after);
  if (!old || !now) throw std::runtime_error(describe((old ? now : old).error().at(0)));
  auto published = next_manifest({}, *old, "2026-11-21");
  auto bytes_of = [&](const std::string& version) -> std::optional<std::string> {
    for (const auto& service : old->services)
      if (service.version == version) return service.bytes;
    return std::nullopt;
  };
  return describe_changes(published, next_manifest(published, *now, today), *now, bytes_of);
}

TEST(Changes, TheSameAgain_IsNothing) { EXPECT_EQ(changes(small(), small()), Lines{}); }

TEST(Changes, ANewService_IsNew) {
  Files after = small();
  for (const char* name : {"service.toml", "survey.csv", "choices.csv"})
    after[std::string("permit/") + name] = after[std::string("card/") + name];
  EXPECT_EQ(changes(small(), after), (Lines{"permit: is new, in force always"}));
}

TEST(Changes, AFolderThatIsGone_IsWithdrawn) {
  Files after = small();
  for (const char* name : {"service.toml", "survey.csv", "choices.csv"})
    after[std::string("permit/") + name] = after[std::string("card/") + name];
  Files before = after;
  for (const char* name : {"service.toml", "survey.csv", "choices.csv"}) after.erase(std::string("permit/") + name);
  EXPECT_EQ(changes(before, after), (Lines{"permit: is withdrawn from 2026-12-01"}));
}

TEST(Changes, ADayOfWithdrawal_IsToldAndTheBytesAreTheSame) {
  Files after = small();
  after["card/service.toml"] = "withdrawn = 2027-01-01\n" + after["card/service.toml"];
  EXPECT_EQ(changes(small(), after), (Lines{"card: is withdrawn from 2027-01-01"}));
}

TEST(Changes, AFee_IsToldInMajorUnits) {
  Files after = small();
  replace(after, "card/service.toml", "200.00", "250.50");
  EXPECT_EQ(changes(small(), after),
            (Lines{"card: has a new version, in force from 2026-12-01",
                   "card: fees \"service\": amount: \"250.50 PKR\" instead of \"200.00 PKR\""}));
}

TEST(Changes, QuestionsTextsAndChoices_AreTold) {
  Files after = small();
  replace(after, "card/survey.csv", "Name,نام,", "Full name,نام,");
  replace(after, "card/survey.csv", "select_one l,kind,Kind,قسم,\n",
          "select_one l,kind,Kind,قسم,${full_name} != ''\ntext,more,More,اور,\n");
  replace(after, "card/choices.csv", "l,b,B,ب\n", "l,c,C,ج\n");
  Lines told = changes(small(), after);
  auto has = [&](const std::string& line) {
    return std::find(told.begin(), told.end(), "card: " + line) != told.end();
  };
  EXPECT_TRUE(has("question \"full_name\": label: en: \"Full name\" instead of \"Name\""));
  EXPECT_TRUE(has("question \"kind\": relevant \"${full_name} != ''\" is added"));
  EXPECT_TRUE(has("question \"more\" is added"));
  EXPECT_TRUE(has("form: lists: l \"b\" is removed"));
  EXPECT_TRUE(has("form: lists: l \"c\" is added"));
  EXPECT_EQ(told.size(), 6u) << [&] {
    std::string all;
    for (auto& line : told) all += line + "\n";
    return all;
  }();
}

TEST(Changes, AQuestionInAnotherGroupOrPlace_IsTold) {
  Files after = small();
  replace(after, "card/survey.csv", "begin_group,g,G,گ,\nselect_one l,kind,Kind,قسم,\nend_group,,,,\n",
          "select_one l,kind,Kind,قسم,\n");
  Lines told = changes(small(), after);
  EXPECT_NE(std::find(told.begin(), told.end(), "card: question \"kind\": in \"g\" is removed"), told.end());
  EXPECT_NE(std::find(told.begin(), told.end(), "card: group \"g\" is removed"), told.end());
}

TEST(Changes, Stages_AreTold) {
  Files after = small();
  after["card/service.toml"] +=
      "[[stage]]\nid = \"filed\"\n[[stage]]\nid = \"fee_paid\"\nprerequisites = [\"filed\"]\n";
  Lines told = changes(small(), after);
  EXPECT_NE(std::find(told.begin(), told.end(), "card: stages \"delivered\" is removed"), told.end());
  EXPECT_NE(
      std::find(told.begin(), told.end(), "card: stages \"fee_paid\": prerequisites: \"fee_assessed\" is removed"),
      told.end());
}

TEST(Changes, AVersionThatIsNotThere_IsSaid) {
  auto old = compile(small());
  Files after = small();
  replace(after, "card/service.toml", "200.00", "250.00");
  auto now = compile(after);
  auto published = next_manifest({}, *old, "2026-11-21");
  auto told = describe_changes(published, next_manifest(published, *now, "2026-12-01"), *now,
                               [](const std::string&) { return std::nullopt; });
  EXPECT_EQ(told.at(1), "card: the version that is published cannot be read to compare");
}

TEST(Manifest, ADateThatIsMoved_MovesTheVersionThatIsNotInForceYet) {
  Files later = small();
  replace(later, "card/service.toml", "200.00", "250.00");
  auto dated = [&](const std::string& day) {
    Files files = later;
    files["card/service.toml"] = "effective = " + day + "\n" + files["card/service.toml"];
    return compile(files).value();
  };
  auto first = next_manifest(next_manifest({}, *compile(small()), "2026-11-21"), dated("2027-01-01"), "2026-12-01");
  auto moved = next_manifest(first, dated("2027-02-01"), "2026-12-02");
  ASSERT_EQ(moved.services.at("card").versions.size(), 2u);
  EXPECT_EQ(moved.services.at("card").versions[1].from, "2027-02-01");
  // In force already: what is past stays as it was.
  EXPECT_EQ(next_manifest(first, dated("2027-03-01"), "2027-01-15"), first);
}

}  // namespace
}  // namespace karvan::central::author
