#include "storage/files/file.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <cerrno>
#include <csignal>
#include <filesystem>

#include "tests/support/scratch.h"

namespace karvan::files {
namespace {

namespace fs = std::filesystem;

struct Files : testing::Test {
  test::Scratch scratch;
  std::string path = scratch.path("file");
};

TEST_F(Files, Made_IsForItsOwnerAloneAndNeverOverAnother) {
  {
    auto file = File::open(path, For::making);
    ASSERT_TRUE(file) << describe(file.error());
    ASSERT_TRUE(file->write("bytes"));
    ASSERT_TRUE(file->sync());
    EXPECT_EQ(file->size(), 5u);
  }
  EXPECT_EQ(fs::status(path).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(File::open(path, For::making).error().code, Code::exists_already);
  EXPECT_EQ(test::bytes_of(path), "bytes");
}

TEST_F(Files, Replaced_IsEmptiedAndOverwritten_KeepsItsLength) {
  test::write_bytes(path, "0123456789");
  ASSERT_TRUE(File::open(path, For::overwriting)->write("abc"));
  EXPECT_EQ(test::bytes_of(path), "abc3456789");
  ASSERT_TRUE(File::open(path, For::replacing)->write("abc"));
  EXPECT_EQ(test::bytes_of(path), "abc");
}

TEST_F(Files, Read_GivesAsMuchAsIsAskedForAndNothingAtTheEnd) {
  test::write_bytes(path, "0123456789");
  auto file = File::open(path, For::reading);
  ASSERT_TRUE(file);
  std::string piece(7, 'x');
  EXPECT_EQ(file->read(piece), "0123456");
  EXPECT_EQ(file->read(piece), "789");
  EXPECT_EQ(file->read(piece), "");
  EXPECT_EQ(read_file(path, 4), "0123");
  EXPECT_EQ(read_file(path, 40), "0123456789");
}

TEST_F(Files, WhatIsNotThere_IsNotFound) {
  EXPECT_EQ(File::open(path, For::reading).error(), (Error{Code::not_found, {}, path}));
  EXPECT_EQ(File::open(path, For::overwriting).error().code, Code::not_found);
  EXPECT_EQ(File::open(path + "/in/none", For::making).error().code, Code::not_found);
  EXPECT_EQ(sync_folder(path).error().code, Code::not_found);
  EXPECT_TRUE(remove_file(path)) << "is gone already";
}

TEST_F(Files, AFolder_IsSyncedAndNotRead) {
  EXPECT_TRUE(sync_folder(scratch.folder().string()));
  EXPECT_EQ(read_file(scratch.folder().string(), 9).error().code, Code::io_failed);
}

TEST_F(Files, WhatTheSystemSays_HasOneMeaning) {
  const auto code = [&](int why) {
    errno = why;
    return failed(path).value().code;
  };
  EXPECT_EQ(code(ENOSPC), Code::disk_full);
  EXPECT_EQ(code(EDQUOT), Code::disk_full);
  EXPECT_EQ(code(EFBIG), Code::disk_full);
  EXPECT_EQ(code(ENOTDIR), Code::not_found);
  EXPECT_EQ(code(EIO), Code::io_failed);
  errno = EACCES;
  EXPECT_EQ(failed(path).value().args.at("why"), "Permission denied");
}

TEST_F(Files, AWriteThatIsCutShort_IsToldAndNotTakenForWhole) {
  const struct rlimit small{4, RLIM_INFINITY};
  struct rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  auto* const heard = std::signal(SIGXFSZ, SIG_IGN);
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  const auto written = File::open(path, For::making)->write("0123456789");
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, heard);
  EXPECT_EQ(written.error().code, Code::disk_full);
  EXPECT_EQ(test::bytes_of(path), "0123");
}

TEST_F(Files, Appended_FollowsWhatIsLeftOfIt) {
  ASSERT_TRUE(File::open(path, For::appending)->write("01234"));
  {
    const auto file = File::open(path, For::appending);
    ASSERT_TRUE(file && file->cut(3) && file->write("ab"));
  }
  EXPECT_EQ(test::bytes_of(path), "012ab");
  const auto file = File::open(path, For::appending);
  ASSERT_TRUE(file && file->cut(6) && file->write("c"));
  EXPECT_EQ(test::bytes_of(path), std::string("012ab\0c", 7));
  EXPECT_EQ(File::open(path, For::reading)->cut(1).error().code, Code::io_failed);
}

TEST_F(Files, ReadAt_NeitherMindsNorMovesWhereReadingIs) {
  test::write_bytes(path, "0123456789");
  const auto file = File::open(path, For::reading);
  std::string piece(4, 'x'), other(4, 'x');
  EXPECT_EQ(file->read(piece), "0123");
  EXPECT_EQ(file->read_at(8, other), "89");
  EXPECT_EQ(file->read_at(10, other), "");
  file->forget();
  EXPECT_EQ(file->read(piece), "4567");
}

TEST_F(Files, Locked_IsNobodyElsesUntilItIsClosed) {
  const auto other = File::open(path, For::replacing);
  {
    const auto first = File::open(path, For::overwriting);
    EXPECT_EQ(first->lock(), true);
    EXPECT_EQ(other->lock(), false);
  }
  EXPECT_EQ(other->lock(), true);
}

TEST_F(Files, Renamed_TakesTheOthersPlace) {
  const auto to = scratch.path("to");
  test::write_bytes(path, "new");
  test::write_bytes(to, "old");
  ASSERT_TRUE(rename_file(path, to));
  EXPECT_EQ(test::bytes_of(to), "new");
  EXPECT_FALSE(fs::exists(path));
  EXPECT_EQ(rename_file(path, to).error(), (Error{Code::not_found, {}, to}));
}

TEST_F(Files, Linked_IsTheSameFileUnderTwoNamesAndTakesNoPlace) {
  const auto to = scratch.path("to");
  test::write_bytes(path, "bytes");
  ASSERT_TRUE(link_file(path, to));
  EXPECT_TRUE(fs::equivalent(path, to));
  EXPECT_EQ(link_file(path, to).error(), (Error{Code::exists_already, {}, to}));
  ASSERT_TRUE(remove_file(path));
  EXPECT_EQ(test::bytes_of(to), "bytes");
}

TEST(FolderOf, ANameAlone_LiesHere) {
  EXPECT_EQ(folder_of("file"), ".");
  EXPECT_EQ(folder_of("/a/file"), "/a");
}

}  // namespace
}  // namespace karvan::files
