#include <sqlite3.h>

#include "storage/sqlite/migrations.h"
#include "storage/store/schema.h"
#include "tests/unit/storage/store/fixture.h"

namespace karvan::store {

// What a crash leaves: all of it in the log.
struct CrashedStore : NodeStore {
  std::string of_version(std::size_t version) {
    const auto made = scratch.path("made.db"), crashed = scratch.path("crashed.db");
    auto database = sqlite::Database::open(made, key);
    EXPECT_TRUE(database && sqlite::migrate(*database, migrations().first(version)));
    for (const auto* end : {"", "-wal"}) std::filesystem::copy_file(made + end, crashed + end);
    return crashed;
  }
  // The log can be written, and the file cannot grow.
  Result<Store> opened_without_room(const std::string& crashed) {
    vfs.fail(test::Io::truncate, 1, SQLITE_FULL, test::for_good);
    auto opened = Store::open(crashed, key, options());
    vfs.heal();
    return opened;
  }
};

TEST_F(CrashedStore, WhoseLogCannotBeCopiedOnAFullDisk_IsServedReadOnly) {
  const auto opened = opened_without_room(of_version(migrations().size()));
  ASSERT_TRUE(opened) << describe(opened.error());
  EXPECT_TRUE(opened->read_only());
}

TEST_F(CrashedStore, OfAnOlderVersion_WhoseLogCannotBeCopiedOnAFullDisk_IsNotServedAsItIs) {
  const auto crashed = of_version(migrations().size() - 1);
  EXPECT_CODE(Code::disk_full, opened_without_room(crashed));
  const auto opened = Store::open(crashed, key, options());
  ASSERT_TRUE(opened) << describe(opened.error());
  EXPECT_FALSE(opened->read_only());
}

}  // namespace karvan::store
