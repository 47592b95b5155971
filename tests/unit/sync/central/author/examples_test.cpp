#include <algorithm>
#include <set>

#include "tests/unit/sync/central/author/example.h"

// What holds of every service that ships: no word is missing, no message, no claim without its field.
namespace karvan::central::author {
namespace {

std::vector<std::string> ids() {
  return {"birth-certificate",   "complaint",       "domicile",        "electricity-bill",
          "family-registration", "learner-licence", "licence-renewal", "passport-information",
          "tenant-registration", "vehicle-tax"};
}

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
    for (const auto* texts : {&q.label, &q.hint, &q.guidance, &q.constraint_message, &q.required_message})
      expect_none_or_each(*texts, q.name);
    for (const auto& choice : service().form.choices(q)) expect_each_language(choice.label, choice.name);
  }
  for (const auto& group : service().form.groups()) expect_each_language(group.label, group.name);
}

TEST_P(Example, ServiceItself_IsWordedInEachLanguage) {
  expect_each_language(service().title, "title");
  expect_each_language(service().institution.title, "institution");
  expect_none_or_each(service().consent.text, "consent");
  for (const auto& stage : service().stages) expect_each_language(stage.title, stage.id);
  for (const auto& party : service().parties) expect_each_language(party.title, party.role);
  for (const auto& fee : service().fees) {
    expect_each_language(fee.title, fee.id);
    for (const auto& exemption : fee.exemptions) expect_each_language(exemption.title, fee.id);
  }
}

TEST_P(Example, Closings_TellTheNextStepAndTheirReasonsInEachLanguage) {
  EXPECT_FALSE(service().closings.empty());
  for (const auto& closing : service().closings) {
    expect_each_language(closing.next_step, closing.how);
    for (const auto& reason : closing.reasons) expect_each_language(reason.title, reason.id);
  }
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
  EXPECT_EQ(certificate != nullptr, service().stage("document_issued") != nullptr);
  if (!certificate) return;
  EXPECT_EQ(certificate->medium, "page");
  EXPECT_TRUE(service().numbering.contains("certificate"));
  EXPECT_TRUE(certificate->claims.contains("full_name"));
  EXPECT_EQ(service().stage("document_issued")->by, "desk");
  EXPECT_EQ(certificate->provisional.empty(), service().policy != catalogue::Policy::issue);
}

TEST_P(Example, FieldsOfTheCertificate_AreReviewedWhereTheyConflict) {
  if (!service().document("certificate")) return;
  for (const auto& field : service().document("certificate")->depends_on()) {
    if (field.find("address") != std::string::npos) continue;
    EXPECT_EQ(service().merge_rule(field), "review") << field;
  }
}

TEST_P(Example, Targets_AreOfACalendarOfPakistan) {
  EXPECT_FALSE(service().calendar.id.empty());
  EXPECT_EQ(service().calendar.utc_offset_minutes, 300);
  const bool timed = std::any_of(service().stages.begin(), service().stages.end(),
                                 [](const auto& stage) { return stage.target_hours > 0; });
  EXPECT_TRUE(timed || service().stages.back().id == "filed");
}

// With files in the place of pictures and scans, what the tests and the demonstration answer leaves nothing missing.
TEST_P(Example, AnswersOfTheTests_LeaveNothingMissing) {
  auto instance = answered(service());
  for (const auto& q : service().form.questions()) {
    if (!form::is_attachment(q.type)) continue;
    ASSERT_TRUE(instance.set(q.name, std::string(64, 'a'))) << q.name;
  }
  for (const auto& fault : instance.faults()) ADD_FAILURE() << fault.question << " " << form::name_of(fault.flaw);
}

}  // namespace
}  // namespace karvan::central::author
