#include <sqlite3.h>

#include "tests/unit/storage/store/fixture.h"

namespace karvan::store {

struct StoreTest : NodeStore {
  // The files as a crash leaves them now, in a folder of their own.
  std::string after_crash(const std::string& name) {
    auto copy = scratch.path(name);
    for (auto suffix : {"", "-wal"}) std::filesystem::copy_file(path + suffix, copy + suffix);
    return copy;
  }
};

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

}  // namespace karvan::store
