#include <sqlite3.h>

#include "tests/unit/storage/store/fixture.h"

namespace karvan::store {

struct CompactTest : NodeStore {
  static constexpr int many = 200;
  static constexpr std::uint64_t much = std::uint64_t{1} << 40;  // of memory
  void write_many() {
    ASSERT_TRUE(committed([&]() -> Result<void> {
      for (int i = 0; i < many; ++i)
        TRY_VOID(store->documents().put({"kind", std::to_string(i), std::string(9'000, 'x'), 0}));
      return store->log().open_epoch("e1");
    }));
    ASSERT_TRUE(answer("kept"));
  }
  void remove_many() {
    ASSERT_TRUE(committed([&]() -> Result<void> {
      for (int i = 0; i < many; ++i) TRY_VOID(store->documents().remove("kind", std::to_string(i)));
      return {};
    }));
    ASSERT_TRUE(store->database().checkpoint_truncate());
  }
};

TEST_F(CompactTest, WhatIsFree_IsGivenBackToTheDisk_AndAllElseIsThere) {
  write_many();
  remove_many();
  const auto before = std::filesystem::file_size(path);
  auto done = store->compact(much);
  ASSERT_TRUE(done) << describe(done.error());
  EXPECT_LT(std::filesystem::file_size(path), before / 5);
  EXPECT_EQ(std::filesystem::file_size(path + "-wal"), 0u);
  EXPECT_TRUE(stands("kept"));
  EXPECT_TRUE(answer("after"));
  store.reset();
  open();  // every page, the chain and the structure
  EXPECT_TRUE(stands("kept"));
  EXPECT_TRUE(stands("after"));
}

TEST_F(CompactTest, P13_NoPageOfItIsPlain) {
  const std::string word = "Ayesha Khan of Mughalpura";
  write_many();
  ASSERT_TRUE(committed([&] { return store->documents().put({"kind", "hers", word, 0}); }));
  remove_many();
  ASSERT_TRUE(store->compact(much));
  for (const auto& opened : vfs.opened()) EXPECT_NE(opened, "(temporary)");
  for (const auto& file : std::filesystem::recursive_directory_iterator(scratch.folder()))
    EXPECT_EQ(test::bytes_of(file.path().string()).find(word), std::string::npos) << file.path();
  EXPECT_EQ(store->documents().get("kind", "hers")->value().bytes, word);
}

TEST_F(CompactTest, P1_SyncFails_NothingIsLost_AndItWorksAfterRecovery) {
  write_many();
  remove_many();
  vfs.fail(test::Io::sync, 1, SQLITE_IOERR_FSYNC);
  EXPECT_FALSE(store->compact(much));
  EXPECT_CODE(Code::outcome_unknown, store->begin());
  ASSERT_TRUE(store->recover());
  EXPECT_TRUE(stands("kept"));
  EXPECT_TRUE(store->compact(much));
}

TEST_F(CompactTest, WithoutMemoryForIt_IsRefused_AndWorkGoesOn) {
  write_many();
  EXPECT_CODE(Code::memory_short, store->compact(1 << 20));
  EXPECT_TRUE(answer("after"));
}

TEST_F(CompactTest, AfterIt_NothingMayBeAttached) {
  ASSERT_TRUE(store->compact(much));
  EXPECT_FALSE(store->database().script("ATTACH '" + scratch.path("plain.db") + "' AS plain KEY ''"));
}

}  // namespace karvan::store
