#include "tests/unit/storage/store/listed_store.h"

namespace karvan::store {

struct PurgeTest : ListedStore {};

TEST_F(PurgeTest, P12_NotSafe_IsNotPurged) {
  write_log("e1", 2);
  put(summary(record));
  settle(1);
  settle(2);
  mark_safe(1);
  EXPECT_CODE(Code::not_safe, purge());
  EXPECT_TRUE(store->records().summary(record).value());
}

TEST_F(PurgeTest, P12_Unsettled_IsNotPurged) {
  write_log("e1", 1);
  put(summary(record));
  mark_safe(1);
  EXPECT_CODE(Code::not_safe, purge());
}

TEST_F(PurgeTest, P12_Refused_IsNotPurged) {
  write_log("e1", 1);
  put(summary(record));
  settle(1, model::Fate::refused);
  mark_safe(1);
  EXPECT_CODE(Code::not_safe, purge());
}

TEST_F(PurgeTest, P12_SafeAndSettled_IsPurgedAndTheChainHolds) {
  write_log("e1", 2);
  put(summary(record));
  settle(1);
  settle(2);
  mark_safe(2);
  ASSERT_TRUE(purge());
  EXPECT_FALSE(store->records().summary(record).value());
  EXPECT_TRUE(store->log().line("e1", 1).value()->erased);
  EXPECT_TRUE(store->log().verify_chain());
}

TEST_F(PurgeTest, P15_WithAPrintNobodyHasAnsweredFor_IsNotPurged) {
  write_log("e1", 1);
  put(summary(record));
  settle(1);
  mark_safe(1);
  Print print{.id = "p1", .of = record, .state = "unknown"};
  ASSERT_TRUE(committed([&] { return store->prints().put(print); }));
  EXPECT_CODE(Code::not_safe, purge());
  print.state = "printed";
  ASSERT_TRUE(committed([&] { return store->prints().put(print); }));
  EXPECT_TRUE(purge());
}

// What comes later on it may not begin another record with the same id.
TEST_F(PurgeTest, P3_Purged_RemembersUpToWhereItWasFolded) {
  write_log("e1", 1);
  put(summary(record));
  ASSERT_TRUE(committed([&] { return store->records().put_settled(record, {"{}", 42}); }));
  settle(1);
  mark_safe(1);
  ASSERT_TRUE(purge());
  auto shadow = store->shadows().get(record).value();
  ASSERT_TRUE(shadow);
  EXPECT_EQ(*shadow, (Shadow{record, 42, std::nullopt, std::string(shadow_purged)}));
  EXPECT_TRUE(store->shadows().wanted(10)->empty());
}

TEST_F(PurgeTest, NextEnded_GoesRoundInWindows) {
  for (const auto* id : {"a", "b", "c"}) {
    auto one = summary(id);
    if (*id != 'b') one.state = "delivered";
    put(one);
  }
  std::int64_t row = 0;
  EXPECT_EQ(store->records().next_ended(100, row, 2).value(), std::vector<std::string>{"a"});
  EXPECT_EQ(store->records().next_ended(100, row, 2).value(), std::vector<std::string>{"c"});
  EXPECT_EQ(row, 0);
  EXPECT_TRUE(store->records().next_ended(1, row, 10)->empty());  // changed since
}

}  // namespace karvan::store
