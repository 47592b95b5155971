#include <gtest/gtest.h>

#include "sync/rules/acts.h"
#include "sync/rules/captured.h"
#include "tests/unit/sync/rules/desk.h"

// Numbered documents case by case: what may be issued, voided, handed over, attached.
namespace karvan::rules {
namespace {

using samples::Desk;
using samples::noon;

struct Papers : Desk {
  Papers() {
    take(filing());
    lend_licences();
  }
  Context bare() {
    auto c = context();
    c.service = nullptr;
    return c;
  }
  model::Op over(std::int64_t number, const std::string& kind = "licence") {
    auto o = op();
    o.handed_over = model::HandedOver{{kind, number}, "Ali Khan", "self", "card"};
    return o;
  }
  void has(std::int64_t number, const char* state, const char* kind = "licence") {
    record.documents.push_back({"bus-01/e1/7", {kind, number}, state, {}, {}});
  }
};

Code fault_of(const Result<void>& checked) { return checked ? Code::internal : checked.error().code; }

TEST(Papers, P5_NumberOfAnotherBoxesLease_IsNotThisBoxes) {
  Papers desk;
  EXPECT_TRUE(check_issue(desk.certificate(), desk.context()));
  desk.lease.node = "bus-02";
  EXPECT_EQ(fault_of(check_issue(desk.certificate(), desk.context())), Code::no_lease_left);
}

TEST(Papers, P14_UncertainTime_NeverExtendsALease) {
  Papers desk;
  auto context = desk.context();
  context.received_ms = context.now_ms = desk.lease.not_after_ms + 1;
  auto o = desk.certificate();
  EXPECT_TRUE(check_issue(o, context));  // by its own time before the end
  o.uncertain = true;
  EXPECT_EQ(fault_of(check_issue(o, context)), Code::no_lease_left);
}

TEST(Papers, P5_VoidOfANumber_NeedsItsDocumentOrItsLease) {
  Papers desk;
  auto o = desk.op();
  o.voided = model::Voided{{"licence", 41}, "smeared"};
  EXPECT_TRUE(check_void(desk.record, o, desk.context()));
  auto without = desk.context();
  without.lease = nullptr;
  EXPECT_EQ(fault_of(check_void(desk.record, o, without)), Code::no_lease_left);
  desk.has(41, "issued");
  EXPECT_TRUE(check_void(desk.record, o, without));
}

TEST(Papers, P5_SecondOfItsKind_IsIssuedWhereTheFirstIsVoidOrOfAnotherKind) {
  Papers desk;
  desk.service.policy = catalogue::Policy::issue;
  desk.has(7001, "issued", "receipt");
  EXPECT_TRUE(check_document(desk.record, desk.certificate(42), desk.context()));
  desk.has(40, "void");
  EXPECT_TRUE(check_document(desk.record, desk.certificate(42), desk.context()));
  desk.has(41, "issued");
  EXPECT_EQ(fault_of(check_document(desk.record, desk.certificate(42), desk.context())), Code::document_issued_already);
  auto instead = desk.certificate(42);
  instead.voided = model::Voided{{"licence", 40}, "smeared"};
  EXPECT_EQ(fault_of(check_document(desk.record, instead, desk.context())), Code::document_issued_already);
  instead.voided->serial.number = 41;
  EXPECT_TRUE(check_document(desk.record, instead, desk.context()));
}

TEST(Papers, OfNoTemplateOrOfNoServiceHere_AreNotJudgedByOne) {
  Papers desk;
  auto o = desk.certificate();
  EXPECT_EQ(fault_of(check_document(desk.record, o, desk.context())), Code::not_decided);
  EXPECT_TRUE(check_document(desk.record, o, desk.bare()));
  o.issue->kind = "badge";
  EXPECT_TRUE(check_document(desk.record, o, desk.context()));
}

TEST(Papers, TemplateWithoutANumbering_IsNumberedByItsOwnKind) {
  Papers desk;
  desk.service.numbering.clear();
  auto o = desk.certificate();
  EXPECT_TRUE(check_document(desk.record, o, desk.context()));
  o.issue->kind = "certificate";
  EXPECT_EQ(fault_of(check_document(desk.record, o, desk.context())), Code::not_decided);
  EXPECT_TRUE(is_receipt(&desk.service, {"receipt", 1}));
  EXPECT_TRUE(is_receipt(nullptr, {"receipt", 1}));
  EXPECT_FALSE(is_receipt(nullptr, {"licence", 1}));
}

TEST(Papers, P5_HandedOver_IsWhatStandsAndEachOnce) {
  Papers desk;
  desk.has(41, "void");
  desk.has(42, "issued");
  desk.has(43, "issued", "badge");
  EXPECT_EQ(fault_of(check_handed_over(desk.record, desk.over(40), desk.context())), Code::document_not_issued);
  EXPECT_EQ(fault_of(check_handed_over(desk.record, desk.over(41), desk.context())), Code::document_not_issued);
  desk.record = model::apply(desk.record, desk.over(42), {});
  EXPECT_EQ(fault_of(check_handed_over(desk.record, desk.over(42), desk.context())), Code::handed_over_already);
  EXPECT_TRUE(check_handed_over(desk.record, desk.over(43, "badge"), desk.context()));
  EXPECT_TRUE(check_handed_over(desk.record, desk.over(43, "badge"), desk.bare()));
}

TEST(Papers, P8_HeldField_KeepsItsDocumentAtTheDesk) {
  Papers desk;
  desk.has(42, "issued");
  EXPECT_TRUE(check_handed_over(desk.record, desk.over(42), desk.context()));
  desk.record.fields["full_name"].held = true;
  EXPECT_EQ(fault_of(check_handed_over(desk.record, desk.over(42), desk.context())), Code::document_field_held);
}

TEST(Papers, AttachedWhereTheServiceIsNotHere_NeedsItsDigestAlone) {
  Papers desk;
  auto o = desk.op();
  o.attach = {{"anything", std::string(64, 'a'), 1, "image/jpeg", ""}};
  EXPECT_TRUE(check_attached(o, desk.bare()));
  EXPECT_EQ(fault_of(check_attached(o, desk.context())), Code::unknown_question);
  o.attach[0].hash = std::string(63, 'a') + "x";
  EXPECT_EQ(fault_of(check_attached(o, desk.bare())), Code::malformed);
}

TEST(Papers, P11_CapturesOfAQuestionThatIsNotRelevant_AreNotAwaited) {
  Papers desk;
  auto o = desk.op();
  o.advance = stage::biometrics_captured;
  o.set["married"] = "yes";
  EXPECT_EQ(fault_of(check_captures(desk.record, o, desk.context())), Code::attachment_missing);
  EXPECT_TRUE(check_captures(desk.record, o, desk.bare()));
  form::Definition form = desk.service.form.definition();
  for (auto& question : form.questions)
    if (question.name == "photo") question.binds.relevant = "${married} = 'no'";
  desk.service.form = form::Form::make(std::move(form)).value();
  EXPECT_TRUE(check_captures(desk.record, o, desk.context()));
}

TEST(Sheet, OfAnotherRecordOrWithoutDigestOrSignature_IsRefused) {
  Papers desk;
  auto o = desk.op();
  o.of = "lahore/visit/v1";
  o.sheet = model::Sheet{"2026-11-21", std::string(64, 'a'), "bus-01 x"};
  EXPECT_TRUE(check_sheet({}, o));
  auto other = o;
  other.of = "lahore/token/t1";
  EXPECT_EQ(fault_of(check_sheet({}, other)), Code::malformed);
  for (const auto& digest : {std::string(), std::string(64, 'x')}) {
    other = o;
    other.sheet->digest = digest;
    EXPECT_EQ(fault_of(check_sheet({}, other)), Code::malformed) << digest;
  }
  other = o;
  other.sheet->signature.clear();
  EXPECT_EQ(fault_of(check_sheet({}, other)), Code::malformed);
}

}  // namespace
}  // namespace karvan::rules
