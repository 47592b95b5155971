#include <sqlite3.h>

#include "storage/sqlite/migrations.h"
#include "tests/unit/storage/sqlite/fixture.h"

// What is written anew, here or elsewhere, is sealed as it was.
namespace karvan::sqlite {
namespace {

constexpr std::uint64_t much = std::uint64_t{1} << 40;
constexpr std::string_view word = "Ayesha Khan of Mughalpura";

struct Copies : EachCipher {};
struct Compact : EachCipher {};
struct Steps : EachCipher {};

TEST_P(Copies, MadeBesideAWriter_HasTheCipherAndAKeyOfItsOwn) {
  const auto path = make("a.db");
  auto writer = Database::open(path, key_a);
  write(*writer, "INSERT INTO t VALUES ('in the log')");
  auto reader = Database::open(path, key_a, {.create = false, .read_only = true});
  ASSERT_TRUE(reader) << describe(reader.error());
  auto copied = reader->copy_to(scratch.path("copy.db"), key_b);
  ASSERT_TRUE(copied) << describe(copied.error());
  EXPECT_EQ(code_of(Database::open(scratch.path("copy.db"), key_a)), Code::key_wrong);
  auto copy = Database::open(scratch.path("copy.db"), key_b, {.immutable = true});
  ASSERT_TRUE(copy) << describe(copy.error());
  EXPECT_EQ(copy->cipher(), GetParam());
  EXPECT_EQ(number(*copy, "SELECT count(*) FROM t"), 2);
  EXPECT_TRUE(copy->check_pages());
}

TEST_P(Copies, OverAFileThatIsThere_IsRefused) {
  auto database = Database::open(make("a.db"), key_a);
  const auto before = test::bytes_of(make("b.db"));
  const auto refused = database->copy_to(scratch.path("b.db"), key_a);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::exists_already);
  EXPECT_EQ(test::bytes_of(scratch.path("b.db")), before);
}

// Half of it is free, half is in use.
Database half_empty(const std::string& path) {
  auto database = Database::open(path, key_a);
  for (int i = 0; i < 60; ++i) write(*database, "INSERT INTO t VALUES (hex(zeroblob(100000)))");
  write(*database,
        "DELETE FROM t WHERE rowid % 2 = 0 AND x <> 'kept'; INSERT INTO t VALUES ('" + std::string(word) + "')");
  EXPECT_TRUE(database->checkpoint_truncate());
  return std::move(*database);
}

TEST_P(Compact, GivesBackWhatIsFree_KeepsTheRest_AndNothingOfItIsPlain) {
  const auto path = make("a.db");
  {
    auto database = half_empty(path);
    const auto before = std::filesystem::file_size(path);
    auto done = database.compact(much);
    ASSERT_TRUE(done) << describe(done.error());
    for (const auto& file : std::filesystem::directory_iterator(scratch.folder()))
      EXPECT_EQ(test::bytes_of(file.path()).find(word), std::string::npos) << file.path();
    ASSERT_TRUE(database.checkpoint_truncate());
    EXPECT_LT(std::filesystem::file_size(path), before * 6 / 10);
  }
  auto again = Database::open(path, key_a);
  ASSERT_TRUE(again) << describe(again.error());
  EXPECT_EQ(again->cipher(), GetParam());
  EXPECT_TRUE(again->check_pages());
  EXPECT_TRUE(again->check_structure());
  EXPECT_EQ(number(*again, "SELECT count(*) FROM t WHERE x IN ('kept', '" + std::string(word) + "')"), 2);
}

TEST_P(Compact, WithoutMemoryForIt_IsRefusedBeforeAnythingIsBegun) {
  const auto path = make("a.db");
  auto database = half_empty(path);
  const auto before = test::bytes_of(path);
  const auto refused = database.compact(20 << 20);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::memory_short);
  EXPECT_EQ(refused.error().args.at("free_mib"), "20");
  EXPECT_EQ(refused.error().args.at("needed_mib"), "22");
  EXPECT_EQ(test::bytes_of(path), before);
  EXPECT_EQ(std::filesystem::file_size(path + "-wal"), 0u);
  write(database, "INSERT INTO t VALUES ('and on')");
}

// Without being asked the engine does not count its memory; it can only be asked before it begins.
[[maybe_unused]] const int counts_memory = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 1);

// What it says that it needs is what the engine takes, and not twice as much.
TEST_P(Compact, NeedsNoMoreMemoryThanItSays) {
  const auto path = make("a.db");
  auto database = half_empty(path);
  constexpr std::uint64_t said = 23 << 20;
  const auto held = sqlite3_memory_used();
  sqlite3_memory_highwater(1);
  ASSERT_TRUE(database.compact(said));
  const auto taken = static_cast<std::uint64_t>(sqlite3_memory_highwater(0) - held);
  EXPECT_LT(taken, said);
  EXPECT_GT(taken, (said - (16 << 20)) / 2);
}

TEST_P(Steps, OfAnOlderSchema_KeepTheCipher) {
  const auto path = make("a.db");
  constexpr std::string_view steps[] = {"ALTER TABLE t ADD COLUMN y INTEGER", "CREATE INDEX by_y ON t (y)"};
  {
    auto database = Database::open(path, key_a);
    ASSERT_TRUE(migrate(*database, steps));
  }
  auto again = Database::open(path, key_a);
  ASSERT_TRUE(again) << describe(again.error());
  EXPECT_EQ(again->cipher(), GetParam());
  EXPECT_EQ(number(*again, "SELECT count(*) FROM t WHERE y IS NULL"), 1);
  EXPECT_TRUE(again->check_pages());
}

INSTANTIATE_TEST_SUITE_P(Of, Copies, each_cipher, cipher_name);
INSTANTIATE_TEST_SUITE_P(Of, Compact, each_cipher, cipher_name);
INSTANTIATE_TEST_SUITE_P(Of, Steps, each_cipher, cipher_name);

}  // namespace
}  // namespace karvan::sqlite
