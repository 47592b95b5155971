#include "tests/unit/node/core/settled_box.h"

// What the centre's feeds make of the records: in order, twice, late, and where one cannot be read.
namespace karvan::core {
namespace {

using samples::Box;

using Settled = samples::SettledBox;

TEST_F(Settled, P10_AnAnswerThatComesTwice_ChangesNothing) {
  auto again = entry(phone("0301"));
  say({again});
  const auto before = settled();
  say({again});
  EXPECT_EQ(settled()->body, before->body);
  EXPECT_EQ(settled()->position, before->position);
  EXPECT_EQ(pending(), 0u);
}

TEST_F(Settled, P3_OwnOperationsThatStandPlainly_AreSettledUnwrittenAndAnothersFoldOnThem) {
  const auto id = box_.filed();
  const auto record = Box::application(id);
  box_.paid(id);
  box_.say(box_.applied(box_.round()));
  const auto written = [&] {
    auto rows = box_.store().database().query("SELECT position FROM records WHERE id = ?", record);
    EXPECT_TRUE(rows && *rows->next());
    return rows->integer(0);
  };
  EXPECT_EQ(written(), 0);
  EXPECT_TRUE(box_.store().log().pending(record)->empty());
  model::Record folded;
  const auto lines = box_.store().log().of_record(record).value();
  for (const auto& line : lines) folded = model::apply(std::move(folded), *model::parse_op(line.line), {});
  EXPECT_EQ((*box_.store().records().settled(record))->body, model::write_record(folded));
  auto op = phone("0302");
  op.of = record;
  say({entry(op)});
  EXPECT_EQ(written(), static_cast<std::int64_t>(box_.checkpoint.office));
  EXPECT_EQ((*box_.store().records().settled(record))->body,
            model::write_record(model::apply(std::move(folded), op, {})));
}

TEST_F(Settled, P3_OwnOperationsAfterAnothersInOneSlice_AreFoldedOnIt) {
  const auto id = box_.filed();
  box_.paid(id);
  auto answer = box_.applied(box_.round());
  auto op = phone("0302");
  op.of = Box::application(id);
  const auto after_first = answer.entries.begin() + 1;
  for (auto later = after_first; later != answer.entries.end(); ++later) ++later->at;
  auto others = entry(op);
  others.at = answer.entries.front().at + 1;
  answer.entries.insert(after_first, others);
  const auto lines = box_.store().log().of_record(op.of).value();
  ASSERT_GT(lines.size(), 1u);
  auto folded = model::apply(model::apply({}, *model::parse_op(lines.front().line), {}), op, {});
  for (std::size_t i = 1; i < lines.size(); ++i)
    folded = model::apply(std::move(folded), *model::parse_op(lines[i].line), {});
  box_.say(std::move(answer));
  const auto settled = *box_.store().records().settled(op.of);
  EXPECT_EQ(settled->body, model::write_record(folded));
  EXPECT_TRUE(box_.store().log().pending(op.of)->empty());
}

// It was sent back for correction elsewhere meanwhile: the payment stands, its stage is early.
TEST_F(Settled, P6_APaymentWhoseStageIsEarly_IsCountedOnceAndPendingNoMore) {
  const auto id = box_.filed();
  box_.paid(id);
  auto answer = box_.applied(box_.round());
  auto& verdict = answer.entries.back().verdict;
  verdict.advance = model::Fate::waiting;
  verdict.reason = name_of(Code::stage_not_reached);
  verdict.alarms = {"refused:fee_paid:stage_not_reached"};
  box_.say(std::move(answer));
  const auto record = *box_.core->book().record(Box::application(id));
  EXPECT_EQ(record.postings.size(), 2u);
  EXPECT_EQ(model::balance(record).open(), 0);
  EXPECT_EQ(record.early.size(), 1u);
  EXPECT_TRUE(record.waiting.empty());
  EXPECT_FALSE(*box_.store().log().any_unsettled());
  ASSERT_EQ(box_.store().log().troubled(2)->size(), 1u);
  EXPECT_EQ(box_.store().log().troubled(2)->front().reason, "stage_not_reached");
}

TEST_F(Settled, P2_ACentreThatHoldsLessThanItSaid_GetsItAgain) {
  box_.filed();
  auto request = box_.round();
  const auto& known = request.known.back();
  ASSERT_EQ(known.seq, own_);
  exchange::Answer answer;
  answer.receipts = {{known.epoch, 1, box_.store().log().line(known.epoch, 1).value()->hash}};
  box_.say(std::move(answer));
  auto again = box_.round();
  ASSERT_FALSE(again.batches.empty());
  EXPECT_EQ(again.batches.front().run.after.seq, 1u);
  EXPECT_EQ(box_.core->book().unsent_applications(), 2u);
}

TEST_F(Settled, P15_AnEntryThatCannotBeRead_StopsItsRecordAlone) {
  const auto other = box_.filed();
  box_.say(box_.applied(box_.round()));
  const auto before = settled();
  auto unreadable = entry(phone("0301"));
  unreadable.line = "{\"v\":1,\"of\":\"" + Box::application(id_) + "\",\"seq\":\"?\"}";
  auto op = phone("0305");
  op.of = Box::application(other);
  say({unreadable, entry(phone("0302")), entry(op)});
  EXPECT_EQ(box_.core->book().record(Box::application(other))->fields.at("phone").value, "0305");
  EXPECT_EQ(settled()->body, before->body);
  EXPECT_EQ(wanted(), std::vector<std::string>{Box::application(id_)});
  EXPECT_TRUE(box_.core->link().fault());

  // Had whole, it goes on from there.
  auto whole = *model::parse_record(before->body);
  whole.fields["phone"].value = "0302";
  box_.round();
  exchange::Answer answer;
  answer.snapshots = {{box_.checkpoint.office, Box::application(id_), model::write_record(whole)}};
  answer.entries = {entry(phone("0303"))};
  box_.say(std::move(answer));
  EXPECT_EQ(seen_phone(), "0303");
  EXPECT_TRUE(wanted().empty());
  EXPECT_EQ(settled()->position, box_.checkpoint.office);
}

TEST_F(Settled, OwnOperationOnARecordThatWaits_IsNotTakenForSettled) {
  auto unreadable = entry(phone("0301"));
  unreadable.line = "{\"of\":\"" + Box::application(id_) + "\"}";
  say({unreadable});
  const auto epoch = box_.store().log().head()->epoch;
  box_.must(counter::TakePayment{{}, box_.filed(), "cash", {50'000, "PKR"}, ""});
  model::Op own;
  own.actor = "asma";
  own.of = Box::application(id_);
  own.note = "called";
  ASSERT_TRUE(box_.store().begin());
  ASSERT_TRUE(box_.core->book().append({own}));
  ASSERT_TRUE(box_.store().commit());
  box_.say(box_.applied(box_.round()));
  EXPECT_EQ(pending(), 1u);
  const auto line = box_.store().log().pending(Box::application(id_))->front();
  EXPECT_GT(line.entry, 0u);
}

TEST_F(Settled, ARecordThatThisBoxNeverWrote_IsTakenWholeAtOnce) {
  model::Record record;
  auto op = phone("0300");
  op.of = Box::application(box_.core->book().fresh_id());
  record = model::apply({}, op, {});
  box_.round();
  exchange::Answer answer;
  answer.snapshots = {{++box_.checkpoint.office, record.id, model::write_record(record)}};
  answer.more = true;
  box_.say(std::move(answer));
  EXPECT_EQ((*box_.store().records().settled(record.id))->body, model::write_record(record));
  EXPECT_EQ((*box_.store().records().settled(record.id))->position, box_.checkpoint.office);
}

// A box whose work the centre sets aside, from the filing on: nobody has settled anything of it.
TEST_F(Settled, P15_WhatTheCentreParked_IsShownAsItWasWrittenAndSaysWhy) {
  const auto id = box_.filed();
  box_.paid(id);
  auto answer = box_.applied(box_.round());
  for (auto& entry : answer.entries) {
    entry.verdict.op = model::Fate::parked;
    entry.verdict.reason = "node_revoked";
  }
  box_.say(std::move(answer));
  const auto application = box_.core->book().application(id);
  ASSERT_TRUE(application) << describe(application.error());
  EXPECT_FALSE(application->record.fields.at("full_name").value.empty());
  EXPECT_EQ(model::balance(application->record).received, 50'000);
  ASSERT_FALSE(application->record.waiting.empty());
  EXPECT_NE(application->record.waiting.front().find("node_revoked"), std::string::npos);
  const auto settled = *box_.store().records().settled(Box::application(id));
  ASSERT_TRUE(settled);
  EXPECT_TRUE(model::parse_record(settled->body)->fields.empty()) << "P3: the centre has nothing of it";
}

}  // namespace
}  // namespace karvan::core
