#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>

#include "storage/sqlite/migrations.h"
#include "tests/support/fault_vfs.h"
#include "tests/unit/storage/sqlite/fixture.h"

namespace karvan::sqlite {

namespace {

struct FaultyFile : testing::Test {
  void SetUp() override {
    auto opened = Database::open(path, key_a, {.vfs = vfs.name()});
    ASSERT_TRUE(opened) << describe(opened.error());
    database.emplace(std::move(*opened));
    write(*database, "CREATE TABLE t (x INTEGER) STRICT");
  }
  Result<void> insert(int value) {
    TRY(auto transaction, Transaction::begin(*database));
    TRY_VOID(database->run("INSERT INTO t VALUES (?)", value));
    return transaction.commit();
  }

  test::FaultVfs vfs{"faulty"};
  test::Scratch scratch;
  std::string path = scratch.path("a.db");
  std::optional<Database> database;
};

template <class T>
bool is_refused(const Result<T>& asked) {
  return !asked && asked.error().code == Code::internal;
}

}  // namespace

TEST_F(FaultyFile, P1_SyncFailsAtCommit_OutcomeIsUnknownAndNothingMoreIsAnswered) {
  vfs.fail(test::Io::sync, 1, SQLITE_IOERR_FSYNC);
  auto inserted = insert(1);
  ASSERT_FALSE(inserted);
  EXPECT_EQ(inserted.error().code, Code::outcome_unknown);
  auto asked = database->query("SELECT count(*) FROM t");
  ASSERT_FALSE(asked);
  EXPECT_EQ(asked.error().code, Code::outcome_unknown);
}

TEST_F(FaultyFile, P1_WriteFailsAtCommit_OutcomeIsUnknown) {
  vfs.fail(test::Io::write, 1, SQLITE_FULL);
  auto inserted = insert(1);
  ASSERT_FALSE(inserted);
  EXPECT_EQ(inserted.error().code, Code::outcome_unknown);
}

TEST_F(FaultyFile, Commit_CostsOneSync) {
  ASSERT_TRUE(insert(1));
  auto before = vfs.count(test::Io::sync);
  ASSERT_TRUE(insert(2));
  EXPECT_EQ(vfs.count(test::Io::sync) - before, 1u);
}

TEST_F(FaultyFile, BigSort_OpensNoTemporaryFile) {
  write(*database,
        "INSERT INTO t SELECT value FROM (WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 "
        "FROM n WHERE value < 200000) SELECT value FROM n)");
  EXPECT_EQ(number(*database, "SELECT count(*) FROM (SELECT DISTINCT x, randomblob(64) AS y FROM t ORDER BY y)"),
            200'000);
  for (const auto& opened : vfs.opened()) EXPECT_NE(opened, "(temporary)");
}

TEST_F(FaultyFile, SpillFailsMidway_RestOfTransactionIsRefused) {
  ASSERT_TRUE(database->script("PRAGMA cache_size = 2"));
  auto transaction = Transaction::begin(*database);
  ASSERT_TRUE(transaction);
  vfs.fail(test::Io::write, 1, SQLITE_FULL);
  auto big = database->run(
      "INSERT INTO t SELECT value FROM (WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT "
      "value + 1 FROM n WHERE value < 100000) SELECT value FROM n)");
  ASSERT_FALSE(big);
  EXPECT_EQ(big.error().code, Code::disk_full);
  ASSERT_TRUE(database->rolled_back());
  EXPECT_FALSE(database->run("INSERT INTO t VALUES (1)"));
  EXPECT_EQ(transaction->commit().error().code, Code::io_failed);
}

TEST_F(FaultyFile, TruncateCheckpoint_EmptiesTheWal) {
  ASSERT_TRUE(insert(1));
  ASSERT_TRUE(database->checkpoint_truncate());
  EXPECT_EQ(std::filesystem::file_size(path + "-wal"), 0u);
}

// Never fork without exec: the library's nonces would repeat. In the middle of a transaction too, and what the child
// leaves behind its parent commits.
TEST_F(FaultyFile, ForkedChild_MayNotUseIt) {
  auto transaction = Transaction::begin(*database);
  ASSERT_TRUE(transaction);
  ASSERT_TRUE(database->run("INSERT INTO t VALUES (1)"));
  pid_t child = fork();
  if (child == 0) {
    const bool refused = is_refused(database->query("SELECT 1")) && is_refused(Transaction::begin(*database)) &&
                         is_refused(database->run("INSERT INTO t VALUES (2)")) &&
                         is_refused(database->script("SELECT 1")) && is_refused(database->checkpoint_truncate()) &&
                         is_refused(database->check_pages()) && is_refused(Savepoint::begin(*database)) &&
                         is_refused(transaction->commit());
    _exit(refused ? 0 : 1);
  }
  int status = 1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(WEXITSTATUS(status), 0);
  ASSERT_TRUE(transaction->commit());
  EXPECT_EQ(number(*database, "SELECT count(*) FROM t WHERE x = 1"), 1);
  EXPECT_EQ(number(*database, "SELECT count(*) FROM t"), 1);
}

TEST_F(FaultyFile, WriteOutsideTransaction_IsRefused) {
  auto written = database->run("INSERT INTO t VALUES (1)");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, Code::internal);
}

TEST_F(FaultyFile, TransactionDropped_IsUndone) {
  {
    auto transaction = Transaction::begin(*database);
    ASSERT_TRUE(database->run("INSERT INTO t VALUES (1)"));
  }
  EXPECT_EQ(number(*database, "SELECT count(*) FROM t"), 0);
}

TEST_F(FaultyFile, SavepointDropped_UndoesItsPartAlone) {
  auto transaction = Transaction::begin(*database);
  ASSERT_TRUE(transaction);
  for (int value : {1, 2, 3}) {
    auto part = Savepoint::begin(*database);
    ASSERT_TRUE(database->run("INSERT INTO t VALUES (?)", value));
    if (value != 2) {
      ASSERT_TRUE(part->release());
    }
  }
  ASSERT_TRUE(transaction->commit());
  EXPECT_EQ(number(*database, "SELECT sum(x) FROM t"), 4);
}

// Of the only writer the first part is undone with the transaction, which goes on as if it began.
TEST_F(FaultyFile, SavepointsOfTheOnlyWriter_UndoTheirPartsAlone) {
  database.reset();
  auto alone = Database::open(path, key_a, {.vfs = vfs.name(), .alone = true});
  ASSERT_TRUE(alone);
  auto transaction = Transaction::begin(*alone);
  ASSERT_TRUE(transaction);
  const auto add = [&](int value, bool stays) {
    auto part = Savepoint::begin(*alone);
    ASSERT_TRUE(part && alone->run("INSERT INTO t VALUES (?)", value));
    {
      auto inner = Savepoint::begin(*alone);
      ASSERT_TRUE(inner && alone->run("INSERT INTO t VALUES (?)", 100 * value));
    }
    if (stays) {
      ASSERT_TRUE(part->release());
    }
  };
  add(1, false);
  add(2, true);
  add(3, false);
  add(4, true);
  ASSERT_TRUE(transaction->commit());
  EXPECT_EQ(number(*alone, "SELECT sum(x) FROM t"), 6);
}

TEST_F(FaultyFile, SecondWriter_IsBusy) {
  auto other = Database::open(path, key_a, {.vfs = vfs.name(), .busy_ms = 0});
  ASSERT_TRUE(other);
  auto transaction = Transaction::begin(*database);
  auto second = Transaction::begin(*other);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Code::busy);
}

TEST_F(FaultyFile, Deadline_EndsAStatement) {
  int asked = 0;
  database->stop_when([&] { return ++asked > 3; });
  auto query =
      database->query("WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n");
  ASSERT_TRUE(query);
  EXPECT_EQ(query->next().error().code, Code::deadline_passed);
}

TEST_F(FaultyFile, SameSqlTwiceAtOnce_GivesTwoStatements) {
  ASSERT_TRUE(insert(1));
  auto outer = database->query("SELECT x FROM t");
  auto inner = database->query("SELECT x FROM t");
  ASSERT_TRUE(outer && inner);
  EXPECT_TRUE(outer->next().value() && inner->next().value());
}

TEST_F(FaultyFile, BoundValues_ComeBackExactly) {
  std::string bytes("\0\xff\n", 3);
  auto query = database->query("SELECT ?, ?, ?, ?", std::int64_t{-5}, "پنجاب", Blob{bytes}, std::nullopt);
  ASSERT_TRUE(query && query->next().value());
  EXPECT_EQ(query->integer(0), -5);
  EXPECT_EQ(query->text(1), "پنجاب");
  EXPECT_EQ(query->blob(2), bytes);
  EXPECT_TRUE(query->is_null(3));
}

TEST_F(FaultyFile, Migrations_RunEachOnce) {
  constexpr std::array<std::string_view, 2> steps = {"CREATE TABLE a (x)",
                                                     "CREATE TABLE b (x); INSERT INTO b VALUES (7)"};
  ASSERT_TRUE(migrate(*database, std::span(steps).first(1)));
  ASSERT_TRUE(migrate(*database, steps));
  ASSERT_TRUE(migrate(*database, steps));
  EXPECT_EQ(number(*database, "SELECT sum(x) FROM b"), 7);
}

TEST_F(FaultyFile, MigrationThatFails_LeavesTheVersion) {
  constexpr std::array<std::string_view, 1> broken = {"CREATE TABLE a (x); CREATE TABLE a (x)"};
  EXPECT_FALSE(migrate(*database, broken));
  EXPECT_EQ(number(*database, "SELECT count(*) FROM sqlite_schema WHERE name = 'a'"), 0);
}

TEST_F(FaultyFile, NewerSchema_IsRefused) {
  ASSERT_TRUE(database->script("PRAGMA user_version = 9"));
  auto migrated = migrate(*database, {});
  ASSERT_FALSE(migrated);
  EXPECT_EQ(migrated.error().code, Code::newer_schema);
}

}  // namespace karvan::sqlite
