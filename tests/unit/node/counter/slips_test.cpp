#include "node/counter/slips.h"

#include <algorithm>

#include "node/counter/fill.h"
#include "tests/unit/node/counter/whole.h"

namespace karvan::counter {
namespace {

using samples::WholeDesk;

void with_words(catalogue::Service& service) {
  auto& words = service.templates.back();
  words.lines = {{{"en", "Name: ${full_name}"}}, {{"en", "Telephone: ${phone}"}}, {{"en", "Born: ${born}"}}};
  words.claims = {{"full_name", "${full_name}"}, {"phone", "${phone}"}, {"birth_date", "${born}"}};
}
void that_issues(catalogue::Service& service) {
  with_words(service);
  service.policy = catalogue::Policy::issue;
}

Slip certificate_of(WholeDesk& world, const std::string& id, const std::string& language = "en") {
  return certificate(world, *world.application(id), {"domicile", 501}, language);
}
const SlipRow* row(const Slip& slip, std::string_view label) {
  auto found = std::find_if(slip.rows.begin(), slip.rows.end(), [&](const auto& r) { return r.label == label; });
  return found == slip.rows.end() ? nullptr : &*found;
}
json::object credential_of(const Slip& slip) { return json::parse_object(slip.credential).value_or(json::object{}); }

TEST(Certificate, SaysWhatTheTemplateSaysAndWhereItComesFrom) {
  WholeDesk world(with_words);
  auto id = world.paid();
  auto slip = certificate_of(world, id);
  EXPECT_EQ(slip.paper, Paper::a4);
  EXPECT_EQ(slip.statement, "Ali Khan lives here.");
  ASSERT_TRUE(row(slip, "Name") && row(slip, "Tracking number") && row(slip, "Date of issue"));
  EXPECT_EQ(row(slip, "Name")->value, "Ali Khan");
  EXPECT_EQ(row(slip, "Tracking number")->value, world.application(id)->tracking());
  EXPECT_TRUE(row(slip, "Date of issue")->isolate);
  EXPECT_EQ(slip.signatures.size(), 1u);
}

TEST(Certificate, BlankAnswer_IsADashAndNoClaim) {
  WholeDesk world(with_words);
  auto slip = certificate_of(world, world.paid());
  ASSERT_TRUE(row(slip, "Telephone"));
  EXPECT_EQ(row(slip, "Telephone")->value, "\u2014");
  const auto claims = credential_of(slip).at("claims").as_object();
  EXPECT_EQ(claims, (json::object{{"full_name", "Ali Khan"}}));
}

TEST(Certificate, Credential_NamesTheDocument) {
  WholeDesk world(with_words);
  auto credential = credential_of(certificate_of(world, world.paid()));
  EXPECT_EQ(json::string_or(credential, "kind"), "domicile");
  EXPECT_EQ(json::integer_or(credential, "number"), 501);
  EXPECT_EQ(json::string_or(credential, "service"), "Domicile certificate");
  EXPECT_EQ(json::integer_or(credential, "issued_s"), world.now_ms() / 1000);
}

TEST(Certificate, OfPolicyIssue_IsProvisionalUntilGranted) {
  WholeDesk world(that_issues);
  auto id = world.paid();
  EXPECT_FALSE(certificate_of(world, id).provisional.empty());
  EXPECT_TRUE(json::bool_or(credential_of(certificate_of(world, id)), "provisional"));
  world.decide_at_centre(id, "granted");
  EXPECT_TRUE(certificate_of(world, id).provisional.empty());
  EXPECT_FALSE(json::bool_or(credential_of(certificate_of(world, id)), "provisional"));
}

TEST(Certificate, OfPolicyCollect_IsNeverProvisional) {
  WholeDesk world(with_words);
  EXPECT_TRUE(certificate_of(world, world.paid()).provisional.empty());
}

TEST(Certificate, InUrdu_HasItsOwnWords) {
  WholeDesk world(with_words);
  auto slip = certificate_of(world, world.paid(), "ur");
  EXPECT_EQ(slip.language, "ur");
  EXPECT_TRUE(row(slip, "تاریخِ اجرا"));
}

TEST(Summary, HasAnswersConsentAndABoxForEachWhoSigns) {
  WholeDesk world;
  auto id = world.started("Ali Khan");
  auto slip = summary(world, world.drafts.at(id), "0G4-1", "en");
  EXPECT_EQ(slip.number, "0G4-1");
  EXPECT_NE(slip.title.find("Domicile certificate"), std::string::npos);
  EXPECT_TRUE(std::any_of(slip.rows.begin(), slip.rows.end(), [](const auto& r) { return r.value == "Ali Khan"; }));
  EXPECT_EQ(slip.declaration, "I agree.");
  EXPECT_NE(slip.rows.back().label.find("c1"), std::string::npos);
  ASSERT_EQ(slip.signatures.size(), 1u);  // the guardian does not sign
  EXPECT_EQ(slip.signatures[0].name, "Ali Khan");
  EXPECT_FALSE(slip.signatures[0].thumb.empty());
}

TEST(Summary, Attachment_IsAWordAndNoDigest) {
  WholeDesk world;
  auto id = world.started();
  world.captured(id, "paper", 'a');
  for (const auto& r : summary(world, world.drafts.at(id), "1", "en").rows)
    EXPECT_EQ(r.value.find("aaaa"), std::string::npos) << r.label;
}

TEST(DaySlip, IsTheSheetWithItsSignature) {
  WholeDesk world;
  auto slip = day_slip(world, {"2026-11-21", "digest", "— bus-01 signature"}, "karvan/day/v1\n", "ur");
  EXPECT_EQ(slip.verbatim, "karvan/day/v1\n\n— bus-01 signature\n");
  EXPECT_EQ(slip.number, "2026-11-21");
  EXPECT_NE(slip.qr.find('\n'), std::string::npos);  // signed already
}

TEST(Fill, LineWithNamesAfterItsColon_IsARow) {
  const Values values = {{"a", {"7", true}}, {"b", {"Ali", false}}};
  EXPECT_EQ(row_of("Both: ${a}, ${b}", values), (SlipRow{"Both", "\u20667\u2069, Ali", false, false}));
  EXPECT_EQ(row_of("One: ${a}", values), (SlipRow{"One", "7", true, false}));
  EXPECT_EQ(row_of("District ${b}", values), (SlipRow{"District Ali", "", false, false}));
}

}  // namespace
}  // namespace karvan::counter
