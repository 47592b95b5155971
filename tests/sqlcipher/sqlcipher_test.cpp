#include <gtest/gtest.h>

#include <array>
#include <cstdio>

#include "storage/seal/hash.h"
#include "storage/sqlite/file_header.h"
#include "storage/store/store.h"
#include "tests/support/scratch.h"

// SQLCipher's own engine on files of Karvan's, and Karvan's on files that it wrote.
namespace karvan {
namespace {

using sqlite::Cipher;
using sqlite::Database;

const std::string key(32, 'k');

struct Said {
  int status = 0;
  std::string text;
  bool operator==(const Said&) const = default;
};
void PrintTo(const Said& said, std::ostream* out) { *out << said.status << ": " << said.text; }

struct Other : testing::Test {
  // Its answer to `sql` on a file that is there, as whoever has the file's page key would ask.
  Said ask(const std::string& path, const std::string& sql, std::string_view with = key) {
    const auto page = page_key_of(path, with);
    return ask_with(path, seal::to_hex(std::string_view(page.bytes.data(), 32)), sql);
  }
  Said ask_with(const std::string& path, const std::string& hex, const std::string& sql) {
    const auto script = scratch.path("script");
    test::write_bytes(script, hex + "\n" + sql);
    Said said;
    auto* pipe = ::popen((std::string(OTHER_SQLCIPHER) + " '" + path + "' < '" + script + "'").c_str(), "r");
    std::array<char, 4'096> piece;
    while (const auto got = std::fread(piece.data(), 1, piece.size(), pipe)) said.text.append(piece.data(), got);
    said.status = ::pclose(pipe);
    return said;
  }
  static sqlite::PageKey page_key_of(const std::string& path, std::string_view with) {
    return sqlite::page_key(Cipher::sqlcipher4, with, test::bytes_of(path).substr(4, sqlite::salt_bytes));
  }
  store::Options options() const { return {.cipher = Cipher::sqlcipher4}; }

  test::Scratch scratch;
  std::string path = scratch.path("node.db");
};

Result<void> write_log(store::Store& store, std::uint64_t from, std::uint64_t to) {
  TRY_VOID(store.begin());
  if (from == 1) TRY_VOID(store.log().open_epoch("e1"));
  for (auto seq = from; seq <= to; ++seq)
    TRY_VOID(store.log().append("lahore/application/0197", seq, "line " + std::to_string(seq)));
  return store.commit();
}

TEST_F(Other, ReadsWhatKarvanSealed_AndFindsEveryPageWhole) {
  {
    auto store = store::Store::open(path, key, options());
    ASSERT_TRUE(store) << describe(store.error());
    ASSERT_TRUE(write_log(*store, 1, 300));
    ASSERT_TRUE(store->wipe());
  }
  EXPECT_EQ(ask(path, "PRAGMA cipher_integrity_check; PRAGMA integrity_check;"), (Said{0, "ok\n"}));
  EXPECT_EQ(ask(path, "SELECT count(*), max(seq), CAST(max(line) AS TEXT) FROM log;"), (Said{0, "300|300|line 99\n"}));
}

TEST_F(Other, ReadsWhatLiesInTheLog) {
  auto store = store::Store::open(path, key, options());
  ASSERT_TRUE(store) << describe(store.error());
  ASSERT_TRUE(write_log(*store, 1, 20));
  const auto crashed = scratch.path("crashed.db");
  for (const auto* end : {"", "-wal"}) std::filesystem::copy_file(path + end, crashed + end);
  ASSERT_GT(std::filesystem::file_size(crashed + "-wal"), 0u);
  EXPECT_EQ(ask(crashed, "SELECT count(*) FROM log;"), (Said{0, "20\n"}));
}

TEST_F(Other, WritesIntoAFileOfKarvans_WhichKarvanThenReads) {
  ASSERT_TRUE(store::Store::open(path, key, options()));
  const std::string sql =
      "INSERT INTO documents (kind, id, position, bytes) VALUES ('service', 'theirs', 0, CAST('of another' AS BLOB));";
  const auto said = ask(path, sql);
  ASSERT_EQ(said.status, 0) << said.text;
  auto store = store::Store::open(path, key, options());  // every page and the structure
  ASSERT_TRUE(store) << describe(store.error());
  auto found = store->documents().get("service", "theirs");
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->bytes, "of another");
}

// Its salt is the caller's to choose, so a file that it makes may have Karvan's marks.
TEST_F(Other, MakesAFile_ThatKarvanOpens) {
  const auto page = sqlite::page_key(Cipher::sqlcipher4, key, "8 letter");
  const auto hex = seal::to_hex(std::string_view(page.bytes.data(), page.bytes.size()));
  const auto said = ask_with(path, hex, "CREATE TABLE t (x TEXT); INSERT INTO t VALUES ('theirs');");
  ASSERT_EQ(said.status, 0) << said.text;
  auto database = Database::open(path, key);
  ASSERT_TRUE(database) << describe(database.error());
  EXPECT_EQ(database->cipher(), Cipher::sqlcipher4);
  auto row = database->query("SELECT x FROM t");
  ASSERT_TRUE(row && row->next().value_or(false));
  EXPECT_EQ(row->text(0), "theirs");
  ASSERT_TRUE(row->finish());
  EXPECT_TRUE(database->check_pages());
}

TEST_F(Other, MakesAFileWithASaltOfItsOwn_WhichKarvanTakesForNobodys) {
  ASSERT_EQ(ask_with(path, seal::to_hex(key), "CREATE TABLE t (x TEXT);").status, 0);
  auto refused = Database::open(path, key);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::key_wrong);
}

// So that the tests above can fail.
TEST_F(Other, WithAnotherKey_OrADamagedPage_ReadsNothing) {
  {
    auto store = store::Store::open(path, key, options());
    ASSERT_TRUE(store && write_log(*store, 1, 300) && store->wipe());
  }
  EXPECT_NE(ask(path, "SELECT count(*) FROM log;", std::string(32, 'x')).status, 0);
  EXPECT_NE(ask_with(path, seal::to_hex(key), "SELECT count(*) FROM log;").status, 0);
  test::flip_byte(path, 5 * sqlite::page_bytes + 100);
  EXPECT_NE(ask(path, "PRAGMA cipher_integrity_check;").text, "");
}

}  // namespace
}  // namespace karvan
