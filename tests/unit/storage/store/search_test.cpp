#include "storage/search/fold.h"
#include "storage/sqlite/migrations.h"
#include "storage/sqlite/transaction.h"
#include "storage/store/listed.h"
#include "storage/store/schema.h"
#include "storage/store/search_index.h"
#include "tests/unit/storage/store/fixture.h"

namespace karvan::store {

using search::Kind;
using Ids = std::vector<std::string>;

struct SearchTest : NodeStore {
  static search::Terms terms(std::string_view own, std::string_view kin = "", std::string_view identity = "",
                             std::string_view phone = "") {
    search::Terms terms{search::fold_words(own), search::fold_words(kin), {}};
    if (auto key = search::number_key(Kind::identity, identity)) terms.numbers.push_back(*key);
    if (auto key = search::number_key(Kind::phone, phone)) terms.numbers.push_back(*key);
    return terms;
  }
  Result<void> written(const std::string& id, const search::Terms& terms) {
    return put_listed(store->database(),
                      {{.id = id, .office = "lahore", .kind = "application", .tracking = "T-" + id}, terms, false, {}});
  }
  void put(const std::string& id, const search::Terms& terms) {
    ASSERT_TRUE(committed([&] { return written(id, terms); }));
  }
  void remove(const std::string& id) {
    ASSERT_TRUE(committed([&] { return store->records().remove(id); }));
  }
  void merge() {
    for (int i = 0; i < 1'000; ++i)
      if (!*store->tend_search(true)) return;
    FAIL() << "the index never gets done";
  }
  std::int64_t count(const std::string& sql) {
    auto rows = store->database().query(sql);
    return rows && *rows->next() ? rows->integer(0) : -1;
  }
  // What the tables hold of a word, in any column.
  std::int64_t rows_with(const std::string& word) {
    std::int64_t rows = 0;
    for (const std::string sql :
         {"SELECT count(*) FROM search_words WHERE instr(word, CAST(?1 AS BLOB)) > 0",
          "SELECT count(*) FROM search_tail WHERE instr(coalesce(before, ''), CAST(?1 AS BLOB)) "
          "+ instr(coalesce(after, ''), CAST(?1 AS BLOB)) > 0",
          "SELECT count(*) FROM records WHERE instr(terms, CAST(?1 AS BLOB)) > 0"}) {
      auto found = store->database().query(sql, word);
      if (found && *found->next()) rows += found->integer(0);
    }
    return rows;
  }
};

TEST_F(SearchTest, WhatWasCommitted_IsFoundAtOnce_AndStaysSoOnceIndexed) {
  put("a", terms("محمد اسلم", "غلام رسول", "35202-1234567-1", "0300-1234567"));
  put("b", terms("Gulnar Aliyeva", "Rəşid"));
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(found("muhammad aslam"), Ids{"a"});
    EXPECT_EQ(found("ghulam"), Ids{"a"});
    EXPECT_EQ(found("gül"), Ids{"b"});
    EXPECT_EQ(found("3520212"), Ids{"a"});
    EXPECT_EQ(found("۳۵۲۰۲-۱۲"), Ids{"a"});
    EXPECT_EQ(found("+92 300 123"), Ids{"a"});
    EXPECT_TRUE(found("36").empty());
    merge();
  }
  EXPECT_EQ(count("SELECT count(*) FROM search_tail"), 0);
}

TEST_F(SearchTest, TrackingNumbers_AreFoundWhileTheyAreTyped) {
  const Listed listed{{.id = "a", .kind = "application", .tracking = "0G4-7KQ-2MX"}, {}, false, {}};
  ASSERT_TRUE(committed([&] { return put_listed(store->database(), listed); }));
  for (const auto* typed : {"0g4", "OG4-7", "0g47kq", "0G4-7KQ-2MX"}) EXPECT_EQ(found(typed), Ids{"a"}) << typed;
  EXPECT_TRUE(found("0g5").empty());
}

TEST_F(SearchTest, ANameThatChanged_IsFoundByTheNewOneAlone_BeforeAndAfterTheIndexKnows) {
  put("a", terms("Zahid Khan"));
  put("b", terms("Zahid Butt"));
  merge();
  put("a", terms("Nadeem Khan"));
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(found("zahid"), Ids{"b"});
    EXPECT_EQ(found("nadeem"), Ids{"a"});
    merge();
  }
}

TEST_F(SearchTest, P13_ANameThatIsGone_LeavesNoWordBehind) {
  put("a", terms("Zulaikha Khan", "", "35202-1234567-1"));
  put("b", terms("Gulnar Khan"));
  merge();
  put("b", terms("Gulbahar Khan"));
  remove("a");
  EXPECT_TRUE(found("zulaikha").empty());
  EXPECT_TRUE(found("35202").empty());
  EXPECT_GT(rows_with("zulaikha"), 0);  // until the index is tended
  merge();
  EXPECT_EQ(rows_with("zulaikha"), 0);
  EXPECT_EQ(rows_with("gulnar"), 0);
  EXPECT_EQ(rows_with("gulbahar"), 2);
  EXPECT_EQ(count("SELECT count(*) FROM search_numbers"), 0);
  EXPECT_EQ(count("SELECT own FROM search_words WHERE word = CAST('khan' AS BLOB)"), 1);
}

TEST_F(SearchTest, P13_AReader_ForgetsAWordThatIsNoMore) {
  put("a", terms("Zulaikha Khan"));
  merge();
  auto reader = Reader::open(path, key, options());
  ASSERT_TRUE(reader);
  const auto never = [] { return false; };
  EXPECT_EQ(ids(reader->search("zulaikha", 5, never)), Ids{"a"});
  remove("a");
  merge();
  EXPECT_TRUE(reader->search("zulaikha", 5, never)->empty());
  ASSERT_TRUE(reader->refresh_search());
  put("b", terms("Zulaikha Butt"));
  EXPECT_EQ(ids(reader->search("zulaikha", 5, never)), Ids{"b"});
  merge();
  EXPECT_EQ(ids(reader->search("zulaikha", 5, never)), Ids{"b"});
}

TEST_F(SearchTest, ARowThatAnotherRecordTakes_IsFoundAsThatAlone) {
  put("a", terms("Zahid Khan"));
  merge();
  remove("a");
  put("b", terms("Nadeem Butt"));
  EXPECT_EQ(count("SELECT count(*) FROM search_tail"), 1);  // the same row
  for (int round = 0; round < 2; ++round) {
    EXPECT_TRUE(found("zahid").empty());
    EXPECT_EQ(found("nadeem"), Ids{"b"});
    merge();
  }
}

TEST_F(SearchTest, Merging_IsDoneInSlices_AndWaitsForEnough) {
  for (int i = 0; i < 250; ++i) put("r" + std::to_string(i), terms("Ali Khan"));
  EXPECT_TRUE(store->tend_search(false).value());
  EXPECT_EQ(count("SELECT count(*) FROM search_tail"), 50);
  EXPECT_FALSE(store->tend_search(false).value());
  EXPECT_EQ(found("ali", 300).size(), 250u);
  EXPECT_TRUE(store->tend_search(true).value());
  EXPECT_FALSE(store->tend_search(true).value());
  EXPECT_EQ(found("ali", 300).size(), 250u);
  EXPECT_EQ(count("SELECT own FROM search_words WHERE word = CAST('ali' AS BLOB)"), 250);
}

// The word's row is there and its postings are not: the next slice does the same again, and counts nothing twice.
TEST_F(SearchTest, P1_AFaultAtAnyWriteOfAMerge_LosesAndDoublesNothing) {
  for (int i = 0; i < 6; ++i)
    put("r" + std::to_string(i), terms("Ali Khan", "Umar", "35202-00000" + std::to_string(i)));
  bool stood = false;
  for (std::uint64_t nth = 1; !stood; ++nth) {
    ASSERT_LT(nth, 400u);
    vfs.tear_change(nth);
    auto merged = store->tend_search(true);
    stood = merged.has_value();  // also where an earlier one stood whose commit nobody could be sure of
    store.reset();
    vfs.heal();
    open();
    ASSERT_EQ(found("ali", 100).size(), 6u) << nth;
    ASSERT_EQ(found("35202", 100).size(), 6u) << nth;
  }
  merge();
  EXPECT_EQ(count("SELECT own FROM search_words WHERE word = CAST('ali' AS BLOB)"), 6);
  EXPECT_EQ(count("SELECT kin FROM search_words WHERE word = CAST('umar' AS BLOB)"), 6);
  EXPECT_EQ(count("SELECT count(*) FROM search_numbers"), 6);
}

TEST_F(SearchTest, MergedTwice_CountsOnce) {
  put("a", terms("Ali Khan"));
  merge();
  tamper("INSERT INTO search_tail SELECT 99, row, NULL, terms FROM records");
  merge();
  EXPECT_EQ(count("SELECT own FROM search_words WHERE word = CAST('ali' AS BLOB)"), 1);
}

TEST(SearchMigration, AnOlderBox_KeepsItsReviewsAndSaysWhatIsToBeSearched) {
  test::Scratch scratch;
  const auto path = scratch.path("node.db");
  {
    auto old = sqlite::Database::open(path, key, {});
    ASSERT_TRUE(old);
    ASSERT_TRUE(sqlite::migrate(*old, migrations().first(4)));
    auto transaction = sqlite::Transaction::begin(*old);
    ASSERT_TRUE(old->script(
        "INSERT INTO records (row, id, office, kind, service, tracking, title, stage, state, updated_ms) VALUES "
        "(1, 'a', 'lahore', 'application', 'domicile', '0G4-7KQ-2MX', 'Ali Khan', 'filed', 'open', 1),"
        "(2, 'b', 'lahore', 'application', 'domicile', '0G4-7KQ-2MY', 'Gulnar', 'filed', 'open', 1),"
        "(3, 's', 'lahore', 'shift', '', '', 'asma', 'filed', 'open', 1);"
        "INSERT INTO record_keys VALUES ('ali', 1), ('khan', 1), ('!review', 1), ('gulnar', 2)"));
    ASSERT_TRUE(transaction->commit());
  }
  auto opened = Store::open(path, key);
  ASSERT_TRUE(opened) << describe(opened.error());
  EXPECT_EQ(opened->records().unsearched(10).value(), (Ids{"b", "a"}));
  EXPECT_EQ(NodeStore::ids(opened->records().in_review(10)), Ids{"a"});
  ASSERT_TRUE(opened->begin());
  ASSERT_TRUE(opened->records().put_terms("a", {{"ali", "khan"}, {}, {}}));
  ASSERT_TRUE(opened->commit());
  EXPECT_EQ(opened->records().unsearched(10).value(), Ids{"b"});
  Search search;
  const auto never = [] { return false; };
  EXPECT_EQ(NodeStore::ids(search.find(opened->database(), "ali", 5, never)), Ids{"a"});
  EXPECT_EQ(NodeStore::ids(search.find(opened->database(), "0g4-7kq-2my", 5, never)), Ids{"b"});
}

}  // namespace karvan::store
