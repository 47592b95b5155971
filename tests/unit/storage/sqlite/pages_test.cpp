#include "tests/unit/storage/sqlite/fixture.h"

namespace karvan::sqlite {

extern "C" int sqlite3_test_control(int op, ...);

struct Pages : EachCipher {};
struct Structure : EachCipher {};

TEST_P(Pages, PageOfAnotherFileUnderTheSameKey_IsRefused) {
  auto path = make("a.db");
  auto other = test::bytes_of(make("b.db", key_a, "forged"));
  auto bytes = test::bytes_of(path);
  ASSERT_EQ(bytes.size(), other.size());
  bytes.replace(4096, 4096, other, 4096, 4096);
  test::write_bytes(path, bytes);
  auto database = Database::open(path, key_a);
  ASSERT_TRUE(database);
  auto query = database->query("SELECT x FROM t");
  ASSERT_TRUE(query);
  auto row = query->next();
  ASSERT_FALSE(row);
  EXPECT_EQ(row.error().code, Code::database_damaged);
}

TEST_P(Pages, FlippedByteInAnyPage_IsFoundByTheCheck) {
  auto path = make("a.db");
  auto size = std::filesystem::file_size(path);
  for (std::size_t at = 4096; at < size; at += 509) {
    test::flip_byte(path, at);
    auto database = Database::open(path, key_a);
    ASSERT_TRUE(database);
    auto checked = database->check_pages();
    ASSERT_FALSE(checked) << "byte " << at;
    EXPECT_EQ(checked.error().code, Code::database_damaged);
    test::flip_byte(path, at);
  }
  EXPECT_TRUE(Database::open(path, key_a)->check_pages());
}

TEST_P(Pages, FreePageFlipped_IsFoundByTheCheck) {
  auto path = make("a.db", key_a, std::string(40'000, 'x'));
  {
    auto database = Database::open(path, key_a);
    write(*database, "DELETE FROM t");
  }
  auto size = std::filesystem::file_size(path);
  ASSERT_GT(size, 40'000u);
  test::flip_byte(path, size - 3'000);
  EXPECT_FALSE(Database::open(path, key_a)->check_pages());
}

// The page of the lock byte lies at 1 GiB, where a million applications reach; here it lies nearer.
TEST_P(Pages, LockBytePage_IsPassedOver) {
  constexpr int pending_byte = 11;  // SQLITE_TESTCTRL_PENDING_BYTE: gives where it was
  constexpr unsigned near = 0x10000;
  const auto usual = static_cast<unsigned>(sqlite3_test_control(pending_byte, near));
  const auto path = make("a.db", key_a, std::string(200'000, 'x'));
  const bool sound = Database::open(path, key_a)->check_pages().has_value();
  test::flip_byte(path, near + 8192);
  const bool flipped_sound = Database::open(path, key_a)->check_pages().has_value();
  sqlite3_test_control(pending_byte, usual);
  ASSERT_GT(std::filesystem::file_size(path), 2 * near);
  EXPECT_TRUE(sound);
  EXPECT_FALSE(flipped_sound);
}

// All of the file in parts of so many pages; where damage was found, those parts' first pages.
std::vector<std::uint64_t> damaged_parts(Database& database, std::uint64_t pages) {
  std::vector<std::uint64_t> found;
  for (std::uint64_t from = 0;;) {
    const auto next = database.check_pages(from, pages);
    if (!next) found.push_back(from);
    if (next && *next == 0) return found;
    from = next ? *next : from + pages;
  }
}

TEST_P(Pages, CheckedInParts_TheDamagedPartAloneIsFound) {
  auto path = make("a.db", key_a, std::string(100'000, 'x'));
  auto writer = Database::open(path, key_a);
  auto reader = Database::open(path, key_a, {.create = false, .read_only = true});
  ASSERT_TRUE(reader) << describe(reader.error());
  for (const std::uint64_t pages : {1, 4, 1'000}) EXPECT_TRUE(damaged_parts(*reader, pages).empty()) << pages;
  test::flip_byte(path, 17 * 4'096 + 1'000);
  EXPECT_EQ(damaged_parts(*reader, 4), std::vector<std::uint64_t>{16});
  EXPECT_EQ(damaged_parts(*reader, 1), std::vector<std::uint64_t>{17});
}

TEST_P(Pages, CheckedInPartsBesideAWriter_AreWholeWhateverIsInTheLog) {
  auto path = make("a.db", key_a, std::string(100'000, 'x'));
  auto writer = Database::open(path, key_a);
  auto reader = Database::open(path, key_a, {.create = false, .read_only = true});
  for (int i = 0; i < 30; ++i) {
    write(*writer, "INSERT INTO t VALUES (hex(randomblob(9000)))");
    const bool all_in_log = i % 7 != 3;
    ASSERT_TRUE(all_in_log || writer->checkpoint_passive());
    if (i == 20) write(*writer, "DELETE FROM t");
    EXPECT_TRUE(damaged_parts(*reader, 5).empty()) << i;
  }
}

TEST_P(Structure, WholeFile_Passes) { EXPECT_TRUE(Database::open(make("a.db"), key_a)->check_structure()); }

INSTANTIATE_TEST_SUITE_P(Of, Pages, each_cipher, cipher_name);
INSTANTIATE_TEST_SUITE_P(Of, Structure, each_cipher, cipher_name);

}  // namespace karvan::sqlite
