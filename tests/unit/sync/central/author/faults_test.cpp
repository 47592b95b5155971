#include <gtest/gtest.h>

#include <algorithm>

#include "sync/central/author/compile.h"

namespace karvan::central::author {
namespace {

constexpr const char* institutions = "[[institution]]\nid = \"tax\"\ntitle = { en = \"Tax office\" }\n";
constexpr const char* service = "title = { en = \"A\" }\ninstitution = \"tax\"\n";
constexpr const char* choices = "list_name,name,label,of\nl,a,A,1\nl,b,B,2\n";

Files with_survey(const std::string& survey) {
  return {{"institutions.toml", institutions},
          {"a/service.toml", service},
          {"a/survey.csv", survey},
          {"a/choices.csv", choices}};
}

std::vector<Fault> faults_of(const Files& files) {
  auto compiled = compile(files);
  return compiled ? std::vector<Fault>{} : compiled.error();
}

std::string told(const std::vector<Fault>& faults) {
  std::string out;
  for (const auto& fault : faults) out += describe(fault) + "\n";
  return out;
}

struct Case {
  const char*
      survey;  // below the heading "type,name,label,relevant,constraint,calculation,choice_filter,default,extra"
  std::size_t row;
  const char* column;
  const char* what;
};

class Survey : public testing::TestWithParam<Case> {};

TEST_P(Survey, Fault_IsToldWithItsPlace) {
  auto faults =
      faults_of(with_survey("type,name,label,relevant,constraint,calculation,choice_filter,default,karvan::merge,"
                            "karvan::mask,repeat_count\n" +
                            std::string(GetParam().survey)));
  ASSERT_EQ(faults.size(), 1u) << told(faults);
  EXPECT_EQ(faults[0].file, "a/survey.csv");
  EXPECT_EQ(faults[0].sheet, "survey");
  EXPECT_EQ(faults[0].row, GetParam().row);
  EXPECT_EQ(faults[0].column, GetParam().column);
  EXPECT_NE(faults[0].what.find(GetParam().what), std::string::npos) << faults[0].what;
  EXPECT_FALSE(faults[0].instead.empty());
}

INSTANTIATE_TEST_SUITE_P(
    All, Survey,
    testing::Values(Case{"text,a,A\naudio,b,B\n", 3, "type", "\"audio\" is not supported"},
                    Case{"begin_repeat,a,A\ntext,b,B\n", 2, "type", "never closed"},
                    Case{"text,a,A\nwarp,b,B\n", 3, "type", "\"warp\" is not supported"},
                    Case{"text,a,A\n,b,B\n", 3, "type", "no type"}, Case{"text,,A\ntext,b,B\n", 2, "name", "no name"},
                    Case{"text,1a,A\ntext,b,B\n", 2, "name", "is no name"},
                    Case{"text,a,A\n\ntext,a,B\n", 4, "name", "there twice (first in row 2)"},
                    Case{"text,a,\n", 2, "label", "no label"},
                    Case{"begin_group,g,G\ntext,a,A\n", 2, "type", "never closed"},
                    Case{"text,a,A\nend_group\n", 3, "type", "no open group"},
                    Case{"calculate,a,\n", 2, "calculation", "no calculation"},
                    Case{"text,a,A,${b}\n", 2, "relevant", "no question ${b}"},
                    Case{"text,a,A,b = 1\n", 2, "relevant", "\"b\" is no value"},
                    Case{"text,a,A,,. >\n", 2, "constraint", "ends too early"},
                    Case{"text,a,A,,warp(.)\n", 2, "constraint", "no function warp()"},
                    Case{"text,a,A,,/data/b = 1\n", 2, "constraint", "path"},
                    Case{"text,a,A,,\"regex(., '(?=x)')\"\n", 2, "constraint", "bounded time"},
                    Case{"text,a,A,${b} = 1\ntext,b,B,${a} = 1\n", 3, "relevant, calculation",
                         "wait for each other: b > a > b"},
                    Case{"select_one nowhere,a,A\n", 2, "type", "no choice list \"nowhere\""},
                    Case{"select_one l or_other,a,A,,,,of = 1\n", 2, "choice_filter", "do not go together"},
                    Case{"select_one l,a,A,,,,to = 1\n", 2, "choice_filter", "no column \"to\""},
                    Case{"text,a,A,,,,of = 1\n", 2, "choice_filter", "no choices"},
                    Case{"text,a,A,,,,,${b}\n", 2, "default", "no question ${b}"},
                    Case{"text,a,A ${b}\n", 2, "label", "no question ${b} (en)"},
                    Case{"text,a,A,,,,,,oldest\n", 2, "karvan::merge", "\"oldest\" is not known"},
                    Case{"integer,a,A,,,,,,,99\n", 2, "karvan::mask", "a mask is for a text question"},
                    Case{"text,a,A,,,,,,,,3\n", 2, "repeat_count", "does not repeat"}, Case{"", 1, "", "no question"}));

// Below the heading "type,name,label,calculation,default,karvan::capture,karvan::position,karvan::card".
class Devices : public testing::TestWithParam<Case> {};

TEST_P(Devices, Fault_IsToldWithItsPlace) {
  auto faults =
      faults_of(with_survey("type,name,label,calculation,default,karvan::capture,karvan::position,karvan::card\n" +
                            std::string(GetParam().survey)));
  ASSERT_EQ(faults.size(), 1u) << told(faults);
  EXPECT_EQ(faults[0].row, GetParam().row);
  EXPECT_EQ(faults[0].column, GetParam().column);
  EXPECT_NE(faults[0].what.find(GetParam().what), std::string::npos) << faults[0].what;
  EXPECT_FALSE(faults[0].instead.empty());
}

INSTANTIATE_TEST_SUITE_P(
    All, Devices,
    testing::Values(Case{"image,a,A,,,telescope\n", 2, "karvan::capture", "\"telescope\" is not known"},
                    Case{"text,a,A\ntext,b,B,,,camera\n", 3, "karvan::capture", "a camera gives a picture"},
                    Case{"file,a,A,,,fingerprint,left_thumb\n", 2, "karvan::capture", "a fingerprint gives a picture"},
                    Case{"text,a,A,,,scanner\n", 2, "karvan::capture", "a picture or a file"},
                    Case{"text,a,A,,,card_reader\n", 2, "karvan::capture", "it names nothing here"},
                    Case{"image,a,A,,,fingerprint\n", 2, "karvan::position", "needs its finger"},
                    Case{"image,a,A,,,fingerprint,big_toe\n", 2, "karvan::position", "\"big_toe\" is no finger"},
                    Case{"image,a,A,,,camera,left_thumb\n", 2, "karvan::position", "nothing here"},
                    Case{"image,a,A,,,scanner,the back\n", 2, "karvan::position", "is no name"},
                    Case{"text,a,A,,,,,shoe_size\n", 2, "karvan::card", "\"shoe_size\" is not known"},
                    Case{"image,a,A,,,,,full_name\n", 2, "karvan::card", "cannot fill"},
                    Case{"text,a,A,,,,,portrait\n", 2, "karvan::card", "cannot fill"},
                    Case{"calculate,a,,1,,,,full_name\n", 2, "karvan::card", "cannot fill"},
                    Case{"image,a,A,1\n", 2, "calculation", "cannot be calculated"},
                    Case{"file,a,A,,x\n", 2, "default", "no first value"}));

struct Heading {
  const char* heading;
  const char* column;
  const char* what;
};
class Headings : public testing::TestWithParam<Heading> {};
TEST_P(Headings, Fault_IsToldInTheFirstRow) {
  auto faults = faults_of(with_survey(std::string(GetParam().heading) + "\ntext,a,A\n"));
  ASSERT_EQ(faults.size(), 1u) << told(faults);
  EXPECT_EQ(faults[0].row, 1u);
  EXPECT_EQ(faults[0].column, GetParam().column);
  EXPECT_NE(faults[0].what.find(GetParam().what), std::string::npos) << faults[0].what;
}
INSTANTIATE_TEST_SUITE_P(All, Headings,
                         testing::Values(Heading{"type,label", "name", "missing"},
                                         Heading{"type,name,label,relevent", "relevent", "no such column"},
                                         Heading{"type,name,label,label", "label", "there twice"},
                                         Heading{"type,name,label,hint::Klingon", "hint::Klingon", "no tag"},
                                         Heading{"type,name,label,karvan::magic", "karvan::magic", "no such column"}));

TEST(Faults, SeveralInSeveralFiles_AreToldAtOnce) {
  Files files = with_survey("type,name,label\naudio,a,A\ntext,b,\n");
  files["a/choices.csv"] = "list_name,name,label\nl,a b,A\nl,c,\n,d,D\nl,c,C\n";
  files["a/service.toml"] = "title = { en = \"A\" }\ninstitution = \"nobody\"\n";
  files["b/survey.xlsx"] = "";
  auto faults = faults_of(files);
  EXPECT_EQ(told(faults),
            "a/choices.csv:2 [name] a choice's name holds a blank. Write an underscore in its place.\n"
            "a/choices.csv:3 [label] the choice has no label. Write what people read.\n"
            "a/choices.csv:4 [list_name] the choice is in no list. Write its list's name.\n"
            "a/choices.csv:5 [name] the list has this name twice. Give each choice a name of its own.\n"
            "a/survey.csv:2 [type] the type \"audio\" is not supported. Leave the row out: sounds and films are not "
            "captured.\n"
            "a/survey.csv:3 [label] the question has no label. Write what people read.\n"
            "a/service.toml:2 [institution] institutions.toml has no \"nobody\". Write the id of one that it has.\n"
            "b/survey.xlsx the file is no .xlsx workbook. Save it again as .xlsx with a spreadsheet program.\n"
            "b/service.toml the file is missing. Add it.\n");
}

struct Toml {
  const char* toml;
  std::size_t row;
  const char* column;
  const char* what;
};
class ServiceToml : public testing::TestWithParam<Toml> {};
TEST_P(ServiceToml, Fault_IsToldWithItsLineAndKey) {
  Files files = with_survey("type,name,label\ntext,a,A\n");
  files["a/service.toml"] = std::string(service) + GetParam().toml;
  auto faults = faults_of(files);
  ASSERT_EQ(faults.size(), 1u) << told(faults);
  EXPECT_EQ(faults[0].row, GetParam().row);
  EXPECT_EQ(faults[0].column, GetParam().column);
  EXPECT_NE(faults[0].what.find(GetParam().what), std::string::npos) << faults[0].what;
}
INSTANTIATE_TEST_SUITE_P(
    All, ServiceToml,
    testing::Values(
        Toml{"policy = \"maybe\"", 3, "policy", "\"maybe\" is not known"},
        Toml{"polizy = 1", 3, "polizy", "no such key"}, Toml{"retention_days = 0", 3, "retention_days", "whole number"},
        Toml{"effective = \"soon\"", 3, "effective", "a date"}, Toml{"x = ", 3, "", "no TOML"},
        Toml{"documents = 3", 3, "documents", "a list"},
        Toml{"[[fee]]\nid = \"f\"\ntitle = { en = \"F\" }\namount = \"2.005\"\ncurrency = \"PKR\"", 6, "fee.amount",
             "no amount"},
        Toml{"[[fee]]\nid = \"f\"\ntitle = { en = \"F\" }\namount = 200\ncurrency = \"PKR\"\n", 6, "fee.amount",
             "text"},
        Toml{"[[fee]]\nid = \"f\"\ntitle = { en = \"F\" }\namount = \"2\"\ncurrency = \"XXX\"", 7, "fee.currency",
             "no currency"},
        Toml{"[[fee]]\nid = \"f\"\ntitle = { en = \"F\" }\namount = \"2\"\ncurrency = \"PKR\"\ndepends_on = [\"z\"]", 8,
             "fee.depends_on", "no question \"z\""},
        Toml{"[[stage]]\nid = \"filed\"\n[[stage]]\nid = \"decided\"", 3, "stage", "needs \"accepted_by_institution\""},
        Toml{"[[stage]]\nid = \"token_issued\"", 3, "stage", "no stage \"filed\""},
        Toml{"[may]\nfly = [\"operator\"]", 4, "may.fly", "no act"},
        Toml{"[may]\nfile = [\"king\"]", 4, "may.file", "\"king\""},
        Toml{"[[template]]\nkind = \"receipt\"\ntitle = { en = \"${z}\" }", 5, "template.title", "${z}"},
        Toml{"[[party]]\nrole = \"r\"\ntitle = { en = \"R\" }\nleast = 3\nmost = 2", 7, "party.most", "whole number"},
        Toml{"[[party]]\nrole = \"r\"\ntitle = { en = \"R\" }\nbases = [\"card\"]", 6, "party.bases", "no identity"},
        Toml{"[[party]]\nrole = \"r\"\ntitle = { en = \"R\" }\nshows = [\"identity\"]\nbases = [\"face\"]", 7,
             "party.bases", "\"face\" is not known"},
        Toml{"[[party]]\nrole = \"r\"\ntitle = { en = \"R\" }\nshows = [\"consent\"]", 6, "party.shows",
             "no words to consent to"},
        Toml{"[[party]]\nrole = \"r\"\ntitle = { en = \"R\" }\nlater = \"yes\"", 6, "party.later", "true or false"},
        Toml{"[[party]]\nrole = \"r\"\ntitle = { en = \"R\" }\nname = \"z\"", 6, "party.name", "no question \"z\""},
        Toml{"[consent]\nversion = \"1\"\ntext = { en = \"${a}\" }", 5, "consent.text", "names an answer (en)"},
        Toml{"[consent]\ntext = { en = \"x\" }", 3, "consent.version", "missing"},
        Toml{"reopens = [\"nowhere\"]", 3, "reopens", "no stage \"nowhere\""},
        Toml{"[[template]]\nkind = \"c\"\ntitle = { en = \"T\" }\nstatement = { en = \"${z}\" }", 6,
             "template.statement", "${z}"},
        Toml{"[[template]]\nkind = \"c\"\ntitle = { en = \"T\" }\nclaims = { full_name = \"${z}\" }", 6,
             "template.claims", "${z} (full_name)"},
        Toml{"[[template]]\nkind = \"c\"\ntitle = { en = \"T\" }\nclaims = [\"a\"]", 6, "template.claims",
             "words by name"}));

class InstitutionsToml : public testing::TestWithParam<Toml> {};
TEST_P(InstitutionsToml, Fault_IsToldWithItsLineAndKey) {
  Files files = with_survey("type,name,label\ntext,a,A\n");
  files["institutions.toml"] = std::string(institutions) + GetParam().toml;
  auto faults = faults_of(files);
  ASSERT_EQ(faults.size(), 1u) << told(faults);
  EXPECT_EQ(faults[0].file, "institutions.toml");
  EXPECT_EQ(faults[0].row, GetParam().row);
  EXPECT_EQ(faults[0].column, GetParam().column);
  EXPECT_NE(faults[0].what.find(GetParam().what), std::string::npos) << faults[0].what;
}
INSTANTIATE_TEST_SUITE_P(
    All, InstitutionsToml,
    testing::Values(
        Toml{"calendar = \"moon\"", 4, "institution.calendar", "no calendar \"moon\""},
        Toml{"[[calendar]]\nid = \"c\"\nutc_offset = \"5\"\ndays = [\"mon\"]\nhours = [\"09:00-17:00\"]", 6,
             "calendar.utc_offset", "no offset"},
        Toml{"[[calendar]]\nid = \"c\"\nutc_offset = \"+05:00\"\ndays = [\"monday\", \"tue\"]\nhours = "
             "[\"09:00-17:00\"]",
             7, "calendar.days", "\"monday\" is no day"},
        Toml{"[[calendar]]\nid = \"c\"\nutc_offset = \"+05:00\"\nfri = [\"09:00-12:30\", \"12:00-17:00\"]", 7,
             "calendar.fri", "\"12:00-17:00\" is no span"},
        Toml{"[[calendar]]\nid = \"c\"\nutc_offset = \"+05:00\"\nsat = [\"9-13\"]\nmon = [\"09:00-17:00\"]", 7,
             "calendar.sat", "\"9-13\" is no span"},
        Toml{"[[calendar]]\nid = \"c\"\nutc_offset = \"+05:00\"\nmon = [\"09:00-17:00\"]\nholidays = [\"Eid\"]", 8,
             "calendar.holidays", "a list of dates"},
        Toml{"[[calendar]]\nid = \"c\"\nutc_offset = \"+05:00\"", 4, "calendar.days", "no working hours"},
        Toml{"[[calendar]]\nid = \"c\"\nutc_offset = \"+05:00\"\nmon = [\"09:00-17:00\"]\nholiday = 1", 8,
             "calendar.holiday", "no such key"}));

TEST(Faults, TheirNumber_IsBounded) {
  std::string survey = "type,name,label\n";
  for (std::size_t i = 0; i < 2 * faults_max; ++i) survey += "audio,a,A\n";
  EXPECT_EQ(faults_of(with_survey(survey)).size(), faults_max);
}

TEST(Faults, MissingInstitutionsAndServices_AreTold) {
  EXPECT_EQ(told(faults_of({})),
            "institutions.toml the file is missing. Add it.\n"
            ". there is no service. Add a folder with service.toml and survey.csv.\n");
}

}  // namespace
}  // namespace karvan::central::author
