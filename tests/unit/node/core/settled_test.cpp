#include "tests/unit/node/core/settled_box.h"

// What the centre's feeds make of the records: in order, twice, late, from another life, and where one cannot be read.
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

// Else the desk would charge again, or issue another paper, while the feed comes in.
TEST_F(Settled, P3_WhileTheFeedsOfARestoredCentreComeIn_TheDeskSeesTheRecordAsItWas) {
  const auto before = seen();
  restore("centre-2");
  auto entries = told_again();
  for (std::size_t i = 0; i + 1 < entries.size(); ++i) {
    say({entries[i]}, true);
    EXPECT_EQ(seen(), before) << i;
    EXPECT_EQ(settled()->position, 0u);
  }
  say({entries.back()});
  EXPECT_EQ(seen(), before);
  EXPECT_EQ(settled()->position, entries.back().at);
  EXPECT_EQ(pending(), 0u);
  EXPECT_EQ(*box_.store().shadows().count(), 0u);
}

TEST_F(Settled, P8_WhatARestoredCentreHasNot_IsPendingAgainAndSeen) {
  restore("centre-2");
  auto entries = told_again();
  box_.checkpoint.office = 1;
  say({entries.front()});
  EXPECT_EQ(settled()->position, 1u);
  EXPECT_EQ(pending(), box_.store().log().of_record(Box::application(id_))->size() - 1);
  EXPECT_EQ(seen().postings.size(), 2u);
  EXPECT_FALSE(seen().fields.contains("phone") && seen_phone() == "0300");  // its author sends it again
}

TEST_F(Settled, FromACommonPosition_OnlyWhatLiesBeyondIsHadWhole) {
  const auto other = box_.filed();
  box_.say(box_.applied(box_.round()));
  const auto kept = settled();
  const auto common = kept->position;
  const auto before = *box_.core->book().record(Box::application(other));
  const auto whole = *box_.store().records().settled(Box::application(other));

  box_.round();
  exchange::Answer answer;
  answer.from = exchange::Cursors{"centre-2", common, 1, 1};
  box_.checkpoint.centre_epoch = "centre-2";
  box_.checkpoint.office = common;
  box_.say(std::move(answer));
  EXPECT_EQ(settled()->position, common);
  EXPECT_EQ(box_.store().cursors().get("office/lahore")->position, common);
  // The centre has nothing beyond: this box's operations are pending again, and to be sent again.
  EXPECT_FALSE(*box_.store().records().settled(Box::application(other)));
  EXPECT_EQ(*box_.core->book().record(Box::application(other)), before);

  const auto epoch = box_.store().log().head()->epoch;
  std::vector<exchange::Entry> entries;
  const auto request = box_.round_after_tail();
  for (const auto& batch : request.batches)
    for (const auto& line : batch.run.lines)
      if (auto op = *model::parse_op(line); op.of == Box::application(other))
        entries.push_back({++box_.checkpoint.office, epoch, op.id.seq, "", {}});
  ASSERT_FALSE(entries.empty());
  exchange::Answer settled;
  settled.entries = std::move(entries);
  box_.say(std::move(settled));
  EXPECT_EQ((*box_.store().records().settled(Box::application(other)))->body, whole->body);
}

TEST_F(Settled, FromACommonPosition_WhatTheCentreMayHaveOfARecordIsAskedFor) {
  const auto common = settled()->position - 1;
  const auto before = seen();
  box_.round();
  exchange::Answer answer;
  answer.from = exchange::Cursors{"centre-2", common, 1, 1};
  box_.checkpoint.centre_epoch = "centre-2";
  box_.checkpoint.office = common;
  box_.say(std::move(answer));
  EXPECT_EQ(seen(), before);
  ASSERT_EQ(wanted(), std::vector<std::string>{Box::application(id_)});
  auto had = before;
  had.fields.erase("phone");
  box_.round();
  answer = {};
  answer.snapshots = {{common, Box::application(id_), model::write_record(had)}};
  box_.say(std::move(answer));
  EXPECT_EQ(seen(), had);
  EXPECT_EQ(settled()->position, common);
  EXPECT_EQ(pending(), 0u);
  EXPECT_TRUE(wanted().empty());
}

TEST_F(Settled, FromACommonPosition_AnEntryBeyondItWaitsForTheWholeRecord) {
  const auto common = settled()->position - 1;
  const auto before = seen();
  box_.round();
  exchange::Answer answer;
  answer.from = exchange::Cursors{"centre-2", common, 1, 1};
  answer.more = true;
  box_.checkpoint.centre_epoch = "centre-2";
  box_.checkpoint.office = common;
  answer.entries.push_back(entry(phone("0302")));
  box_.say(std::move(answer));
  EXPECT_EQ(wanted(), std::vector<std::string>{Box::application(id_)});
  EXPECT_EQ(seen(), before);
}

// What a box wrote before it was put back, or what its twin writes, is not in its log.
TEST_F(Settled, P3_FromACommonPosition_WhatABoxOfThisNameBeganElsewhereIsHadWhole) {
  auto began = phone("0301"), after = phone("0302");
  began.id = {"bus-01", "lost", 1};
  began.of = after.of = Box::application("0199");
  say({entry(began)});
  const auto common = box_.checkpoint.office;
  say({entry(after)});
  const auto before = (*box_.store().records().settled(began.of))->body;
  box_.round();
  exchange::Answer answer;
  answer.from = exchange::Cursors{"centre-2", common, 1, 1};
  box_.checkpoint.centre_epoch = "centre-2";
  box_.checkpoint.office = common;
  answer.entries.push_back(entry(after));
  box_.say(std::move(answer));
  EXPECT_EQ(wanted(), std::vector<std::string>{began.of});
  EXPECT_EQ((*box_.store().records().settled(began.of))->body, before);
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

TEST_F(Settled, AnEntryOfANewerVersion_IsLeftUntilTheRecordCanBeRead) {
  const auto before = settled();
  auto newer = entry(phone("0301"));
  newer.unread = Code::version_unknown;
  say({newer});
  EXPECT_EQ(settled()->body, before->body);
  EXPECT_EQ(wanted(), std::vector<std::string>{Box::application(id_)});
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

// What a newer centre says in a record, as `body` with one member more.
std::string newer(const model::Record& record) {
  auto body = model::write_record(record);
  body.insert(body.rfind('}'), R"(,"seals":[{"of":"a newer day"}])");
  return body;
}

TEST_F(Settled, P3_ARecordInWhichANewerCentreSaysMore_IsKeptByteForByteAndNotFoldedUpon) {
  auto op = phone("0300");
  op.of = Box::application(box_.core->book().fresh_id());
  auto record = model::apply({}, op, {});
  exchange::Answer whole;
  whole.snapshots = {{++box_.checkpoint.office, op.of, newer(record)}};
  box_.round();
  box_.say(whole);
  EXPECT_EQ((*box_.store().records().settled(op.of))->body, newer(record));
  EXPECT_EQ(box_.core->book().record(op.of)->fields.at("phone").value, "0300");
  EXPECT_TRUE(wanted().empty());

  auto next = phone("0301");
  next.of = op.of;
  say({entry(next)});
  EXPECT_EQ((*box_.store().records().settled(op.of))->body, newer(record)) << "what it does not read would be lost";
  EXPECT_EQ(wanted(), std::vector<std::string>{op.of});
  EXPECT_EQ(box_.core->link().fault()->code, Code::version_unknown);

  record = model::apply(std::move(record), next, {});
  whole.snapshots = {{box_.checkpoint.office, op.of, newer(record)}};
  box_.round();
  box_.say(whole);
  EXPECT_EQ((*box_.store().records().settled(op.of))->body, newer(record));
  EXPECT_EQ((*box_.store().records().settled(op.of))->position, box_.checkpoint.office);
  EXPECT_TRUE(wanted().empty());
}

// This box wrote on it: what comes whole waits beside it until the feed has reached that far.
TEST_F(Settled, P3_BesideAnOwnRecordToo_WhatANewerCentreSaysIsNotFoldedUpon) {
  auto record = *model::parse_record(settled()->body);
  record.fields["phone"].value = "0307";
  box_.round();
  exchange::Answer whole;
  whole.snapshots = {{++box_.checkpoint.office, record.id, newer(record)}};
  whole.more = true;
  box_.say(whole);
  say({entry(phone("0308"))});
  EXPECT_EQ(wanted(), std::vector<std::string>{record.id});

  record.fields["phone"].value = "0308";
  whole.snapshots = {{box_.checkpoint.office, record.id, newer(record)}};
  whole.more = false;
  box_.round();
  box_.say(whole);
  EXPECT_EQ(settled()->body, newer(record));
  EXPECT_EQ(seen_phone(), "0308");
  EXPECT_TRUE(wanted().empty());
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
