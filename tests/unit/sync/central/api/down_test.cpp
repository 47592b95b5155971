#include "sync/central/receive/receive.h"

#include <set>

#include "storage/seal/note.h"
#include "sync/central/store/rows.h"
#include "tests/unit/sync/central/api/busy.h"

// What comes down with an answer.
namespace karvan::central {
namespace {

using testing::Box;
using testing::must;

class Down : public testing::Busy {};

TEST_F(Down, OwnOperations_ComeBackWithoutContent) {
  Box box = busy();
  auto got = round(box.request());
  ASSERT_GE(got.entries.size(), 3u);
  EXPECT_TRUE(got.entries[0].own());
  EXPECT_EQ(got.entries[0].epoch, "e1");
  EXPECT_EQ(got.entries[0].seq, 1u);
}

TEST_F(Down, P3_OwnOperationsThatTheBoxLacks_ComeWithTheirBytesWhereItAsks) {
  Box box = busy();
  round(box.request());
  Box put_back("bus-01");
  put_back.start("e7");
  auto request = put_back.request();
  request.contents = true;
  auto got = answer(must(accept(request)));
  ASSERT_GE(got.entries.size(), 3u);
  EXPECT_EQ(got.entries[0].line, box.runs_.front().lines[0]);
}

TEST_F(Down, P3_OfTwoBoxesUnderOneName_EachGetsTheOthersContent) {
  Box box = busy();
  round(box.request());
  Box clone = box;
  clone.start("e2");
  clone.write(clone.op(a1));
  box.start("e3");
  box.write(box.op(a1));
  round(clone.request());
  auto got = round(box.request());
  ASSERT_TRUE(got.fork);
  std::set<std::string> lines;
  for (const auto& entry : got.entries) lines.insert(entry.line);
  EXPECT_TRUE(lines.contains(clone.runs_.back().lines[0]));
}

TEST_F(Down, OperationsOfOthers_ComeWithTheirExactBytes) {
  Box box = busy(), other("bus-02");
  enrol(other);
  round(box.request());
  auto got = answer(must(accept(other.request())));
  ASSERT_GE(got.entries.size(), 3u);
  EXPECT_EQ(got.entries[0].line, box.runs_.front().lines[0]);
}

TEST_F(Down, NodeOfAnotherOffice_SeesNothingOfIt) {
  Box box = busy(), other("bus-02");
  enrol(other, "baku");
  round(box.request());
  EXPECT_TRUE(answer(must(accept(other.request()))).entries.empty());
}

TEST_F(Down, SmallBudget_ComesInSeveralAnswersWithoutAGap) {
  Box box = busy(), other("bus-02");
  enrol(other);
  round(box.request());
  std::uint64_t entries = 0, rounds = 0;
  auto request = other.request();
  request.cursors.centre_epoch = "c1";
  for (bool more = true; more && rounds < 100; ++rounds) {
    request.answer_bytes_max = 300;
    auto got = answer(request);
    for (const auto& e : got.entries) EXPECT_EQ(e.at, ++entries);
    if (!got.entries.empty()) request.cursors.office = got.entries.back().at;
    for (const auto& d : got.documents)
      (d.feed == exchange::Feed::node ? request.cursors.node : request.cursors.reference) = d.at;
    more = got.more;
  }
  EXPECT_EQ(entries, feed().size());
  EXPECT_GT(rounds, 3u);
}

TEST_F(Down, CursorsOfAnotherLifeOfTheCentre_StartFromTheBeginning) {
  Box box = busy();
  box.cursors = {"another", 1'000, 1'000, 1'000};
  EXPECT_FALSE(round(box.request()).documents.empty());
}

TEST_F(Down, NothingNew_IsAtMost300BytesEachWay) {
  Box box = busy();
  auto got = round(box.request());
  exchange::Outbox idle;
  idle.node = box.name();
  idle.known = {box.end()};
  idle.cursors = {"c1", got.entries.back().at, got.documents.back().at, 2};
  auto asked = exchange::build(idle, box.key());
  auto body = exchange::encode(asked, 19);
  auto reply = must(receiver_->answer(must(receiver_->accept("bus-01", body, testing::noon))));
  EXPECT_LE(body.size(), 300u);
  EXPECT_LE(reply.size(), 300u);
  auto read = exchange::read(reply, asked, seal::verifying(keys_.signing));
  ASSERT_TRUE(read) << describe(read.error());
  EXPECT_TRUE(read->answer.entries.empty());
  EXPECT_TRUE(read->answer.documents.empty());
}

}  // namespace
}  // namespace karvan::central
