#include <sqlite3.h>

#include "tests/unit/storage/store/fixture.h"

namespace karvan::store {

struct StoreTest : NodeStore {
  Result<void> answer(const std::string& cmd) {
    return committed([&] { return store->commands().keep(cmd, Answer{200, "{}", 1, ""}); });
  }
  bool stands(const std::string& cmd) { return store->commands().answer(cmd)->has_value(); }
  // The files as a crash leaves them now, in a folder of their own.
  std::string after_crash(const std::string& name) {
    auto copy = scratch.path(name);
    for (auto suffix : {"", "-wal"}) std::filesystem::copy_file(path + suffix, copy + suffix);
    return copy;
  }
};

// ---- compacted

struct CompactTest : StoreTest {
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

TEST_F(StoreTest, P1_SyncFailsAtCommit_RecoverTellsWhetherEachCommandStands) {
  ASSERT_TRUE(answer("before"));
  vfs.fail(test::Io::sync, 1, SQLITE_IOERR_FSYNC);
  EXPECT_CODE(Code::outcome_unknown, answer("during"));
  auto recovered = store->recover();
  ASSERT_TRUE(recovered) << describe(recovered.error());
  EXPECT_TRUE(stands("before"));
  bool stood = stands("during");
  // What was told holds: also after a power cut right now, and after a clean end.
  auto crashed = Store::open(after_crash("crashed.db"), key);
  ASSERT_TRUE(crashed) << describe(crashed.error());
  EXPECT_EQ(crashed->commands().answer("during")->has_value(), stood);
  store.reset();
  open();
  EXPECT_EQ(stands("during"), stood);
}

TEST_F(StoreTest, P1_AfterUnknownOutcome_NothingIsAnsweredBeforeRecovery) {
  ASSERT_TRUE(answer("before"));
  vfs.fail(test::Io::sync, 1, SQLITE_IOERR_FSYNC);
  EXPECT_CODE(Code::outcome_unknown, answer("during"));
  EXPECT_CODE(Code::outcome_unknown, store->commands().answer("before"));
  EXPECT_CODE(Code::outcome_unknown, store->begin());
}

TEST_F(StoreTest, P1_CheckpointFailsInRecovery_StoreOnlyReadsUntilItSucceeds) {
  ASSERT_TRUE(answer("before"));
  vfs.fail(test::Io::sync, 1, SQLITE_IOERR_FSYNC, 1'000);
  EXPECT_CODE(Code::outcome_unknown, answer("during"));
  EXPECT_CODE(Code::read_only, store->recover());
  EXPECT_TRUE(store->read_only());
  EXPECT_TRUE(stands("before"));
  EXPECT_CODE(Code::read_only, store->begin());
  vfs.heal();
  ASSERT_TRUE(store->recover());
  EXPECT_FALSE(store->read_only());
  EXPECT_TRUE(answer("after"));
}

TEST_F(StoreTest, P1_DiskGoneInRecovery_MayBeTriedAgain) {
  ASSERT_TRUE(answer("before"));
  vfs.fail(test::Io::sync, 1, SQLITE_IOERR_FSYNC);
  EXPECT_CODE(Code::outcome_unknown, answer("during"));
  vfs.fail(test::Io::open, 1, SQLITE_CANTOPEN, 3);
  EXPECT_FALSE(store->recover());
  EXPECT_FALSE(store->commands().answer("before"));
  vfs.heal();
  ASSERT_TRUE(store->recover());
  EXPECT_TRUE(stands("before"));
}

// Every I/O call of one commit fails in turn; whatever is told afterwards, a committed answer stays.
TEST_F(StoreTest, P1_EachCallOfACommitFails_CommittedWorkStays) {
  ASSERT_TRUE(answer("before"));
  for (auto io : {test::Io::write, test::Io::sync}) {
    for (std::uint64_t nth = 1; nth <= 12; ++nth) {
      auto cmd = std::to_string(static_cast<int>(io)) + "/" + std::to_string(nth);
      vfs.fail(io, nth, SQLITE_IOERR);
      auto told = answer(cmd);
      vfs.heal();
      if (!told && told.error().code == Code::outcome_unknown) {
        ASSERT_TRUE(store->recover());
      }
      EXPECT_TRUE(stands("before"));
      EXPECT_TRUE(!told || stands(cmd));
    }
  }
}

TEST_F(StoreTest, P1_AbandonedConnection_KeepsWhatWasCommitted) {
  ASSERT_TRUE(answer("kept"));
  ASSERT_TRUE(store->begin());
  ASSERT_TRUE(store->commands().keep("lost", Answer{200, "{}", 1, ""}));
  auto crashed = Store::open(after_crash("crashed.db"), key);
  ASSERT_TRUE(crashed) << describe(crashed.error());
  EXPECT_TRUE(crashed->commands().answer("kept")->has_value());
  EXPECT_FALSE(crashed->commands().answer("lost")->has_value());
}

TEST_F(StoreTest, Open_LeavesNothingInTheWal) {
  ASSERT_TRUE(answer("kept"));
  auto copy = after_crash("crashed.db");
  ASSERT_GT(std::filesystem::file_size(copy + "-wal"), 0u);
  auto crashed = Store::open(copy, key);
  ASSERT_TRUE(crashed);
  EXPECT_EQ(std::filesystem::file_size(copy + "-wal"), 0u);
}

TEST_F(StoreTest, FlippedByteAnywhere_IsRefusedAtOpen) {
  write_log("e1", 20);
  store.reset();
  auto size = std::filesystem::file_size(path);
  for (std::size_t at = 0; at < size; at += 997) {
    test::flip_byte(path, at);
    EXPECT_CODE(Code::database_damaged, Store::open(path, key, options()));
    test::flip_byte(path, at);
  }
  open();
}

TEST_F(StoreTest, WrongKey_IsRefused) {
  store.reset();
  EXPECT_CODE(Code::key_wrong, Store::open(path, std::string(32, 'x'), options()));
}

TEST_F(StoreTest, KeyOf31Bytes_IsRefused) {
  EXPECT_CODE(Code::key_length_wrong, Store::open(scratch.path("new.db"), std::string(31, 'x')));
}

TEST_F(StoreTest, NewerSchema_IsRefused) {
  ASSERT_TRUE(store->database().script("PRAGMA user_version = 99"));
  store.reset();
  EXPECT_CODE(Code::newer_schema, Store::open(path, key, options()));
}

TEST_F(StoreTest, OneDrainOf24Letters_CostsOneSync) {
  ASSERT_TRUE(answer("first"));
  auto before = vfs.count(test::Io::sync);
  ASSERT_TRUE(store->begin());
  for (int desk = 0; desk < 24; ++desk) {
    auto letter = store->savepoint();
    ASSERT_TRUE(store->drafts().put({.id = std::to_string(desk), .service = "s", .version = "v", .seen = 1}));
    ASSERT_TRUE(letter->release());
  }
  ASSERT_TRUE(store->commit());
  EXPECT_EQ(vfs.count(test::Io::sync) - before, 1u);
}

TEST_F(StoreTest, LetterThatFails_TakesOnlyItsOwnPartBack) {
  ASSERT_TRUE(store->begin());
  for (auto cmd : {"a", "b"}) {
    auto letter = store->savepoint();
    ASSERT_TRUE(store->commands().keep(cmd, Answer{}));
    if (std::string_view(cmd) == "b") {
      ASSERT_TRUE(letter->release());
    }
  }
  ASSERT_TRUE(store->commit());
  EXPECT_FALSE(stands("a"));
  EXPECT_TRUE(stands("b"));
}

TEST_F(StoreTest, Tend_MovesTheWalIntoTheFile) {
  ASSERT_TRUE(answer("kept"));
  ASSERT_TRUE(store->tend());
  auto copy = scratch.path("without-wal.db");
  std::filesystem::copy_file(path, copy);
  auto alone = Store::open(copy, key);
  ASSERT_TRUE(alone) << describe(alone.error());
  EXPECT_TRUE(alone->commands().answer("kept")->has_value());
}

TEST_F(StoreTest, Reader_SeesCommitsAndMayNotWrite) {
  auto reader = Reader::open(path, key, options());
  ASSERT_TRUE(reader) << describe(reader.error());
  ASSERT_TRUE(committed([&] { return store->drafts().put({.id = "d", .service = "s", .version = "v", .seen = 1}); }));
  EXPECT_TRUE(reader->drafts().get("d")->has_value());
  EXPECT_FALSE(reader->drafts().remove("d"));
}

TEST_F(StoreTest, Reader_StopsAtItsDeadline) {
  ASSERT_TRUE(store->begin());
  for (int i = 0; i < 2'000; ++i) ASSERT_TRUE(store->documents().put({"k", std::to_string(i), "x", 0}));
  ASSERT_TRUE(store->commit());
  auto reader = Reader::open(path, key, options());
  ASSERT_TRUE(reader);
  reader->stop_when([] { return true; });
  EXPECT_CODE(Code::deadline_passed, reader->documents().list("k"));
  reader->stop_when({});
  EXPECT_EQ(reader->documents().list("k")->size(), 2'000u);
}

TEST_F(StoreTest, RecoveryBesideAReader_Succeeds) {
  auto reader = Reader::open(path, key, options());
  ASSERT_TRUE(answer("before"));
  vfs.fail(test::Io::sync, 1, SQLITE_IOERR_FSYNC);
  EXPECT_CODE(Code::outcome_unknown, answer("during"));
  ASSERT_TRUE(store->recover());
  EXPECT_TRUE(stands("before"));
  EXPECT_TRUE(answer("after"));
}

bool holds(const std::string& path, std::string_view text) {
  return test::bytes_of(path).find(text) != std::string::npos;
}

constexpr std::string_view canary = "CANARY-Gulnar-Aliyeva-35202";

TEST_F(StoreTest, P13_AnswersOfADraft_AreInNoFile) {
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
TEST_F(StoreTest, AfterAnErasure_WipeLeavesNothingInTheWal) {
  write_log("e1", 3);
  ASSERT_TRUE(committed([&] { return store->log().erase("e1", 2, "leyla", "court order"); }));
  EXPECT_GT(std::filesystem::file_size(path + "-wal"), 0u);
  ASSERT_TRUE(store->wipe());
  EXPECT_EQ(std::filesystem::file_size(path + "-wal"), 0u);
  EXPECT_TRUE(store->log().verify_chain());
}

}  // namespace karvan::store
