#include "tests/unit/node/core/settled_box.h"

// What the desk sees of its records, and has anew, once the centre was restored.
namespace karvan::core {
namespace {

using samples::Box;
using CentreRestored = samples::SettledBox;

// Else the desk would charge again, or issue another paper, while the feed comes in.
TEST_F(CentreRestored, P3_WhileTheFeedsOfARestoredCentreComeIn_TheDeskSeesTheRecordAsItWas) {
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

TEST_F(CentreRestored, P8_WhatARestoredCentreHasNot_IsPendingAgainAndSeen) {
  restore("centre-2");
  auto entries = told_again();
  box_.checkpoint.office = 1;
  say({entries.front()});
  EXPECT_EQ(settled()->position, 1u);
  EXPECT_EQ(pending(), box_.store().log().of_record(Box::application(id_))->size() - 1);
  EXPECT_EQ(seen().postings.size(), 2u);
  EXPECT_FALSE(seen().fields.contains("phone") && seen_phone() == "0300");  // its author sends it again
}

TEST_F(CentreRestored, FromACommonPosition_OnlyWhatLiesBeyondIsHadWhole) {
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

TEST_F(CentreRestored, FromACommonPosition_WhatTheCentreMayHaveOfARecordIsAskedFor) {
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

TEST_F(CentreRestored, FromACommonPosition_AnEntryBeyondItWaitsForTheWholeRecord) {
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
TEST_F(CentreRestored, P3_FromACommonPosition_WhatABoxOfThisNameBeganElsewhereIsHadWhole) {
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

}  // namespace
}  // namespace karvan::core
