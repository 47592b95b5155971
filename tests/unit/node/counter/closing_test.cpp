#include "tests/unit/node/counter/whole.h"

#include "sync/rules/closing.h"

namespace karvan::counter {
namespace {

using samples::code_of;
using samples::WholeDesk;

void with_closings(catalogue::Service& service) {
  catalogue::Closing withdrawn;
  withdrawn.how = "withdrawn";
  withdrawn.by = "desk";
  withdrawn.reasons = {{"changed_mind", {{"en", "They no longer want it"}}}};
  withdrawn.refund = catalogue::Closing::Refund::all;
  catalogue::Closing uncollected;
  uncollected.how = "uncollected";
  uncollected.by = "supervisor";
  uncollected.after_days = 0;
  service.closings = {withdrawn, uncollected};
}

struct Closable : WholeDesk {
  Closable() : WholeDesk(with_closings) {}
  Result<Decision> close(const std::string& id, const std::string& how, const std::string& reason,
                         const std::string& staff = "asma") {
    return run(CloseApplication{by(staff), id, how, reason});
  }
};

TEST(CloseApplication, Withdrawn_EndsItAndLeavesTheRefundToBePaid) {
  Closable world;
  const auto id = world.paid();
  const auto done = world.close(id, "withdrawn", "changed_mind");
  ASSERT_TRUE(done) << describe(done.error());
  EXPECT_EQ(done->ops.at(0).closed, (model::Closed{"withdrawn", "changed_mind"}));
  const auto app = *world.application(id);
  EXPECT_EQ(rules::closing_of(app.record, app.service)->how, "withdrawn");
  EXPECT_EQ(rules::refund_due(app.record, *app.service), (model::Money{50'000, "PKR"}));
  world.must(OpenShift{world.by("bilal"), {100'000, "PKR"}});
  world.must(Refund{world.by("bilal"), id, {50'000, "PKR"}, "withdrawn"});
  EXPECT_EQ(rules::refund_due(world.of(id), *app.service).minor, 0);
}

TEST(CloseApplication, WithoutAReasonOfTheService_IsRefused) {
  Closable world;
  const auto id = world.filed();
  EXPECT_EQ(code_of(world.close(id, "withdrawn", "")), Code::reason_missing);
  EXPECT_EQ(code_of(world.close(id, "withdrawn", "just so")), Code::field_wrong_type);
  EXPECT_EQ(code_of(world.close(id, "withdrawn", std::string(reason_bytes_max + 1, 'x'))), Code::answer_too_long);
  EXPECT_EQ(code_of(world.close(id, "vanished", "x")), Code::closing_not_offered);
}

TEST(CloseApplication, ByWhoMayNot_IsRefused) {
  Closable world;
  const auto id = world.filed();
  EXPECT_EQ(code_of(world.close(id, "returned", "no papers")), Code::role_not_allowed);
  EXPECT_EQ(code_of(world.close(id, "withdrawn", "changed_mind", "tariq")), Code::role_not_allowed);
  EXPECT_TRUE(world.close(id, "returned", "no papers", "bilal"));
}

TEST(CloseApplication, Twice_OrThenAnythingElse_IsRefused) {
  Closable world;
  const auto id = world.filed();
  ASSERT_TRUE(world.close(id, "withdrawn", "changed_mind"));
  EXPECT_EQ(code_of(world.close(id, "withdrawn", "changed_mind")), Code::application_closed);
  EXPECT_EQ(code_of(world.run(ChangeApplication{world.by(), id, {{"phone", "1"}}, {}})), Code::application_closed);
  EXPECT_EQ(code_of(world.run(ReturnApplication{world.by("bilal"), id, "again"})), Code::application_closed);
  EXPECT_EQ(code_of(world.run(TakePayment{world.by(), id, "cash", {50'000, "PKR"}, ""})), Code::application_closed);
}

TEST(CloseApplication, Uncollected_WaitsForADocument) {
  Closable world;
  const auto id = world.paid();
  EXPECT_EQ(code_of(world.close(id, "uncollected", "nobody came", "bilal")), Code::closing_not_offered);
  world.decide_at_centre(id, "granted");
  world.must(IssueDocument{world.by(), id, ""});
  EXPECT_TRUE(world.close(id, "uncollected", "nobody came", "bilal"));
}

// ---- services that name little

void bare(catalogue::Service& service, const std::vector<std::string>& stages) {
  service.parties.clear();
  service.consent = {};
  service.templates.clear();
  service.documents.clear();
  service.form = samples::plain_service().form;
  std::erase_if(service.stages,
                [&](const auto& stage) { return std::find(stages.begin(), stages.end(), stage.id) == stages.end(); });
  for (auto& stage : service.stages)
    std::erase_if(stage.prerequisites,
                  [&](const auto& before) { return std::find(stages.begin(), stages.end(), before) == stages.end(); });
}

std::string ending(WholeDesk& world, const std::string& id) {
  const auto app = *world.application(id);
  const auto found = rules::closing_of(app.record, app.service);
  return found ? found->how : "";
}

TEST(Information, IsCompletedByItsFiling) {
  WholeDesk world([](catalogue::Service& service) {
    bare(service, {"filed"});
    service.fees.clear();
  });
  const auto id = world.started();
  world.must(FileDraft{world.by(), id, world.seen(id), ""});
  EXPECT_EQ(ending(world, id), "completed");
}

TEST(Bill, IsCompletedByItsPayment) {
  WholeDesk world([](catalogue::Service& service) { bare(service, {"filed", "fee_assessed", "fee_paid"}); });
  const auto id = world.started();
  world.must(FileDraft{world.by(), id, world.seen(id), ""});
  EXPECT_EQ(ending(world, id), "");
  world.must(TakePayment{world.by(), id, "cash", {50'000, "PKR"}, ""});
  EXPECT_EQ(ending(world, id), "completed");
}

TEST(Complaint, WithoutPeopleAndFee_IsFiledAndWaitsForItsDecision) {
  WholeDesk world([](catalogue::Service& service) {
    bare(service, {"filed", "received_by_centre", "accepted_by_institution", "decided"});
    service.fees.clear();
  });
  const auto id = world.started();
  const auto done = world.must(FileDraft{world.by(), id, world.seen(id), ""});
  EXPECT_EQ(done.ops.size(), 1u);
  EXPECT_EQ(ending(world, id), "");
  world.decide_at_centre(id, "granted");
  EXPECT_EQ(ending(world, id), "completed");
}

TEST(ImmediateIssue, WithoutReview_IsDeliveredInOneSitting) {
  WholeDesk world([](catalogue::Service& service) {
    service.policy = catalogue::Policy::issue;
    service.parties.clear();
    service.consent = {};
    service.form = samples::plain_service().form;
    std::erase_if(service.stages, [](const auto& stage) { return stage.id == "reviewed"; });
    for (auto& stage : service.stages)
      if (stage.id == "document_issued") stage.prerequisites = {"fee_paid"};
  });
  const auto id = world.started();
  world.must(FileDraft{world.by(), id, world.seen(id), ""});
  world.must(TakePayment{world.by(), id, "cash", {50'000, "PKR"}, ""});
  const auto issued = world.must(IssueDocument{world.by(), id, ""});
  world.report(std::string(issued.reply.at("print").as_string()), "printed");
  world.must(HandOver{world.by(), id, {"domicile", 501}, "Ali Khan", "self", "card"});
  EXPECT_EQ(ending(world, id), "delivered");
}

}  // namespace
}  // namespace karvan::counter
