#include "storage/sqlite/held_writes.h"

#include <optional>

#include "tests/support/fault_vfs.h"
#include "tests/unit/storage/sqlite/fixture.h"

namespace karvan::sqlite {
namespace {

constexpr std::uint64_t frame_bytes = 24 + page_bytes;

// Some rows to a page, so that few of them fill many pages.
struct HeldLog : testing::Test {
  void SetUp() override {
    database.emplace(open());
    write(*database, "CREATE TABLE t (x TEXT) STRICT");
  }
  Database open() { return Database::open(path, key_a, {.vfs = vfs.name(), .busy_ms = 0}).value(); }
  std::uint64_t log_bytes() const { return std::filesystem::file_size(path + "-wal"); }
  static Result<std::int64_t> insert(Database& into, int rows) {
    return into.run(
        "INSERT INTO t SELECT hex(randomblob(900)) FROM (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM "
        "n WHERE i < ?) SELECT i FROM n)",
        rows);
  }
  // A cache of a few pages: what a transaction changes gets to the log, and is read from there, long before its COMMIT.
  static void use_small_cache(Database& of) { ASSERT_TRUE(of.script("PRAGMA cache_size = 2")); }
  static std::int64_t rows(Database& of) { return number(of, "SELECT count(*) FROM t WHERE length(x) = 1800"); }

  test::FaultVfs vfs{"held"};
  test::Scratch scratch;
  std::string path = scratch.path("a.db");
  std::optional<Database> database;
};

TEST_F(HeldLog, Commit_WritesItsFramesInOneCall) {
  const auto calls = vfs.count(test::Io::write), bytes = log_bytes();
  auto transaction = Transaction::begin(*database);
  ASSERT_TRUE(transaction && insert(*database, 10));
  ASSERT_TRUE(transaction->commit());
  EXPECT_GT(log_bytes() - bytes, 4 * frame_bytes);
  EXPECT_EQ(vfs.count(test::Io::write) - calls, 1u);
}

TEST_F(HeldLog, LongCommit_IsWrittenInCallsOfBoundedSize) {
  const auto calls = vfs.count(test::Io::write), bytes = log_bytes();
  auto transaction = Transaction::begin(*database);
  ASSERT_TRUE(transaction && insert(*database, 200));
  ASSERT_TRUE(transaction->commit());
  const auto written = log_bytes() - bytes;
  EXPECT_EQ(vfs.count(test::Io::write) - calls, (written + HeldWrites::bytes_max - 1) / HeldWrites::bytes_max);
}

TEST_F(HeldLog, OpenTransaction_ReadsWhatItHolds) {
  use_small_cache(*database);
  auto transaction = Transaction::begin(*database);
  ASSERT_TRUE(transaction && insert(*database, 200));
  EXPECT_EQ(rows(*database), 200);
  ASSERT_TRUE(transaction->commit());
  auto other = open();
  EXPECT_EQ(rows(other), 200);
  EXPECT_TRUE(other.check_structure());
}

// What undoing reads again lies in the file itself, so the log is not read.
TEST_F(HeldLog, P1_WhatWasRolledBack_IsNotWrittenOverAnotherWritersCommit) {
  auto other = open();
  ASSERT_TRUE(database->checkpoint_truncate());
  use_small_cache(*database);
  {
    auto undone = Transaction::begin(*database);
    ASSERT_TRUE(undone && insert(*database, 200));
    vfs.fail(test::Io::write, 1, SQLITE_FULL, test::for_good);
  }
  ASSERT_FALSE(database->outcome_unknown()) << "what is undone needs no room";
  vfs.heal();
  auto transaction = Transaction::begin(other);
  ASSERT_TRUE(transaction && insert(other, 250));
  ASSERT_TRUE(transaction->commit());
  EXPECT_EQ(rows(*database), 250);
  database.reset();
  auto later = open();
  EXPECT_EQ(rows(later), 250);
  EXPECT_TRUE(later.check_structure());
}

// The read finds them missing, and cannot say so through the encrypting layer.
TEST_F(HeldLog, P1_FramesLostBeforeARead_AreNotReadOverNorCommitted) {
  {
    use_small_cache(*database);
    auto transaction = Transaction::begin(*database);
    ASSERT_TRUE(transaction && insert(*database, 200));
    vfs.fail(test::Io::write, 1, SQLITE_FULL);
    auto asked = database->query("SELECT sum(length(x)) FROM t");
    auto read = asked ? asked->next() : tl::unexpected(asked.error());
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, Code::io_failed);
    EXPECT_FALSE(transaction->commit());
  }
  EXPECT_TRUE(database->outcome_unknown());
  database.reset();
  auto later = open();
  EXPECT_EQ(rows(later), 0);
  EXPECT_TRUE(later.check_structure());
}

TEST_F(HeldLog, P1_FramesLostAtASync_AreAnUnknownOutcome) {
  auto transaction = Transaction::begin(*database);
  ASSERT_TRUE(transaction && insert(*database, 10));
  vfs.fail(test::Io::write, 1, SQLITE_FULL);
  auto committed = transaction->commit();
  ASSERT_FALSE(committed);
  EXPECT_EQ(committed.error().code, Code::outcome_unknown);
  EXPECT_EQ(committed.error().args.at("cause"), "disk_full");
}

}  // namespace
}  // namespace karvan::sqlite
