#include "sync/exchange/parts.h"
#include "tests/unit/sync/central/fixture.h"

// Where a node and the centre last agreed, after one of them was restored from an earlier day.
namespace karvan::central {
namespace {

using testing::Box;
using testing::must;

class Back : public testing::Centre {
 protected:
  void file(Box& box, const std::string& id) {
    box.write(box.filing("lahore/application/" + id, version_));
    round(box.request());
  }
  // What a box that has folded everything up to now says.
  exchange::Cursors all(const Box& box) {
    auto at = checkpoint(round(box.request()));
    return {at.centre_epoch,
            at.office,
            at.node_feed,
            at.reference,
            exchange::mark_of(at.office_hash),
            exchange::mark_of(at.node_hash),
            exchange::mark_of(at.reference_hash)};
  }
  exchange::Answer asked(const Box& box, const exchange::Cursors& at, exchange::Trail trail = {}) {
    exchange::Request request;
    request.node = box.name();
    request.cursors = at;
    request.back = std::move(trail);
    return answer(request);
  }
  // Has all but the records of its office.
  exchange::Request begins(const Box& box) {
    exchange::Request request;
    request.node = box.name();
    request.cursors = all(box);
    request.cursors.office = 0;
    request.cursors.office_hash.clear();
    request.take = exchange::Take{};
    request.answer_bytes_max = 300;
    return request;
  }
  // Asks once, and goes on after the last record that came.
  exchange::Answer take_on(exchange::Request& request, std::vector<std::string>& ids) {
    auto got = answer(request);
    for (const auto& taken : got.snapshots) ids.push_back(taken.id);
    if (!ids.empty())
      request.take = exchange::Take{{got.records.value().at, exchange::mark_of(got.records->hash)}, ids.back()};
    return got;
  }
  exchange::Mark mark(std::uint64_t at) {
    return {at, exchange::mark_of(*must(Feeds(files_->records).hash_at("office/lahore", at)))};
  }
};

TEST_F(Back, P3_EachEntry_ContinuesTheChainOfItsFeed) {
  Box box("bus-01");
  enrol(box);
  file(box, "a");
  seal::Digest hash{};
  for (const auto& row : feed()) {
    auto line = must(Inbox(files_->inbox).line(row.op));
    ASSERT_TRUE(line);
    hash = exchange::feed_chain(hash, {row.position, "office/lahore", "op", model::to_text(row.op),
                                       seal::sha256(line->line), model::write_verdict(row.verdict)});
    EXPECT_EQ(row.hash, hash);
  }
  auto head = must(Feeds(files_->records).head("office/lahore"));
  EXPECT_EQ(head.position, feed().size());
  EXPECT_EQ(head.hash, hash);
}

TEST_F(Back, CheckpointNamesTheEndOfEachFeed_AndNothingIsTakenBack) {
  Box box("bus-01");
  enrol(box);
  file(box, "a");
  auto got = asked(box, all(box));
  EXPECT_TRUE(got.back.empty());
  EXPECT_FALSE(got.from);
  EXPECT_TRUE(got.entries.empty());
  EXPECT_TRUE(got.documents.empty());
}

TEST_F(Back, P3_PositionsBeyondTheEnd_AreToldAndAgreedUponByMarks) {
  Box box("bus-01");
  enrol(box);
  file(box, "a");
  auto at = all(box);
  auto common = mark(at.office);
  at.office += 5;  // the centre was restored from before these
  at.office_hash = "0123456789abcdef";
  auto told = asked(box, at);
  EXPECT_EQ(told.back, std::vector{exchange::Feed::office});
  EXPECT_TRUE(told.entries.empty());
  auto got = asked(box, at, {{{at.office, at.office_hash}, common, mark(1)}, {}, {}});
  EXPECT_TRUE(got.back.empty());
  ASSERT_TRUE(got.from);
  EXPECT_EQ(got.from->office, common.at);
  EXPECT_EQ(got.from->office_hash, common.hash);
  EXPECT_EQ(got.from->node, at.node);
}

TEST_F(Back, P3_OtherHistoryAtTheSamePosition_IsNoticed) {
  Box box("bus-01");
  enrol(box);
  file(box, "a");
  auto at = all(box);
  at.office_hash = "0123456789abcdef";
  EXPECT_EQ(asked(box, at).back, std::vector{exchange::Feed::office});
  auto got = asked(box, at, {{{at.office, at.office_hash}}, {}, {}});
  ASSERT_TRUE(got.from);
  EXPECT_EQ(got.from->office, 0u);  // nothing in common: from the beginning
  EXPECT_EQ(got.entries.front().at, 1u);
}

TEST_F(Back, AnotherLifeOfTheCentreWithTheSameHistory_GoesOnFromThere) {
  Box box("bus-01");
  enrol(box);
  file(box, "a");
  auto at = all(box);
  must(in_transaction(files_->records, [&] { return Records(files_->records).put_meta(meta_centre_epoch, "c2"); }));
  auto got = asked(box, at);
  EXPECT_TRUE(got.entries.empty());
  ASSERT_TRUE(got.from);
  EXPECT_EQ(got.from->office, at.office);
}

TEST_F(Back, MoreThanFits_SaysHowFarItLeads) {
  Box box("bus-01"), other("bus-02");
  enrol(box);
  enrol(other);
  for (const char* id : {"a", "b", "c", "d"}) file(box, id);
  exchange::Request request;
  request.node = "bus-02";
  request.cursors.centre_epoch = "c1";
  request.answer_bytes_max = 400;
  for (int i = 0; i < 100; ++i) {
    auto got = answer(request);
    ASSERT_TRUE(got.back.empty());
    if (!got.more) {
      EXPECT_EQ(request.cursors.office + got.entries.size(), feed().size());
      return;
    }
    ASSERT_TRUE(got.to);
    request.cursors = *got.to;
    request.cursors.centre_epoch = "c1";
    request.part.reset();
    if (!got.documents.empty() && got.documents.back().of > 0) {
      const auto& piece = got.documents.back();
      const auto have = piece.from + piece.body.size();
      if (have < piece.of) request.part = exchange::Part{piece.feed, piece.at, have};
    }
  }
  FAIL() << "never comes to an end";
}

TEST_F(Back, NothingOfTheFeedsIsAskedFor_OnlyReceiptsCome) {
  Box box("bus-01");
  enrol(box);
  box.write(box.filing("lahore/application/a", version_));
  auto request = box.request();
  request.answer_bytes_max = 0;
  auto got = round(request);
  EXPECT_EQ(got.receipts.at(0), box.end());
  EXPECT_TRUE(got.entries.empty() && got.documents.empty());
}

TEST_F(Back, NodeThatBegins_TakesTheRecordsAsTheyStand) {
  Box box("bus-01"), other("bus-02");
  enrol(box);
  enrol(other);
  for (const char* id : {"a", "b", "c"}) file(box, id);
  auto request = begins(other);
  std::vector<std::string> ids;
  for (int i = 0; i < 10 && ids.size() < 3; ++i) {
    auto got = take_on(request, ids);
    EXPECT_TRUE(got.entries.empty());
    for (const auto& taken : got.snapshots)
      EXPECT_EQ(taken.body, must(Records(files_->records).record("lahore", taken.id))->body);
    EXPECT_EQ(got.records->left, 3 - ids.size());
  }
  EXPECT_EQ(ids.size(), 3u);
  EXPECT_EQ(request.take->from, mark(feed().size()));
}

// One that was asked for by its id would be taken for the last of the answer, and those before it passed over.
TEST_F(Back, P16_NodeThatBegins_MissesNoRecord_WhereItWantedOneByItsId) {
  Box box("bus-01"), other("bus-02");
  enrol(box);
  enrol(other);
  for (const char* id : {"a", "b", "c"}) file(box, id);
  auto request = begins(other);
  request.fetch = {"lahore/application/c"};
  std::vector<std::string> ids;
  for (int i = 0; i < 10 && ids.size() < 3; ++i) take_on(request, ids);
  EXPECT_EQ(ids, (std::vector<std::string>{"lahore/application/a", "lahore/application/b", "lahore/application/c"}));
}

TEST_F(Back, RecordByItsId_ComesToWhoMayHaveIt) {
  Box box("bus-01"), other("bus-02");
  enrol(box);
  enrol(other, "baku");
  file(box, "a");
  exchange::Request request;
  request.fetch = {"lahore/application/a", "lahore/application/none"};
  request.node = "bus-01";
  auto got = answer(request);
  ASSERT_EQ(got.snapshots.size(), 2u);
  EXPECT_EQ(got.snapshots[0].at, must(Records(files_->records).record("lahore", "lahore/application/a"))->position);
  EXPECT_FALSE(got.snapshots[0].body.empty());
  EXPECT_TRUE(got.snapshots[1].body.empty());
  request.node = "bus-02";
  EXPECT_TRUE(answer(request).snapshots.at(0).body.empty());
}

// Restored from a copy that is older than what its boxes were told of.
TEST_F(Back, P16_AnEpochThatIsLost_IsAskedForByItsPlace) {
  Box box("bus-01");
  enrol(box);
  box.write(box.filing("lahore/application/a", version_));
  box.write(box.filing("lahore/application/b", version_));
  const auto end = box.end();
  box.start("e2");
  box.write(box.filing("lahore/application/c", version_));
  auto whole = box.request();
  auto later = whole;
  later.batches.erase(later.batches.begin());
  auto told = round(later);
  EXPECT_EQ(told.lost, (std::vector{exchange::Point{"e1", 0, {}}}));
  later.answer_bytes_max = 0;
  EXPECT_TRUE(round(later).lost.empty());  // a push asks for receipts alone
  EXPECT_TRUE(round(whole).lost.empty());
  EXPECT_FALSE(record("lahore/application/c").creator.empty());
  EXPECT_EQ(must(Inbox(files_->inbox).epoch("bus-01", "e1"))->received.seq, end.seq);
}

TEST_F(Back, P12_WhatABackupHolds_IsToldAsSafe) {
  Box box("bus-01");
  enrol(box);
  file(box, "a");  // received at noon + 1 s
  auto safe = [&] {
    exchange::Request request;
    request.node = "bus-01";
    request.known = {box.end()};
    request.safe = true;
    return answer(request).safe;
  };
  EXPECT_TRUE(safe().empty());
  auto cover = [&](std::uint64_t seq) {
    must(in_transaction(files_->inbox, [&] { return Inbox(files_->inbox).make_safe("bus-01", "e1", seq); }));
  };
  cover(1);
  EXPECT_EQ(safe(), (std::vector{exchange::SafeMark{"e1", 1}}));
  cover(0);  // never falls, and never beyond what is here
  cover(9);
  EXPECT_EQ(safe(), (std::vector{exchange::SafeMark{"e1", 1}}));
}

}  // namespace
}  // namespace karvan::central
