#include <algorithm>
#include <set>

#include "tests/unit/sync/central/author/example.h"

// What holds of every service that ships: no word is missing, no message, no claim without its field.
namespace karvan::central::author {
namespace {

std::vector<std::string> ids() { return {"birth-certificate", "domicile", "learner-licence"}; }

void expect_each_language(const form::Texts& texts, const std::string& where) {
  std::set<std::string> languages;
  for (const auto& [language, words] : texts)
    if (!words.empty()) languages.insert(language);
  EXPECT_EQ(languages, (std::set<std::string>{"az", "en", "ur"})) << where;
}
void expect_none_or_each(const form::Texts& texts, const std::string& where) {
  if (!texts.empty()) expect_each_language(texts, where);
}

TEST(Examples, Catalogue_CompilesWithoutFault) {
  auto compiled = compile(example_files());
  ASSERT_TRUE(compiled) << told(compiled.error());
  EXPECT_EQ(compiled->services.size(), ids().size());
}

class Example : public testing::TestWithParam<std::string> {
 protected:
  const catalogue::Service& service() const { return examples().at(GetParam()); }
};
INSTANTIATE_TEST_SUITE_P(All, Example, testing::ValuesIn(ids()));

TEST_P(Example, QuestionsAndChoices_AreWordedInEachLanguage) {
  for (const auto& q : service().form.questions()) {
    for (const auto* texts : {&q.label, &q.hint, &q.constraint_message, &q.required_message})
      expect_none_or_each(*texts, q.name);
    for (const auto& choice : service().form.choices(q)) expect_each_language(choice.label, choice.name);
  }
  for (const auto& group : service().form.groups()) expect_each_language(group.label, group.name);
}

TEST_P(Example, ServiceItself_IsWordedInEachLanguage) {
  expect_each_language(service().title, "title");
  expect_each_language(service().institution.title, "institution");
  expect_each_language(service().consent.text, "consent");
  for (const auto& stage : service().stages) expect_each_language(stage.title, stage.id);
  for (const auto& party : service().parties) expect_each_language(party.title, party.role);
  for (const auto& fee : service().fees) expect_each_language(fee.title, fee.id);
}

TEST_P(Example, Documents_AreWordedInEachLanguage) {
  for (const auto& layout : service().templates) {
    expect_each_language(layout.title, layout.kind);
    for (const auto& line : layout.lines) expect_each_language(line, layout.kind);
    for (const auto* texts : {&layout.statement, &layout.foot, &layout.provisional})
      expect_none_or_each(*texts, layout.kind);
  }
}

TEST_P(Example, Messages_ExistForEachConstraintAndRequired) {
  for (const auto& q : service().form.questions()) {
    EXPECT_TRUE(q.binds.constraint.empty() || !q.constraint_message.empty()) << q.name;
    EXPECT_TRUE(q.binds.required.empty() || !q.required_message.empty()) << q.name;
  }
}

TEST_P(Example, Certificate_HasANumberClaimsAndAStageThatTheDeskReaches) {
  const auto* certificate = service().document("certificate");
  ASSERT_NE(certificate, nullptr);
  EXPECT_EQ(certificate->medium, "page");
  EXPECT_TRUE(service().numbering.contains("certificate"));
  EXPECT_TRUE(certificate->claims.contains("full_name"));
  EXPECT_TRUE(certificate->claims.contains("birth_date"));
  ASSERT_NE(service().stage("document_issued"), nullptr);
  EXPECT_EQ(service().stage("document_issued")->by, "desk");
  EXPECT_EQ(certificate->provisional.empty(), service().policy != catalogue::Policy::issue);
}

TEST_P(Example, FieldsOfTheCertificate_AreReviewedWhereTheyConflict) {
  for (const auto& field : service().document("certificate")->depends_on()) {
    if (field.find("address") != std::string::npos) continue;
    EXPECT_EQ(service().merge_rule(field), "review") << field;
  }
}

TEST_P(Example, Targets_AreOfTheProvincesCalendar) {
  EXPECT_EQ(service().calendar.id, "punjab");
  EXPECT_EQ(service().calendar.utc_offset_minutes, 300);
  EXPECT_TRUE(std::any_of(service().stages.begin(), service().stages.end(),
                          [](const auto& stage) { return stage.target_hours > 0; }));
}

// With files in the place of pictures and scans, what the tests and the demonstration answer leaves nothing missing.
TEST_P(Example, AnswersOfTheTests_LeaveNothingMissing) {
  auto instance = begun(service(), day);
  for (const auto& [name, value] : support_answers(GetParam())) {
    ASSERT_TRUE(instance.set(name, value)) << name;
  }
  for (const auto& q : service().form.questions()) {
    if (!form::is_attachment(q.type)) continue;
    ASSERT_TRUE(instance.set(q.name, std::string(64, 'a'))) << q.name;
  }
  for (const auto& fault : instance.faults()) ADD_FAILURE() << fault.question << " " << form::name_of(fault.flaw);
}

}  // namespace
}  // namespace karvan::central::author
