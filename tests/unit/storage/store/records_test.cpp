#include "tests/unit/storage/store/fixture.h"

namespace karvan::store {

struct RecordsTest : NodeStore {
  Summary summary(const std::string& id, std::int64_t updated_ms = 1) {
    return {id, "lahore", "application", "domicile", "K7-" + id, "Gulnar Aliyeva", "filed", "open", updated_ms};
  }
  void put(const Summary& s, const std::vector<std::string>& keys = {}) {
    ASSERT_TRUE(committed([&]() -> Result<void> {
      TRY_VOID(store->records().put_summary(s));
      return store->records().put_keys(s.id, keys);
    }));
  }
  Result<void> purge() {
    return committed([&] { return store->records().purge(record, "delivered 90 days ago"); });
  }
  void settle(std::uint64_t seq, model::Fate fate = model::Fate::applied) {
    ASSERT_TRUE(committed([&] { return store->log().settle("e1", seq, seq, fate, ""); }));
  }
  void mark_safe(std::uint64_t seq) {
    ASSERT_TRUE(committed([&] { return store->log().mark_safe("e1", seq); }));
  }
};

TEST_F(RecordsTest, P3_SettledBody_ComesBackByteForByte) {
  put(summary(record));
  EXPECT_FALSE(store->records().settled(record).value());
  ASSERT_TRUE(committed([&] { return store->records().put_settled(record, {"{\"a\":1}", 42}); }));
  auto settled = store->records().settled(record).value();
  ASSERT_TRUE(settled);
  EXPECT_EQ(settled->body, "{\"a\":1}");
  EXPECT_EQ(settled->position, 42u);
}

TEST_F(RecordsTest, LaterSummary_KeepsTheSettledBody) {
  put(summary(record, 1));
  ASSERT_TRUE(committed([&] { return store->records().put_settled(record, {"{}", 42}); }));
  put(summary(record, 2));
  EXPECT_TRUE(store->records().settled(record).value());
  EXPECT_EQ(store->records().summary(record).value()->updated_ms, 2);
}

TEST_F(RecordsTest, SettledBeforeSummary_IsNotFound) {
  EXPECT_CODE(Code::not_found, committed([&] { return store->records().put_settled("x", {"{}", 1}); }));
}

TEST_F(RecordsTest, List_FiltersAndPutsTheNewestFirst) {
  put(summary("a", 1));
  put(summary("b", 3));
  auto paid = summary("c", 2);
  paid.stage = "fee_paid";
  put(paid);
  auto list = store->records().list({.kind = "application", .stage = "filed"}).value();
  ASSERT_EQ(list.size(), 2u);
  EXPECT_EQ(list[0].id, "b");
  EXPECT_EQ(store->records().count({.office = "lahore", .service = "domicile", .state = "open"}).value(), 3u);
  EXPECT_EQ(store->records().list({.limit = 1})->size(), 1u);
}

TEST_F(RecordsTest, Overdue_AreThoseWhoseTargetIsPast_TheEarliestFirst) {
  auto due = [&](const std::string& id, std::int64_t due_ms) {
    auto one = summary(id);
    one.due_ms = due_ms;
    put(one);
  };
  due("none", 0);
  due("later", 50);
  due("earlier", 20);
  due("ahead", 100);
  auto found = store->records().overdue(100, 10).value();
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].id, "earlier");
  EXPECT_EQ(found[1].id, "later");
  EXPECT_TRUE(store->records().summarised_before(10).value().empty());
}

TEST_F(RecordsTest, ListOfUnsettled_LeavesOutTheSettled) {
  write_log("e1", 1);
  put(summary(record));
  put(summary("other"));
  auto list = store->records().list({.unsettled_only = true}).value();
  ASSERT_EQ(list.size(), 1u);
  EXPECT_EQ(list[0].id, record);
}

TEST_F(RecordsTest, Search_FindsByPrefixOfAnyKey) {
  put(summary("a"), {"k7abc", "7001", "گلنار", "aliyeva"});
  put(summary("b"), {"k8xyz", "7002"});
  for (auto prefix : {"k7a", "7001", "گل", "aliy"}) {
    auto found = store->records().search(prefix, 10).value();
    ASSERT_EQ(found.size(), 1u) << prefix;
    EXPECT_EQ(found[0].id, "a");
  }
  EXPECT_EQ(store->records().search("700", 10)->size(), 2u);
  EXPECT_EQ(store->records().search("700", 1)->size(), 1u);
}

TEST_F(RecordsTest, SearchOfOneByte_FindsNothing) {
  put(summary("a"), {"k7"});
  EXPECT_TRUE(store->records().search("k", 10)->empty());
}

TEST_F(RecordsTest, Bearing_IsOfKindAndNumberTogether_AndOfWhatStandsNow) {
  put(summary("a"));
  put(summary("b"));
  auto serials = [&](const std::string& id, const std::vector<model::Serial>& all) {
    ASSERT_TRUE(committed([&] { return store->records().put_serials(id, all); }));
  };
  serials("a", {{"domicile", 501}, {"receipt", 7001}});
  serials("b", {{"licence", 501}});
  ASSERT_EQ(store->records().bearing({"domicile", 501})->size(), 1u);
  EXPECT_EQ(store->records().bearing({"domicile", 501})->front().id, "a");
  EXPECT_TRUE(store->records().bearing({"domicile", 50})->empty());
  serials("a", {{"domicile", 502}});
  EXPECT_TRUE(store->records().bearing({"domicile", 501})->empty());
  EXPECT_CODE(Code::not_found, committed([&] { return store->records().put_serials("x", {}); }));
}

TEST_F(RecordsTest, NewKeys_ReplaceTheOld) {
  put(summary("a"), {"old"});
  put(summary("a"), {"new"});
  EXPECT_TRUE(store->records().search("old", 10)->empty());
  EXPECT_EQ(store->records().search("new", 10)->size(), 1u);
}

TEST_F(RecordsTest, P12_NotSafe_IsNotPurged) {
  write_log("e1", 2);
  put(summary(record));
  settle(1);
  settle(2);
  mark_safe(1);
  EXPECT_CODE(Code::not_safe, purge());
  EXPECT_TRUE(store->records().summary(record).value());
}

TEST_F(RecordsTest, P12_Unsettled_IsNotPurged) {
  write_log("e1", 1);
  put(summary(record));
  mark_safe(1);
  EXPECT_CODE(Code::not_safe, purge());
}

TEST_F(RecordsTest, P12_Refused_IsNotPurged) {
  write_log("e1", 1);
  put(summary(record));
  settle(1, model::Fate::refused);
  mark_safe(1);
  EXPECT_CODE(Code::not_safe, purge());
}

TEST_F(RecordsTest, P12_SafeAndSettled_IsPurgedAndTheChainHolds) {
  write_log("e1", 2);
  put(summary(record), {"key"});
  settle(1);
  settle(2);
  mark_safe(2);
  ASSERT_TRUE(purge());
  EXPECT_FALSE(store->records().summary(record).value());
  EXPECT_TRUE(store->records().search("key", 10)->empty());
  EXPECT_TRUE(store->log().line("e1", 1).value()->erased);
  EXPECT_TRUE(store->log().verify_chain());
}

}  // namespace karvan::store
