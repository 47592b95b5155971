#include "tests/unit/storage/store/listed_store.h"

namespace karvan::store {

struct LivesTest : ListedStore {
  void fold(const std::string& id, std::uint64_t position) {
    put(summary(id));
    ASSERT_TRUE(committed([&] { return store->records().put_settled(id, {"{" + id + "}", position}); }));
  }
  void live_on(std::uint64_t common) {
    ASSERT_TRUE(committed([&] { return store->records().begin_life(common); }));
  }
  std::uint64_t position(const std::string& id) { return store->records().settled(id).value()->position; }
};

TEST_F(LivesTest, FoldedBeyondTheCommonPosition_IsShownWithoutOne) {
  fold("a", 5);
  fold("b", 9);
  live_on(7);
  EXPECT_EQ(position("a"), 5u);
  EXPECT_EQ(position("b"), 0u);
  EXPECT_EQ(store->records().settled("b").value()->body, "{b}");
  EXPECT_TRUE(store->records().outlived_in_part("b").value());
  fold("b", 8);
  EXPECT_EQ(position("b"), 8u);
  live_on(0);
  EXPECT_EQ(position("a"), 0u);
  EXPECT_FALSE(store->records().outlived_in_part("a").value());
}

TEST_F(LivesTest, P3_PurgedInALaterLife_HasNoPositionOfTheOneBefore) {
  write_log("e1", 1);
  fold(record, 9);
  settle(1);
  mark_safe(1);
  live_on(7);
  ASSERT_TRUE(purge());
  EXPECT_EQ(store->shadows().get(record).value()->position, 0u);
}

TEST_F(LivesTest, Outlived_AreFoundInWindowsAndOnce) {
  for (const auto* id : {"a", "b", "c"}) fold(id, 9);
  EXPECT_FALSE(store->records().any_outlived().value());
  live_on(3);
  auto next = [&] { return committed([&] { return store->records().next_outlived(2); }).value(); };
  EXPECT_EQ(next(), (std::vector<std::string>{"a", "b"}));
  EXPECT_TRUE(store->records().any_outlived().value());
  EXPECT_EQ(next(), std::vector<std::string>{"c"});
  EXPECT_FALSE(store->records().any_outlived().value());
}

TEST_F(LivesTest, AShadowBeyondTheCommonPosition_IsToBeHadWhole) {
  ASSERT_TRUE(committed([&] { return store->shadows().put({"a", 9, "{}", "rebuilt"}); }));
  ASSERT_TRUE(committed([&] { return store->shadows().put({"b", 2, "{}", "rebuilt"}); }));
  live_on(3);
  auto wanted = store->shadows().wanted(10).value();
  ASSERT_EQ(wanted.size(), 1u);
  EXPECT_EQ(wanted[0].record, "a");
  EXPECT_EQ(wanted[0].position, 3u);
  EXPECT_EQ(store->shadows().ready(10)->size(), 1u);
  live_on(0);
  EXPECT_TRUE(store->shadows().ready(10)->empty());
}

struct TrailTest : NodeStore {
  void stand(std::uint64_t position, const std::string& hash) {
    ASSERT_TRUE(store->cursors().put({"office/lahore", "c1", position, hash}));
  }
  void SetUp() override {
    NodeStore::SetUp();
    ASSERT_TRUE(store->begin());
  }
};

TEST_F(TrailTest, OfALongWay_IsDenseAtItsEndAndReachesBackToItsBeginning) {
  for (std::uint64_t at = 1; at <= 3'000; ++at) stand(at, "h" + std::to_string(at));
  auto trail = store->cursors().trail("office/lahore").value();
  EXPECT_LE(trail.size(), 24u);
  for (std::size_t i = 0; i < 8; ++i) EXPECT_EQ(trail[i].position, 3'000 - i);
  EXPECT_EQ(trail.back().position, 1u);
  for (std::size_t i = 9; i < trail.size(); ++i)
    EXPECT_LE(3'000 - trail[i].position, 4 * (3'000 - trail[i - 1].position)) << i;
}

TEST_F(TrailTest, GoingBack_TakesAwayWhatLiesBeyond) {
  for (std::uint64_t at = 10; at <= 50; at += 10) stand(at, "h" + std::to_string(at));
  stand(30, "other");
  auto trail = store->cursors().trail("office/lahore").value();
  ASSERT_EQ(trail.size(), 3u);
  EXPECT_EQ(trail[0].hash, "other");
  EXPECT_EQ(trail[1].hash, "h20");
}

}  // namespace karvan::store
