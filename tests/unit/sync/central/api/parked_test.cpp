#include "storage/model/verdict.h"
#include "tests/unit/sync/central/fixture.h"

// What waits, or is parked, and stops nothing else.
namespace karvan::central {
namespace {

using model::Fate;
using testing::Box;
using testing::must;

class Parked : public testing::Centre {};

TEST_F(Parked, P15_PoisonousLine_IsParkedAlone) {
  Box box("bus-01");
  enrol(box);
  box.write_line("{\"v\":1,\"not an operation\":");
  auto o = box.filing(a1, version_);
  box.write(o);
  auto got = round(box.request());
  EXPECT_TRUE(record(a1).reached("filed"));
  ASSERT_FALSE(got.entries.empty());
  EXPECT_EQ(got.entries.front().verdict.op, Fate::parked);
  EXPECT_EQ(must(Records(files_->records).count_parked("bus-01")), 1u);
}

TEST_F(Parked, P15_RecordThatHasGrownTooLarge_StopsNothingElse) {
  Box box("bus-01");
  enrol(box);
  const std::string body = "{\"id\":\"" + std::string(model::record_bytes_max, 'x') + "\"}";
  must(in_transaction(files_->records, [&] { return Records(files_->records).put_record("lahore", a1, {body, 1}); }));
  box.write(box.op(a1));
  box.write(box.filing(a2, version_));
  auto got = round(box.request());
  EXPECT_TRUE(record(a2).reached("filed"));
  EXPECT_EQ(got.entries.front().verdict.op, Fate::parked);
  EXPECT_EQ(got.entries.front().verdict.reason, "body_too_large");
}

TEST_F(Parked, P15_OneNodeThatCannotBeSettled_HoldsUpNoOther) {
  Box first("bus-01"), second("bus-02");
  enrol(first);
  enrol(second);
  // The file is damaged: what waits on the record has lost its line.
  must(in_transaction(files_->records, [&] {
    return Records(files_->records).park({"lahore", a1, {"bus-09", "e9", 1}, "waiting", "chain_gap"});
  }));
  first.write(first.filing(a1, version_));
  second.write(second.filing(a2, version_));
  must(accept(first.request()));
  must(accept(second.request()));
  for (int i = 0; i < 5; ++i) (void)reconciler_->step(testing::noon + 2'000);
  EXPECT_FALSE(record(a1).reached("filed"));
  EXPECT_TRUE(record(a2).reached("filed"));
}

// A clerk's word, as it stands in the centre's own log.
PersonsAct word_on(const std::string& writer, const std::string& outcome) {
  PersonsAct act;
  act.cmd = "0123456789abcdef-" + outcome;
  act.asked = outcome;
  act.actor = "leyla";
  act.of = a1;
  act.make = [=](const auto&) -> Result<model::Op> {
    model::Op op;
    op.settled = model::Settled{"parked", writer, outcome, "looked at"};
    return op;
  };
  return act;
}

TEST_F(Parked, P15_WhatWaitsForWhatNeverComes_IsReleasedOrRejectedByAPerson) {
  must(put_staff(*files_, {"leyla", "Leyla", rules::Role::clerk, "x", {}, {}, {}, true}));
  Box box("bus-01");
  enrol(box);
  box.write(box.filing(a1, version_));
  std::vector<std::string> waiting;
  for (const char* phone : {"2", "3"}) {
    auto change = box.op(a1);
    change.set["phone"] = phone;
    change.over["phone"] = "bus-09/e9/9";  // a node that was lost with its log
    waiting.push_back(model::to_text(box.write(change)));
  }
  round(box.request());
  ASSERT_EQ(record(a1).waiting.size(), 2u);
  auto rejected = must(reconciler_->act(word_on(waiting[0], "rejected"), testing::noon + 3'000));
  EXPECT_TRUE(rejected.settled);
  EXPECT_EQ(record(a1).fields.at("phone").value, "1");
  must(reconciler_->act(word_on(waiting[1], "released"), testing::noon + 4'000));
  EXPECT_TRUE(record(a1).waiting.empty());
  EXPECT_EQ(must(Records(files_->records).count_parked("bus-01")), 0u);
}

// P15: a word that does nothing would be taken for one that did.
TEST_F(Parked, P15_WhatTheRecordCannotHold_IsNotReleasedInSilenceAndCanStillBeRejected) {
  must(put_staff(*files_, {"leyla", "Leyla", rules::Role::clerk, "x", {}, {}, {}, true}));
  Box first("bus-01");
  enrol(first);
  first.write(first.filing(a1, version_));
  round(first.request());
  std::vector<std::string> parked;
  int keys = 0;
  // Ever smaller ones, each kind by a box of its own, until not even the last finds room.
  for (const auto& [count, bytes] : {std::pair(10, 16'000), {1, 16'000}, {1, 2'000}, {1, 200}}) {
    Box box("bus-1" + std::to_string(parked.size()));
    enrol(box);
    for (bool room = true; room;) {
      auto said = box.op(a1);
      for (int i = 0; i < count; ++i) said.set["unknown" + std::to_string(++keys)] = std::string(bytes, 'x');
      const auto writer = model::to_text(box.write(said));
      round(box.request());
      room = record(a1).waiting.size() == parked.size();
      if (!room) parked.push_back(writer);
    }
  }
  const auto released = reconciler_->act(word_on(parked[0], "released"), testing::noon + 3'000);
  ASSERT_FALSE(released);
  EXPECT_EQ(released.error().code, Code::record_full);
  auto reject = word_on(parked[0], "rejected");
  reject.make = [&](const auto&) -> Result<model::Op> {
    model::Op op;
    op.settled = model::Settled{"parked", parked[0], "rejected", std::string(1'000, 'r')};
    return op;
  };
  must(reconciler_->act(reject, testing::noon + 4'000));
  EXPECT_EQ(record(a1).waiting.size(), parked.size() - 1);
}

// Of an application whose filing was lost with its box.
TEST_F(Parked, P15_WhatIsOnAnApplicationThatNeverCame_IsNotReleasedInSilence) {
  must(put_staff(*files_, {"leyla", "Leyla", rules::Role::clerk, "x", {}, {}, {}, true}));
  Box box("bus-01");
  enrol(box);
  auto paid = box.op(a1);
  paid.post = model::Post{"payment", {500, "PKR"}, "cash", "s1", ""};
  const auto writer = model::to_text(box.write(paid));
  round(box.request());
  ASSERT_EQ(record(a1).waiting.size(), 1u);
  const auto released = reconciler_->act(word_on(writer, "released"), testing::noon + 3'000);
  ASSERT_FALSE(released);
  EXPECT_EQ(released.error().code, Code::filing_missing);
  must(reconciler_->act(word_on(writer, "rejected"), testing::noon + 4'000));
  EXPECT_TRUE(record(a1).waiting.empty());
}

// From the bus the same word is told as refused, for the same reason.
TEST_F(Parked, P15_WordOfABusThatWouldReleaseNothing_IsRefusedWithTheReason) {
  must(put_staff(*files_, {"bilal", "Bilal", rules::Role::supervisor, "x", {}, {}, {}, true}));
  Box box("bus-01"), other("bus-02");
  enrol(box);
  enrol(other);
  auto paid = box.op(a1);
  paid.post = model::Post{"payment", {500, "PKR"}, "cash", "s1", ""};
  const auto writer = model::to_text(box.write(paid));
  round(box.request());
  auto word = other.op(a1);
  word.actor = "bilal";
  word.settled = model::Settled{"parked", writer, "released", "try"};
  other.write(word);
  round(other.request());
  EXPECT_EQ(feed().back().verdict.settled, Fate::refused);
  EXPECT_EQ(feed().back().verdict.reason, "filing_missing");
  EXPECT_EQ(record(a1).waiting.size(), 1u);
}

TEST_F(Parked, LineUnderAnotherIdentity_IsParked) {
  Box box("bus-01");
  enrol(box);
  auto o = box.filing(a1, version_);
  o.id.node = "bus-02";
  box.write(o);
  round(box.request());
  EXPECT_TRUE(record(a1).creator.empty());
  EXPECT_EQ(must(Records(files_->records).count_parked("bus-01")), 1u);
}

TEST_F(Parked, P4_ChangeBeforeItsCause_WaitsAndIsThenApplied) {
  Box first("bus-01"), second("bus-02");
  enrol(first);
  enrol(second);
  auto filing = first.write(first.filing(a1, version_));
  auto change = second.op(a1);
  change.set["phone"] = "2";
  change.over["phone"] = model::to_text(filing);
  second.write(change);
  round(second.request());
  EXPECT_EQ(feed().back().verdict.op, Fate::waiting);
  round(first.request());
  EXPECT_EQ(record(a1).fields.at("phone").value, "2");
  EXPECT_TRUE(record(a1).waiting.empty());
  EXPECT_EQ(must(Records(files_->records).count_parked("bus-02")), 0u);
}

TEST_F(Parked, DependantsOfAWaitingOperation_WaitAndOthersGoOn) {
  Box box("bus-01");
  enrol(box);
  box.write(box.filing(a1, "of a version that has not come"));
  auto change = box.op(a1);
  change.set["phone"] = "2";
  box.write(change);
  box.write(box.filing(a2, version_));
  round(box.request());
  EXPECT_EQ(must(Records(files_->records).count_parked("bus-01")), 2u);
  EXPECT_TRUE(record(a2).reached("filed"));
}

}  // namespace
}  // namespace karvan::central
