#include <sqlite3.h>

#include <memory>

#include "storage/sqlite/file_header.h"
#include "tests/unit/storage/store/fixture.h"

// What was erased is in no page of the file and of its log, in use or free, as the engine unseals them.
namespace karvan::store {
namespace {

constexpr std::size_t log_header_bytes = 32, frame_header_bytes = 24;  // SQLite file format, 4.1 and 4.2

// A connection of its own to a copy of the files, beneath the store.
class Pages {
 public:
  explicit Pages(const std::string& copy) {
    sqlite3* handle = nullptr;
    EXPECT_EQ(sqlite3_open_v2(copy.c_str(), &handle, SQLITE_OPEN_READWRITE, nullptr), SQLITE_OK);
    handle_.reset(handle);
    const auto page_key = sqlite::check_header(test::bytes_of(copy).substr(0, sqlite::header_bytes), key);
    EXPECT_TRUE(page_key);
    const auto raw = "raw:" + std::string(page_key->bytes.data(), page_key->bytes.size());
    run("PRAGMA cipher = 'aegis'");
    EXPECT_EQ(sqlite3_key(handle, raw.data(), static_cast<int>(raw.size())), SQLITE_OK);
    run("SELECT count(*) FROM sqlite_schema");
  }

  std::string of_file() { return read(SQLITE_FCNTL_FILE_POINTER, 0, 0); }
  std::string of_log() { return read(SQLITE_FCNTL_JOURNAL_POINTER, log_header_bytes, frame_header_bytes); }

 private:
  struct Close {
    void operator()(sqlite3* handle) const { sqlite3_close(handle); }
  };
  void run(const char* sql) {
    EXPECT_EQ(sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr), SQLITE_OK) << sql;
  }

  std::string read(int which, std::size_t header, std::size_t before_each) {
    sqlite3_file* file = nullptr;
    EXPECT_EQ(sqlite3_file_control(handle_.get(), "main", which, &file), SQLITE_OK);
    sqlite3_int64 size = 0;
    EXPECT_EQ(file->pMethods->xFileSize(file, &size), SQLITE_OK);
    std::string pages, page(sqlite::page_bytes, '\0');
    for (auto at = header + before_each; at + page.size() <= static_cast<std::size_t>(size);
         at += page.size() + before_each) {
      EXPECT_EQ(file->pMethods->xRead(file, page.data(), static_cast<int>(page.size()), static_cast<sqlite3_int64>(at)),
                SQLITE_OK);
      pages += page;
    }
    return pages;
  }

  std::unique_ptr<sqlite3, Close> handle_;
};

struct Erased : NodeStore {
  struct Where {
    bool in_file, in_log;
    bool operator==(const Where&) const = default;
    friend void PrintTo(const Where& where, std::ostream* out) {
      *out << (where.in_file ? "in the file " : "") << (where.in_log ? "in the log" : "");
    }
  };
  Where where(const std::string& secret) {
    test::Scratch elsewhere;
    const auto copy = elsewhere.path("node.db");
    for (const auto* part : {"", "-wal"}) std::filesystem::copy_file(path + part, copy + part);
    Pages pages(copy);
    return {pages.of_file().find(secret) != std::string::npos, pages.of_log().find(secret) != std::string::npos};
  }
};

TEST_F(Erased, P13_KeyOfAnAttachment_OnceWiped_IsInNoPageOfTheFileNorOfTheLog) {
  const std::string secret = "sixteen-byte-key";
  write_log("e1", 1);
  Attachment one;
  one.attached = {"photo", "h1", 1'000, "image/jpeg", ""};
  one.of = "d1";
  one.file_key = secret;
  one.state = "draft";
  ASSERT_TRUE(store->wipe());
  ASSERT_TRUE(committed([&] { return store->attachments().add(one); }));
  ASSERT_TRUE(committed([&] { return store->attachments().file("h1", "e1", 1); }));
  EXPECT_EQ(where(secret), (Where{false, true}));  // so the search finds it in either
  ASSERT_TRUE(store->wipe());
  EXPECT_EQ(where(secret), (Where{true, false}));
  ASSERT_TRUE(committed([&] { return store->attachments().erase_keys("d1"); }));
  EXPECT_EQ(store->attachments().get("h1").value()->file_key, "");
  EXPECT_EQ(where(secret), (Where{true, false}));
  ASSERT_TRUE(store->wipe());
  EXPECT_EQ(where(secret), (Where{false, false}));
}

TEST_F(Erased, P13_DocumentThatWasTakenAway_OnceWiped_IsInNoFreePage) {
  const std::string secret = "Ayesha Khan of Mughalpura";
  ASSERT_TRUE(committed([&] { return store->documents().put({"kind", "hers", std::string(9'000, 'x') + secret, 0}); }));
  ASSERT_TRUE(store->wipe());
  EXPECT_EQ(where(secret), (Where{true, false}));
  ASSERT_TRUE(committed([&] { return store->documents().remove("kind", "hers"); }));
  ASSERT_TRUE(store->wipe());
  EXPECT_EQ(where(secret), (Where{false, false}));
}

}  // namespace
}  // namespace karvan::store
