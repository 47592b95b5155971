#include <sqlite3.h>

#include <optional>

#include "tests/support/memory_vfs.h"
#include "tests/unit/storage/sqlite/fixture.h"

namespace karvan::sqlite {
namespace {

// A box that was killed with much in its log; then it is started on a disk that does not read once.
struct StartOverReads : testing::Test {
  void SetUp() override {
    auto database = open();
    ASSERT_TRUE(database) << describe(database.error());
    write(*database, "CREATE TABLE t (x TEXT) STRICT");
    for (int i = 0; i < 20; ++i) write(*database, "INSERT INTO t VALUES (hex(randomblob(900)))");
    disk.cut();
    database->close();
    disk.heal();
    killed = disk.image();
  }
  Result<Database> open() { return Database::open("a.db", key_a, {.vfs = disk.name(), .alone = true}); }

  test::MemoryVfs disk{"start-over-reads"};
  test::MemoryVfs::Image killed;
};

TEST_F(StartOverReads, P1_AReadThatFails_IsNeverTakenForDamage) {
  std::uint64_t failed = 0;
  for (std::uint64_t nth = 1; nth <= 400; ++nth) {
    disk.put(killed);
    disk.fail(test::Io::read, nth, SQLITE_IOERR_READ);
    auto database = open();
    auto settled = database ? database->checkpoint_truncate() : Result<void>(tl::unexpected(database.error()));
    if (settled) settled = database->check_pages();
    disk.heal();
    if (settled) continue;
    ++failed;
    EXPECT_EQ(settled.error().code, Code::io_failed) << "read " << nth << ": " << describe(settled.error());
  }
  EXPECT_GT(failed, 20u);
}

}  // namespace
}  // namespace karvan::sqlite
