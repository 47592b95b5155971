#include <fcntl.h>
#include <unistd.h>

#include <cstring>

#include "tests/unit/storage/sqlite/fixture.h"

namespace karvan::sqlite {

// The same symbol as the engine's, where it has it at all.
extern "C" __attribute__((weak)) unsigned char* sqlite3_serialize(void*, const char*, long long*, unsigned);
extern "C" __attribute__((weak)) int sqlite3_deserialize(void*, const char*, unsigned char*, long long, long long,
                                                         unsigned);

struct Open : EachCipher {};
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
INSTANTIATE_TEST_SUITE_P(Of, Settings, each_cipher, cipher_name);
INSTANTIATE_TEST_SUITE_P(Of, Readonly, each_cipher, cipher_name);
INSTANTIATE_TEST_SUITE_P(Of, Immutable, each_cipher, cipher_name);

}  // namespace karvan::sqlite
