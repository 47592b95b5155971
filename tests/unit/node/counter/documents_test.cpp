#include "tests/unit/node/counter/whole.h"

namespace karvan::counter {
namespace {

using samples::code_of;
using samples::WholeDesk;

struct Decided : WholeDesk {
  std::string granted() {
    auto id = paid();
    decide_at_centre(id, "granted");
    return id;
  }
  std::string printed() {
    auto id = granted();
    auto print = std::string(must(IssueDocument{by(), id, ""}).reply.at("print").as_string());
    report(print, "printed");
    return id;
  }
  HandOver hand_over(const std::string& id) { return {by(), id, {"domicile", 501}, "Ali Khan", "self", "35202"}; }
};

TEST(IssueDocument, P5_TakesTheNextNumberOfItsKindAndPrints) {
  Decided world;
  auto id = world.granted();
  auto done = world.must(IssueDocument{world.by(), id, "en"});
  EXPECT_EQ(done.ops.at(0).issue, (model::Serial{"domicile", 501}));
  EXPECT_EQ(done.ops.at(0).advance, "document_issued");
  EXPECT_EQ(done.reply.at("document").at("number").as_int64(), 501);
  EXPECT_EQ(std::get<SendPrint>(done.effects.at(0)).print.slip.number, "501");
}

TEST(IssueDocument, P5_Twice_IsRefused) {
  Decided world;
  auto id = world.granted();
  world.must(IssueDocument{world.by(), id, ""});
  EXPECT_EQ(code_of(world.run(IssueDocument{world.by(), id, ""})), Code::document_issued_already);
  EXPECT_EQ(world.next_certificate, 502);
  world.next_certificate = world.certificates.last + 1;
  EXPECT_EQ(code_of(world.run(IssueDocument{world.by(), id, ""})), Code::document_issued_already);
}

TEST(IssueDocument, P5_WithoutALease_IsRefused) {
  Decided world;
  auto id = world.granted();
  world.next_certificate = world.certificates.last + 1;
  EXPECT_EQ(code_of(world.run(IssueDocument{world.by(), id, ""})), Code::no_lease_left);
  world.hold(id, "full_name");
  EXPECT_EQ(code_of(world.run(IssueDocument{world.by(), id, ""})), Code::document_field_held);
}

TEST(IssueDocument, BeforeTheDecision_WaitsForIt) {
  Decided world;
  EXPECT_EQ(code_of(world.run(IssueDocument{world.by(), world.paid(), ""})), Code::not_decided);
}

TEST(IssueDocument, P9_OfARefusal_IsRefused) {
  Decided world;
  auto id = world.paid();
  world.decide_at_centre(id, "refused");
  EXPECT_EQ(code_of(world.run(IssueDocument{world.by(), id, ""})), Code::decided_already);
}

TEST(IssueDocument, P8_WhileAFieldThatItNamesIsHeld_WaitsAndSaysWhich) {
  Decided world;
  auto id = world.granted();
  world.hold(id, "full_name");
  auto refused = world.run(IssueDocument{world.by(), id, ""});
  ASSERT_EQ(code_of(refused), Code::document_field_held);
  EXPECT_EQ(refused.error().args.at("field"), "full_name");
}

TEST(IssueDocument, WhileAnotherFieldIsHeld_GoesOn) {
  Decided world;
  auto id = world.granted();
  world.hold(id, "phone");
  EXPECT_TRUE(world.run(IssueDocument{world.by(), id, ""}));
}

TEST(IssueDocument, UnpaidFor_IsRefused) {
  Decided world;
  auto id = world.filed();
  world.decide_at_centre(id, "granted");
  auto refused = world.run(IssueDocument{world.by(), id, ""});
  ASSERT_EQ(code_of(refused), Code::stage_not_reached);
  EXPECT_EQ(refused.error().args.at("before"), "fee_paid");
}

TEST(IssueDocument, OfPolicyIssue_DoesNotWaitAndIsProvisional) {
  samples::DeskWorld world([](catalogue::Service& service) {
    samples::with_documents(service);
    service.policy = catalogue::Policy::issue;
    for (auto& template_ : service.templates) template_.provisional = {{"en", "Provisional"}};
    for (auto& stage : service.stages)
      if (stage.id == "document_issued") stage.prerequisites = {"fee_paid"};
  });
  auto id = world.filed();
  world.must(TakePayment{world.by(), id, "cash", {50'000, "PKR"}, ""});
  auto done = world.must(IssueDocument{world.by(), id, ""});
  EXPECT_NE(std::get<SendPrint>(done.effects.at(0)).print.slip.provisional, "");
}

TEST(IssueDocument, OfAServiceWithoutOne_IsRefused) {
  samples::DeskWorld world;
  EXPECT_EQ(code_of(world.run(IssueDocument{world.by(), world.filed(), ""})), Code::not_found);
}

TEST(SettlePrint, OfASpoiledCertificate_VoidsItAndPrintsACertificateAgain) {
  Decided world;
  auto id = world.granted();
  auto print = std::string(world.must(IssueDocument{world.by(), id, ""}).reply.at("print").as_string());
  world.report(print, "unknown");
  auto done = world.must(SettlePrint{world.by(), print, "spoiled", "smeared"});
  const auto& next = std::get<SendPrint>(done.effects.at(0)).print;
  EXPECT_EQ(next.serial.number, 502);
  EXPECT_EQ(next.slip.kind, "certificate");
  EXPECT_EQ(world.of(id).documents.at(1).state, "void");
}

TEST(HandOver, ToANamedRecipient_Delivers) {
  Decided world;
  auto id = world.printed();
  auto done = world.must(world.hand_over(id));
  EXPECT_EQ(done.ops.at(0).handed_over->recipient, "Ali Khan");
  EXPECT_TRUE(world.of(id).reached("delivered"));
}

TEST(HandOver, OfWhatDidNotComeOut_IsRefused) {
  Decided world;
  auto id = world.granted();
  auto print = std::string(world.must(IssueDocument{world.by(), id, ""}).reply.at("print").as_string());
  world.report(print, "unknown");
  EXPECT_EQ(code_of(world.run(world.hand_over(id))), Code::print_outcome_unknown);
}

TEST(HandOver, Twice_IsRefused) {
  Decided world;
  auto id = world.printed();
  world.must(world.hand_over(id));
  EXPECT_EQ(code_of(world.run(world.hand_over(id))), Code::handed_over_already);
}

TEST(HandOver, OfWhatIsNotIssued_IsRefused) {
  Decided world;
  auto id = world.granted();
  EXPECT_EQ(code_of(world.run(world.hand_over(id))), Code::document_not_issued);
  auto receipt = world.hand_over(id);
  receipt.serial = {"receipt", 7001};
  EXPECT_EQ(code_of(world.run(receipt)), Code::document_not_issued);
}

TEST(HandOver, ToNobody_IsRefused) {
  Decided world;
  auto id = world.printed();
  auto cmd = world.hand_over(id);
  cmd.recipient.clear();
  auto refused = world.run(cmd);
  ASSERT_EQ(code_of(refused), Code::field_missing);
  EXPECT_EQ(refused.error().args.at("field"), "recipient");
}

TEST(HandOver, P8_OfADocumentUnderReview_IsRefused) {
  Decided world;
  auto id = world.printed();
  world.hold(id, "full_name");
  EXPECT_EQ(code_of(world.run(world.hand_over(id))), Code::document_field_held);
}

}  // namespace
}  // namespace karvan::counter
