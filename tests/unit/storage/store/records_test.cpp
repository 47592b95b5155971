#include "tests/unit/storage/store/listed_store.h"

namespace karvan::store {

struct RecordsTest : ListedStore {};

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

}  // namespace karvan::store
