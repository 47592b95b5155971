#include "tests/support/memory_vfs.h"

#include <sqlite3.h>

#include <optional>

#include "tests/unit/storage/sqlite/fixture.h"

namespace karvan::sqlite {

namespace {

struct FileInMemory : testing::Test {
  void SetUp() override {
    open();
    write(*database, "CREATE TABLE t (x TEXT) STRICT");
  }
  void open() {
    auto opened = Database::open("a.db", key_a, {.vfs = disk.name()});
    ASSERT_TRUE(opened) << describe(opened.error());
    database.emplace(std::move(*opened));
  }
  void insert() { write(*database, "INSERT INTO t VALUES ('kept')"); }
  void lose_power() {
    disk.cut();
    database.reset();
    disk.cut_power();
    disk.heal();
    open();
  }
  std::int64_t rows() { return number(*database, "SELECT count(*) FROM t"); }

  test::MemoryVfs disk{"in-memory"};
  std::optional<Database> database;
};

}  // namespace

TEST_F(FileInMemory, PowerIsCut_WhatWasCommittedStays) {
  insert();
  lose_power();
  EXPECT_EQ(rows(), 1);
}

TEST_F(FileInMemory, DiskLies_WhatWasCommittedIsGoneWithThePower) {
  insert();
  disk.lie();
  insert();
  EXPECT_EQ(rows(), 2);
  lose_power();
  EXPECT_EQ(rows(), 1);
  insert();
  lose_power();
  EXPECT_EQ(rows(), 2);
}

// The engine takes its journal away when it closes a file: what stood in that alone must not go with the power.
TEST_F(FileInMemory, DiskLies_WhatIsRemovedThenComesBackWithThePower) {
  insert();
  disk.lie();
  database.reset();
  open();
  EXPECT_EQ(rows(), 1);
  lose_power();
  EXPECT_EQ(rows(), 1);
}

// The engine does not sync the folder when it takes its log away, and does when it begins one.
TEST_F(FileInMemory, NameOfAFile_IsGivenAndTakenAwayBySyncsOfItsFolder) {
  insert();
  EXPECT_TRUE(disk.image_after_cut().contains("a.db-wal"));
  database.reset();
  EXPECT_FALSE(disk.image().contains("a.db-wal"));
  EXPECT_TRUE(disk.image_after_cut().contains("a.db-wal"));
  EXPECT_FALSE(disk.image_after_cut(1).contains("a.db-wal"));
  disk.open("b.db", true);
  EXPECT_FALSE(disk.image_after_cut().contains("b.db"));
  EXPECT_TRUE(disk.image_after_cut(1).contains("b.db"));
  open();
  insert();
  EXPECT_TRUE(disk.image_after_cut().contains("b.db"));
  lose_power();
  EXPECT_EQ(rows(), 2);
}

TEST_F(FileInMemory, SyncIsTorn_ItsPartLiesOnTheDisk) {
  write(*database, "INSERT INTO t SELECT hex(randomblob(2000)) FROM (VALUES (1), (2), (3), (4), (5), (6), (7), (8))");
  const auto before = disk.image_after_cut().at("a.db");
  for (std::uint64_t nth = 1;; ++nth) {
    ASSERT_LT(nth, 100u);  // and then it is the file that is synced
    disk.tear_change(nth);
    const bool done = database->checkpoint_truncate().has_value();
    const auto after = disk.image_after_cut().at("a.db");
    disk.heal();
    if (after != before) {
      EXPECT_FALSE(done);
      EXPECT_NE(after, disk.image().at("a.db"));
      return lose_power();
    }
  }
}

TEST_F(FileInMemory, CallsThatChangeNothing_FailToo) {
  using test::Io;
  for (const auto io : {Io::open, Io::size, Io::map, Io::lock}) {
    database.reset();
    disk.fail(io, 1, SQLITE_IOERR, test::for_good);
    EXPECT_FALSE(Database::open("a.db", key_a, {.vfs = disk.name()})) << static_cast<int>(io);
    disk.heal();
    open();
  }
}

TEST_F(FileInMemory, AccessFails_TheFileIsNotSeen) {
  database.reset();
  disk.fail(test::Io::access, 1, SQLITE_IOERR_ACCESS);
  const auto unseen = Database::open("a.db", key_a, {.vfs = disk.name(), .create = false});
  ASSERT_FALSE(unseen);
  EXPECT_EQ(unseen.error().code, Code::not_found);
  EXPECT_TRUE(Database::open("a.db", key_a, {.vfs = disk.name(), .create = false}));
}

TEST_F(FileInMemory, LiesNoLonger_WhatItOwedIsThere) {
  disk.lie();
  insert();
  disk.lie(false);
  lose_power();
  EXPECT_EQ(rows(), 1);
}

TEST_F(FileInMemory, NoRoom_CommitFails) {
  disk.room(disk.bytes());
  auto transaction = Transaction::begin(*database);
  ASSERT_TRUE(transaction);
  ASSERT_TRUE(database->run("INSERT INTO t VALUES ('no room')"));
  EXPECT_FALSE(transaction->commit());
}

TEST_F(FileInMemory, ImageIsPutBack_ReadsAsItWas) {
  insert();
  const auto image = disk.image();
  insert();
  database.reset();
  disk.put(image);
  open();
  EXPECT_EQ(rows(), 1);
}

TEST_F(FileInMemory, OneByteIsChanged_IsNoticed) {
  insert();
  ASSERT_TRUE(database->checkpoint_truncate());
  database.reset();
  ASSERT_TRUE(disk.damage("a.db", 4'096 + 100));
  open();
  auto checked = database->check_pages();
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().code, Code::database_damaged);
}

}  // namespace karvan::sqlite
