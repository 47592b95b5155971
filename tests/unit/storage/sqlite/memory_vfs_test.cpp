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
