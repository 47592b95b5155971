#include <fcntl.h>
#include <unistd.h>

#include <cstring>

#include "storage/sqlite/file_header.h"
#include "tests/unit/storage/sqlite/fixture.h"

namespace karvan::sqlite {

// The same symbol as the engine's, where it has it at all.
extern "C" __attribute__((weak)) unsigned char* sqlite3_serialize(void*, const char*, long long*, unsigned);
extern "C" __attribute__((weak)) int sqlite3_deserialize(void*, const char*, unsigned char*, long long, long long,
                                                         unsigned);
extern "C" int sqlite3_test_control(int op, ...);

struct Open : EachCipher {};
struct Header : EachCipher {};
struct Pages : EachCipher {};
struct Structure : EachCipher {};
struct Settings : EachCipher {};
struct Readonly : EachCipher {};
struct Immutable : EachCipher {};

TEST_P(Open, OwnKey_ReadsWhatWasWritten) {
  auto path = make("a.db");
  auto database = Database::open(path, key_a);
  ASSERT_TRUE(database);
  EXPECT_EQ(number(*database, "SELECT count(*) FROM t WHERE x = 'kept'"), 1);
}

TEST_P(Open, KeyOf31Bytes_IsRefusedAndMakesNoFile) {
  EXPECT_EQ(code_of(create(std::string(31, 'a'))), Code::key_length_wrong);
  EXPECT_TRUE(std::filesystem::is_empty(scratch.folder()));
}

TEST_P(Open, NoKey_IsRefusedAndMakesNoFile) {
  EXPECT_EQ(code_of(create("")), Code::key_missing);
  EXPECT_TRUE(std::filesystem::is_empty(scratch.folder()));
}

TEST_P(Open, KeyWithZeroBytes_IsUsedWhole) {
  std::string key(32, '\0');
  auto path = make("a.db", key);
  key[31] = 1;
  EXPECT_EQ(code_of(Database::open(path, key)), Code::key_wrong);
}

TEST_P(Open, OtherKey_IsKeyWrong) { EXPECT_EQ(code_of(Database::open(make("a.db"), key_b)), Code::key_wrong); }

TEST_P(Open, PlaintextFile_IsRefused) {
  auto path = scratch.path("a.db");
  test::write_bytes(path, std::string("SQLite format 3\0", 16) + std::string(4080, '\0'));
  EXPECT_EQ(code_of(Database::open(path, key_a)), Code::database_plaintext);
}

TEST_P(Open, FileCutWithinHeader_IsDamaged) {
  auto path = make("a.db");
  std::filesystem::resize_file(path, 20);
  EXPECT_EQ(code_of(Database::open(path, key_a)), Code::database_damaged);
}

TEST_P(Open, MissingFile_IsNotMadeUnlessAsked) {
  EXPECT_EQ(code_of(Database::open(scratch.path("a.db"), key_a, {.create = false})), Code::not_found);
  EXPECT_FALSE(std::filesystem::exists(scratch.path("a.db")));
}

// Both ciphers leave bytes 0-15 unauthenticated, AEGIS also 18 and 19.
TEST_P(Header, AnyFlippedByte_IsDamagedAndNotKeyWrong) {
  auto path = make("a.db");
  for (std::size_t at = 0; at < 24; ++at) {
    test::flip_byte(path, at);
    EXPECT_EQ(code_of(Database::open(path, key_a)), Code::database_damaged) << "byte " << at;
    test::flip_byte(path, at);
  }
  EXPECT_TRUE(Database::open(path, key_a));
}

TEST_P(Header, FirstPageFlipped_IsDamaged) {
  auto path = make("a.db");
  test::flip_byte(path, 2'000);
  EXPECT_EQ(code_of(Database::open(path, key_a)), Code::database_damaged);
}

// `PRAGMA cipher` tells the default, not the file's cipher.
TEST_P(Header, TellsTheCipher_WhateverIsAskedFor) {
  const auto path = make("a.db");
  for (const auto asked : {Cipher::aegis, Cipher::sqlcipher4}) {
    auto database = Database::open(path, key_a, {.cipher = asked});
    ASSERT_TRUE(database) << describe(database.error());
    EXPECT_EQ(database->cipher(), GetParam());
    EXPECT_EQ(number(*database, "SELECT count(*) FROM t"), 1);
  }
}

TEST_P(Header, BytesBehindTheMarks_AreClearOfAegisAlone) {
  const std::string as_sqlite_defines("\x10\x00\x02\x02\x40\x40\x20\x20", 8);
  const bool clear = test::bytes_of(make("a.db")).substr(16, 8) == as_sqlite_defines;
  EXPECT_EQ(clear, GetParam() == Cipher::aegis);
}

// Nobody without the key makes a file pass for one of the other cipher; with it, the pages do not verify.
TEST_P(Header, MarksOfTheOtherCipher_AreDamage) {
  const auto path = make("a.db");
  auto bytes = test::bytes_of(path);
  const auto other = GetParam() == Cipher::aegis ? Cipher::sqlcipher4 : Cipher::aegis;
  const auto page = page_key(other, key_a, bytes.substr(4, 8));
  std::copy(page.bytes.begin() + 32, page.bytes.end(), bytes.begin());
  test::write_bytes(path, bytes);
  EXPECT_EQ(code_of(Database::open(path, key_a)), Code::database_damaged);
}

TEST_P(Header, OneMarkDamaged_TheOtherStillTellsTheCipher) {
  const auto header = test::bytes_of(make("a.db")).substr(0, header_bytes);
  for (std::size_t at = 0; at < 16; ++at) {
    auto damaged = header;
    damaged[at] ^= 1;
    EXPECT_EQ(cipher_of(damaged, key_a), GetParam()) << at;
  }
  EXPECT_EQ(cipher_of(header, key_b), std::nullopt);
  EXPECT_EQ(cipher_of(header.substr(0, 15), key_a), std::nullopt);
}

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

TEST(Plaintext, Attach_IsRefused) {
  test::Scratch scratch;
  auto database = Database::open(make_file(scratch, "a.db"), key_a);
  ASSERT_TRUE(database);
  EXPECT_FALSE(database->script("ATTACH '" + scratch.path("plain.db") + "' AS plain KEY ''"));
  EXPECT_FALSE(std::filesystem::exists(scratch.path("plain.db")));
}

TEST(Plaintext, SerializeAndDeserialize_AreNotInTheEngine) {
  EXPECT_EQ(reinterpret_cast<void*>(&sqlite3_serialize), nullptr);
  EXPECT_EQ(reinterpret_cast<void*>(&sqlite3_deserialize), nullptr);
}

TEST_P(Settings, EachIsAsPromised) {
  auto database = Database::open(make("a.db"), key_a);
  ASSERT_TRUE(database);
  EXPECT_EQ(number(*database, "SELECT synchronous FROM pragma_synchronous"), 2);
  EXPECT_EQ(number(*database, "SELECT foreign_keys FROM pragma_foreign_keys"), 1);
  EXPECT_EQ(number(*database, "SELECT secure_delete FROM pragma_secure_delete"), 1);
  EXPECT_EQ(number(*database, "SELECT count(*) FROM pragma_compile_options WHERE compile_options = 'TEMP_STORE=3'"), 1);
  EXPECT_EQ(number(*database, "SELECT count(*) FROM pragma_journal_mode WHERE journal_mode = 'wal'"), 1);
}

TEST_P(Readonly, Write_IsRefused) {
  auto path = make("a.db");
  auto reader = Database::open(path, key_a, {.read_only = true});
  ASSERT_TRUE(reader) << describe(reader.error());
  auto begun = Transaction::begin(*reader);
  auto written = reader->script("INSERT INTO t VALUES ('more')");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, Code::read_only);
}

TEST_P(Immutable, FileWhoseNameHasAMeaningInUris_IsReadAndNoneIsMadeBesideIt) {
  const auto path = make("a %41?b#c.db");
  auto reader = Database::open(path, key_a, {.immutable = true});
  ASSERT_TRUE(reader) << describe(reader.error());
  EXPECT_EQ(number(*reader, "SELECT count(*) FROM t WHERE x = 'kept'"), 1);
  EXPECT_TRUE(reader->check_pages());
  EXPECT_TRUE(reader->check_structure());
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(scratch.folder()), {}), 1);
  EXPECT_EQ(code_of(Database::open(scratch.path("none.db"), key_a, {.immutable = true})), Code::not_found);
  EXPECT_EQ(code_of(Database::open(path, key_b, {.immutable = true})), Code::key_wrong);
}

// Who closes a file lets go of all that the process has locked of it (fcntl(2)).
TEST(Lock, OutlivesAnotherOpeningOfTheFile) {
  test::Scratch scratch;
  const auto path = make_file(scratch, "a.db");
  auto database = Database::open(path, key_a);
  ASSERT_TRUE(database);
  {
    ASSERT_TRUE(Database::open(path, key_a));
  }
  EXPECT_EQ(code_of(Database::open(path, key_b)), Code::key_wrong);
  const int probe = ::open(path.c_str(), O_RDWR | O_CLOEXEC);  // closed last: that would let go of them too
  struct flock held{};
  held.l_type = F_WRLCK;
  held.l_whence = SEEK_SET;
  held.l_start = 0x40000000;  // where SQLite locks
  held.l_len = 512;
  ASSERT_EQ(::fcntl(probe, F_OFD_GETLK, &held), 0) << std::strerror(errno);
  EXPECT_EQ(held.l_type, F_RDLCK);
  ::close(probe);
}

// A copy is made by such a reader, and takes as long as it takes. One that waited would end with the test's time.
TEST(Checkpoint, ReaderInTheWay_IsToldAtOnceWhereNobodyIsToWait) {
  test::Scratch scratch;
  const auto path = make_file(scratch, "a.db");
  auto reader = Database::open(path, key_a, {.read_only = true});
  auto rows = reader->query("SELECT x FROM t");
  ASSERT_TRUE(rows && rows->next().value());
  auto writer = Database::open(path, key_a, {.busy_ms = 1'000'000});
  write(*writer, "INSERT INTO t VALUES ('more')");
  const auto checkpointed = writer->try_checkpoint_truncate();
  ASSERT_FALSE(checkpointed);
  EXPECT_EQ(checkpointed.error().code, Code::busy);
  write(*writer, "INSERT INTO t VALUES ('and more')");
}

INSTANTIATE_TEST_SUITE_P(Of, Open, each_cipher, cipher_name);
INSTANTIATE_TEST_SUITE_P(Of, Header, each_cipher, cipher_name);
INSTANTIATE_TEST_SUITE_P(Of, Pages, each_cipher, cipher_name);
INSTANTIATE_TEST_SUITE_P(Of, Structure, each_cipher, cipher_name);
INSTANTIATE_TEST_SUITE_P(Of, Settings, each_cipher, cipher_name);
INSTANTIATE_TEST_SUITE_P(Of, Readonly, each_cipher, cipher_name);
INSTANTIATE_TEST_SUITE_P(Of, Immutable, each_cipher, cipher_name);

}  // namespace karvan::sqlite
