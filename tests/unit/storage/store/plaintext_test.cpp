#include <sqlite3.h>

#include "tests/unit/storage/store/fixture.h"

namespace karvan::store {

struct PlaintextTest : NodeStore {};

bool holds(const std::string& path, std::string_view text) {
  return test::bytes_of(path).find(text) != std::string::npos;
}

constexpr std::string_view canary = "CANARY-Gulnar-Aliyeva-35202";

TEST_F(PlaintextTest, P13_AnswersOfADraft_AreInNoFile) {
  auto body = std::string("{\"name\":\"").append(canary).append("\"}");
  ASSERT_TRUE(committed(
      [&] { return store->drafts().put({.id = "d", .service = "s", .version = "v", .seen = 1, .body = body}); }));
  ASSERT_TRUE(store->tend());
  auto expect_clean = [&] {
    for (const auto& entry : std::filesystem::directory_iterator(scratch.folder()))
      EXPECT_FALSE(holds(entry.path(), canary)) << entry.path();
  };
  ASSERT_TRUE(std::filesystem::exists(path + "-wal"));
  expect_clean();
  store.reset();
  expect_clean();
}

// The search above can find it where it is.
TEST(Canary, P13_InAPlaintextFile_IsFound) {
  test::Scratch scratch;
  sqlite3* plain = nullptr;
  ASSERT_EQ(sqlite3_open(scratch.path("plain.db").c_str(), &plain), SQLITE_OK);
  auto sql = std::string("CREATE TABLE t (x); INSERT INTO t VALUES ('").append(canary).append("')");
  ASSERT_EQ(sqlite3_exec(plain, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(plain);
  EXPECT_TRUE(holds(scratch.path("plain.db"), canary));
}

// The file's own free pages are overwritten (secure_delete); what a page said before would still lie in the WAL.
TEST_F(PlaintextTest, AfterAnErasure_WipeLeavesNothingInTheWal) {
  write_log("e1", 3);
  ASSERT_TRUE(committed([&] { return store->log().erase("e1", 2, "leyla", "court order"); }));
  EXPECT_GT(std::filesystem::file_size(path + "-wal"), 0u);
  ASSERT_TRUE(store->wipe());
  EXPECT_EQ(std::filesystem::file_size(path + "-wal"), 0u);
  EXPECT_TRUE(store->log().verify_chain());
}

}  // namespace karvan::store
