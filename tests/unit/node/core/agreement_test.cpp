#include "sync/rules/judge.h"
#include "tests/unit/node/core/box.h"

// A bus and the centre that change one application while apart; the centre here judges by the rules that the real one
// judges by.
namespace karvan::core {
namespace {

using model::Fate;
using samples::Box;

void issued_at_the_desk(catalogue::Service& service) {
  counter::samples::with_documents(service);
  service.policy = catalogue::Policy::issue;
  service.stages = catalogue::stages_of(service.policy);
}

class Apart : public testing::Test {
 protected:
  Apart() : box_("", issued_at_the_desk) {
    box_.sign_in("bilal");
    id_ = box_.filed();
    of_ = "lahore/application/" + id_;
    auto request = box_.round();
    learn(request);
    box_.say(box_.applied(request));
  }

  // The centre folds what came, by its verdicts; gives the entries.
  exchange::Answer learn(const exchange::Request& request) {
    exchange::Answer answer = box_.applied(request);
    std::size_t at = 0;
    for (const auto& batch : request.batches)
      for (const auto& line : batch.run.lines) answer.entries[at++].verdict = fold(line);
    return answer;
  }
  model::Verdict fold(const std::string& line) {
    auto op = *model::parse_op(line);
    if (op.of != of_) return {};
    const auto& book = box_.core->book();
    const auto& pin = op.pin ? *op.pin : centres_.pin;
    rules::Context context{.service = book.catalogue().version(pin.service, pin.version), .actor = &anyone_};
    std::optional<rules::Lease> lease;
    if (op.issue) lease = book.lease_of(*op.issue);
    if (lease) context.lease = &*lease;
    context.now_ms = box_.now;
    auto verdict = rules::judge(centres_, op, context);
    centres_ = model::apply(centres_, op, verdict);
    return verdict;
  }
  // What a clerk writes while the bus is away.
  exchange::Entry clerks(const std::string& field, const std::string& value) {
    model::Op op;
    op.id = {"centre", "c1", ++clerks_};
    op.time = {box_.now + 1, 0};
    op.actor = "leyla";
    op.of = of_;
    op.set = {{field, value}};
    if (auto shown = centres_.fields.find(field); shown != centres_.fields.end())
      op.over = {{field, shown->second.writer}};
    auto line = model::write_op(op);
    auto verdict = fold(line);
    return {++box_.checkpoint.office, {}, 0, line, verdict};
  }
  void change(const std::string& field, const std::string& value) {
    const auto app = *box_.core->book().application(id_);
    auto shown = app.record.fields.find(field);
    box_.must(counter::ChangeApplication{
        {}, id_, {{field, value}}, {{field, shown == app.record.fields.end() ? "" : shown->second.writer}}});
  }
  // The exchange: the clerk's act came first, then what the bus had done.
  void meet(exchange::Entry clerks) {
    auto answer = learn(box_.round());
    for (auto& entry : answer.entries) entry.at = ++box_.checkpoint.office;
    answer.entries.insert(answer.entries.begin(), std::move(clerks));
    box_.say(std::move(answer));
  }
  model::Record record() { return box_.core->book().application(id_)->record; }

  Box box_;
  std::string id_, of_;
  model::Record centres_;
  rules::Staff anyone_{"centre", "Centre", rules::Role::supervisor, "", {}, {}, {}, true};
  std::uint64_t clerks_ = 0;
};

TEST_F(Apart, P5_P6_P8_PaperAndCashOfABusThatKnewOfNoConflict_AreNeverRefused) {
  auto clerks_name = clerks("full_name", "Ali Hassan");
  change("full_name", "Ali Hussain");
  box_.paid(id_);
  auto issued = box_.must(counter::IssueDocument{{}, id_, ""});
  EXPECT_EQ(record().documents.back().state, "issued");  // here nobody knows better yet
  meet(std::move(clerks_name));

  const auto known = record();
  EXPECT_TRUE(known.held("full_name"));
  EXPECT_EQ(known.fields.at("full_name").value, "Ali Hassan");
  EXPECT_EQ(known.fields.at("full_name").candidates.at(0).value, "Ali Hussain");
  EXPECT_EQ(known.documents.back().state, "disputed");
  EXPECT_EQ(known.documents.back().serial.kind, "domicile");
  EXPECT_EQ(model::balance(known).received, 50'000);
  EXPECT_EQ(model::balance(known).open(), 0);
  ASSERT_EQ(known.alarms.size(), 1u);
  EXPECT_EQ(known.alarms[0].what, "disputed:domicile/" + std::to_string(known.documents.back().serial.number));
  EXPECT_EQ(model::write_record(known), model::write_record(centres_));  // P3
}

TEST_F(Apart, P8_HeldName_StopsTheNextPaperAndSaysWhy) {
  auto clerks_name = clerks("full_name", "Ali Hassan");
  change("full_name", "Ali Hussain");
  box_.paid(id_);
  meet(std::move(clerks_name));
  auto refused = box_.ask(counter::IssueDocument{{}, id_, ""});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::document_field_held);
  EXPECT_EQ(refused.error().args.at("field"), "full_name");
}

TEST_F(Apart, P8_NameSettledAtTheBus_GoesOnAndIsKeptWithAllThatContended) {
  auto clerks_name = clerks("full_name", "Ali Hassan");
  change("full_name", "Ali Hussain");
  box_.paid(id_);
  meet(std::move(clerks_name));
  const auto field = record().fields.at("full_name");
  const auto ours = field.candidates.at(0).writer, theirs = field.writer;
  box_.must(counter::Resolve{{}, id_, "full_name", ours, {theirs, ours}, "as on the card"});
  box_.must(counter::IssueDocument{{}, id_, ""});
  EXPECT_EQ(record().fields.at("full_name").value, "Ali Hussain");
  EXPECT_EQ(record().resolutions.at(0).among.size(), 2u);
  EXPECT_EQ(record().documents.back().state, "issued");
}

TEST_F(Apart, P8_DifferentFields_AreMergedAndMarkedParallel) {
  auto clerks_phone = clerks("phone", "0300");
  change("full_name", "Ali Hussain");
  meet(std::move(clerks_phone));
  const auto known = record();
  EXPECT_EQ(known.fields.at("phone").value, "0300");
  EXPECT_EQ(known.fields.at("full_name").value, "Ali Hussain");
  EXPECT_TRUE(known.fields.at("phone").parallel);
  EXPECT_TRUE(known.fields.at("full_name").parallel);
  EXPECT_FALSE(known.held("full_name"));
  change("full_name", "Ali Haider");  // by somebody who has both on the screen
  EXPECT_FALSE(record().fields.at("full_name").parallel);
}

}  // namespace
}  // namespace karvan::core
