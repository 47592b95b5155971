#include "tests/unit/sync/central/author/forms.h"

#include <algorithm>

#include "storage/model/json.h"
#include "sync/central/author/csv.h"
#include "tests/support/workbook_writer.h"

namespace karvan::central::author {
namespace {

class Supported : public testing::TestWithParam<std::string> {};

TEST_P(Supported, Form_CompilesAndLoadsAgain) {
  auto form = compiled(forms_in("supported"), GetParam());
  ASSERT_TRUE(form) << form.error();
  auto loaded = form::Form::load(json::write(form::write(*form)));
  ASSERT_TRUE(loaded) << describe(loaded.error());
  EXPECT_EQ(json::write(form::write(loaded->definition())), json::write(form::write(*form)));
}

// A form is the same whether it was saved as CSV or as a workbook.
TEST_P(Supported, FormAsWorkbook_IsTheSame) {
  Files files = forms_in("supported");
  std::vector<std::pair<std::string, std::vector<Row>>> sheets;
  for (const char* sheet : {"survey", "choices", "settings"}) {
    auto file = files.find(GetParam() + "/" + sheet + ".csv");
    if (file == files.end()) continue;
    sheets.emplace_back(sheet, read_csv(file->second).value());
    files.erase(file);
  }
  auto as_csv = compiled(forms_in("supported"), GetParam());
  ASSERT_TRUE(as_csv) << as_csv.error();
  if (GetParam() == "one_file") return;  // several sheets in one, which a workbook has no need of
  files[GetParam() + "/form.xlsx"] = workbook_of(sheets);
  auto as_workbook = compiled(files, GetParam());
  ASSERT_TRUE(as_workbook) << as_workbook.error();
  EXPECT_EQ(json::write(form::write(*as_workbook)), json::write(form::write(*as_csv)));
}

INSTANTIATE_TEST_SUITE_P(All, Supported, testing::ValuesIn(folders_in("supported")),
                         [](const auto& info) { return info.param; });

class Refused : public testing::TestWithParam<std::string> {};

TEST_P(Refused, Form_IsToldEveryFault) {
  auto form = compiled(forms_in("refused"), GetParam());
  ASSERT_FALSE(form);
  EXPECT_EQ(form.error(), text_of_file("tests/data/forms/refused/" + GetParam() + "/faults.txt"));
}

INSTANTIATE_TEST_SUITE_P(All, Refused, testing::ValuesIn(folders_in("refused")),
                         [](const auto& info) { return info.param; });

form::Definition supported(const std::string& folder) { return compiled(forms_in("supported"), folder).value(); }

const form::Question& question(const form::Definition& form, const std::string& name) {
  return *std::find_if(form.questions.begin(), form.questions.end(), [&](const auto& q) { return q.name == name; });
}

TEST(OrOther, Select_GetsTheChoiceAndTheQuestionInEveryLanguage) {
  auto form = supported("choices_and_other");
  const auto& work = question(form, "work");
  EXPECT_EQ(form.lists.at(work.list).back().name, "other");
  EXPECT_EQ(form.lists.at(work.list).back().label.at("en"), "Other");
  const auto& other = question(form, "work_other");
  EXPECT_EQ(other.binds.relevant, "selected(${work}, 'other')");
  EXPECT_EQ(other.label.at("en"), "Specify other");
  // The list itself stays as it is for those that do not ask for it.
  EXPECT_EQ(form.lists.at(question(form, "father_work").list).size(), 2u);
}

TEST(ChoicesFromFile, Columns_AreNamedByParametersAndFiltered) {
  auto form = supported("choices_from_file");
  const auto& provinces = form.lists.at(question(form, "province").list);
  EXPECT_EQ(provinces.at(0).name, "pk-pb");
  EXPECT_EQ(provinces.at(0).label.at("en"), "Punjab");
  const auto& towns = form.lists.at(question(form, "town").list);
  EXPECT_EQ(towns.at(1).columns.at("province"), "pk-sd");
  EXPECT_EQ(towns.at(1).label.at("ur"), "سکھر");
  EXPECT_EQ(question(form, "town").list, question(form, "visited").list);
}

TEST(Tables, Columns_AreTakenOnlyWhereNamed) {
  auto form = supported("tables");
  ASSERT_EQ(form.tables.size(), 1u);
  const form::Table& table = form.tables.at("tariffs");
  EXPECT_EQ(table.columns, (std::vector<std::string>{"rate", "code", "unit"}));
  EXPECT_EQ(table.rows.at(0), (std::vector<std::string>{"12.5", "rice", "bag"}));
  EXPECT_EQ(table.rows.at(1), (std::vector<std::string>{"3", "salt", "sack"}));
}

TEST(Repeats, Counts_AreExpressionsOrOpen) {
  auto form = supported("repeats");
  std::map<std::string, std::string> counts;
  for (const auto& group : form.groups) {
    EXPECT_TRUE(group.repeat);
    counts[group.name] = group.repeat_count;
  }
  EXPECT_EQ(counts, (std::map<std::string, std::string>{{"households", ""},
                                                        {"members", ""},
                                                        {"vehicle", "${vehicles}"},
                                                        {"wheel", "${vehicles} * 4"},
                                                        {"witness", "2"}}));
}

TEST(Media, Files_AreKeptByKindAndLanguage) {
  auto form = supported("languages_and_media");
  const auto& age = question(form, "age");
  EXPECT_EQ(age.media.at("audio"), (form::Texts{{"en", "age_en.ogg"}, {"ur", "age_ur.ogg"}}));
  EXPECT_EQ(age.media.at("image"), (form::Texts{{"en", "years.png"}}));
  EXPECT_EQ(age.guidance.at("ur"), "پورے سال گنیں");
  EXPECT_EQ(form.title.at("ur"), "عمر");
}

TEST(FirstValues, Defaults_AreStaticOrComputedAndTriggersAreNames) {
  auto form = supported("first_values");
  EXPECT_EQ(question(form, "country").default_value, "Pakistan");
  EXPECT_EQ(question(form, "filed_on").binds.first, "today()");
  EXPECT_EQ(question(form, "office").binds.first, "concat('Office of ',${country})");
  EXPECT_EQ(question(form, "last_street").binds.trigger, "street country");
  EXPECT_EQ(question(form, "country").binds.read_only, "true()");
}

TEST(Metadata, Rows_AreHiddenQuestionsThatTheProgramFills) {
  auto form = supported("metadata");
  EXPECT_EQ(question(form, "deviceid").meta, "deviceid");
  EXPECT_EQ(question(form, "deviceid").type, form::Type::hidden);
}

TEST(Headings, OtherSpellings_AreTheSameColumns) {
  auto form = supported("headings");
  const auto& name = question(form, "full_name");
  EXPECT_EQ(name.label.at("en"), "Full name");
  EXPECT_EQ(name.binds.constraint, "string-length(.) > 2");
  EXPECT_EQ(name.constraint_message.at("en"), "Longer please");
  EXPECT_EQ(name.required_message.at("en"), "Write it");
  EXPECT_EQ(name.binds.required, "true()");
  EXPECT_EQ(name.appearance, "multiline");
  EXPECT_EQ(question(form, "age").binds.relevant, "${full_name} != ''");
  EXPECT_EQ(question(form, "double_age").binds.calculation, "${age} * 2");
  auto worded = supported("headings_in_languages");
  EXPECT_EQ(worded.languages, (std::vector<std::string>{"en", "ur"}));
  EXPECT_EQ(worded.questions.at(0).hint.at("ur"), "جیسے شناختی کارڈ پر");
}

TEST(Signature, Row_IsAnImageThatIsDrawn) {
  auto form = supported("files");
  EXPECT_EQ(question(form, "signed").type, form::Type::image);
  EXPECT_EQ(question(form, "signed").appearance, "signature");
}

TEST(OwnColumns, LookUp_IsKept) {
  auto form = supported("own_columns");
  EXPECT_EQ(question(form, "old_number").lookup, "domicile_certificate");
  EXPECT_EQ(question(form, "full_name").from_document, "full_name");
}

}  // namespace
}  // namespace karvan::central::author
