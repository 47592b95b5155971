#include "storage/store/listed.h"
#include "tests/unit/storage/store/fixture.h"

namespace karvan::store {

struct RecordsTest : NodeStore {
  Summary summary(const std::string& id, std::int64_t updated_ms = 1) {
    return {id, "lahore", "application", "domicile", "K7-" + id, "Gulnar Aliyeva", "filed", "open", updated_ms};
  }
  void put(const Summary& s) {
    ASSERT_TRUE(committed([&] { return put_listed(store->database(), {s, {}, false, {}}); }));
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

TEST_F(RecordsTest, AddedWhole_IsListedFoundAndSettled) {
  Listed listed{summary(record), {{"gulnar", "aliyeva"}, {}, {}}, true, {{"licence", 7'001}}};
  ASSERT_TRUE(committed([&] { return add_record(store->database(), listed, {"{\"a\":1}", 42}); }));
  EXPECT_EQ(store->records().summary(record).value(), listed.summary);
  EXPECT_EQ(store->records().settled(record).value()->body, "{\"a\":1}");
  EXPECT_EQ(store->records().settled(record).value()->position, 42u);
  EXPECT_EQ(found("aliy"), std::vector<std::string>{record});
  EXPECT_EQ(store->records().in_review(10)->size(), 1u);
  EXPECT_EQ(store->records().bearing({"licence", 7'001})->size(), 1u);
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

TEST_F(RecordsTest, Bearing_IsOfKindAndNumberTogether_AndOfWhatStandsNow) {
  auto serials = [&](const std::string& id, const std::vector<model::Serial>& all) {
    ASSERT_TRUE(committed([&] { return put_listed(store->database(), {summary(id), {}, false, all}); }));
  };
  serials("a", {{"domicile", 501}, {"receipt", 7001}});
  serials("b", {{"licence", 501}});
  ASSERT_EQ(store->records().bearing({"domicile", 501})->size(), 1u);
  EXPECT_EQ(store->records().bearing({"domicile", 501})->front().id, "a");
  EXPECT_TRUE(store->records().bearing({"domicile", 50})->empty());
  serials("a", {{"domicile", 502}, {"receipt", 7001}});
  EXPECT_TRUE(store->records().bearing({"domicile", 501})->empty());
  EXPECT_EQ(store->records().bearing({"domicile", 502})->size(), 1u);
  EXPECT_EQ(store->records().bearing({"receipt", 7001})->size(), 1u);
  EXPECT_EQ(store->records().bearing({"licence", 501})->size(), 1u);
}

TEST_F(RecordsTest, InReview_AreThoseThatSomebodyMustLookAt) {
  auto review = [&](const std::string& id, bool is) {
    ASSERT_TRUE(committed([&] { return put_listed(store->database(), {summary(id), {}, is, {}}); }));
  };
  review("a", true);
  review("b", true);
  review("a", false);
  auto found = store->records().in_review(10).value();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].id, "b");
}

TEST_F(RecordsTest, Listed_TakesThePlaceOfWhatWasKnown_AndIsNotSettled) {
  Listed listed{summary(record), {{"gulnar", "aliyeva"}, {}, {}}, false, {}};
  ASSERT_TRUE(committed([&] { return put_listed(store->database(), listed); }));
  EXPECT_FALSE(store->records().settled(record).value());
  EXPECT_EQ(store->records().summary(record).value(), listed.summary);
  EXPECT_EQ(found("aliy"), std::vector<std::string>{record});
  listed.summary.title = "Gulnar Mammadova";
  listed.summary.stage = "fee_paid";
  listed.summary.due_ms = 50;
  listed.terms.own = {"gulnar", "mammadova"};
  ASSERT_TRUE(committed([&] { return put_listed(store->database(), listed); }));
  EXPECT_EQ(store->records().summary(record).value(), listed.summary);
  EXPECT_EQ(store->records().overdue(100, 10)->size(), 1u);
  EXPECT_TRUE(found("aliy").empty());
  EXPECT_EQ(found("mamm"), std::vector<std::string>{record});
}

TEST_F(RecordsTest, HasTracking_IsOfTheWholeNumber) {
  put(summary("a"));
  EXPECT_TRUE(store->records().has_tracking("K7-a").value());
  EXPECT_FALSE(store->records().has_tracking("K7-").value());
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
  put(summary(record));
  settle(1);
  settle(2);
  mark_safe(2);
  ASSERT_TRUE(purge());
  EXPECT_FALSE(store->records().summary(record).value());
  EXPECT_TRUE(store->log().line("e1", 1).value()->erased);
  EXPECT_TRUE(store->log().verify_chain());
}

TEST_F(RecordsTest, P15_WithAPrintNobodyHasAnsweredFor_IsNotPurged) {
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
TEST_F(RecordsTest, P3_Purged_RemembersUpToWhereItWasFolded) {
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

TEST_F(RecordsTest, NextEnded_GoesRoundInWindows) {
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

struct LivesTest : RecordsTest {
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
