#include <gtest/gtest.h>

#include "storage/copies/files.h"
#include "storage/copies/new_folder.h"
#include "storage/seal/hash.h"
#include "tests/support/scratch.h"

namespace karvan::copies {
namespace {

namespace fs = std::filesystem;

struct Copies : testing::Test {
  test::Scratch scratch;
  std::string from = scratch.path("from"), to = scratch.path("to");
};

TEST_F(Copies, File_IsCopiedWholeForItsOwnerAlone) {
  const std::string bytes(3 * (1 << 20) + 17, 'x');
  test::write_bytes(from, bytes);
  const Digest expected{seal::to_hex(seal::sha256(bytes)), bytes.size()};
  EXPECT_EQ(copy_file(from, to), expected);
  EXPECT_EQ(digest_of(to), expected);
  EXPECT_EQ(test::bytes_of(to), bytes);
  EXPECT_EQ(fs::status(to).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(Copies, FileThatIsThere_IsNeverOverwritten) {
  test::write_bytes(from, "new");
  test::write_bytes(to, "old");
  EXPECT_EQ(copy_file(from, to).error().code, Code::exists_already);
  EXPECT_EQ(write_file(to, "new").error().code, Code::exists_already);
  EXPECT_EQ(test::bytes_of(to), "old");
}

TEST_F(Copies, FileThatIsNotThere_LeavesNothing) {
  EXPECT_EQ(copy_file(from, to).error().code, Code::not_found);
  EXPECT_FALSE(fs::exists(to));
  fs::create_directory(from);  // opens, but cannot be read
  EXPECT_EQ(copy_file(from, to).error().code, Code::io_failed);
  EXPECT_FALSE(fs::exists(to));
}

TEST_F(Copies, WhatLiesInAFolder_IsToldHoweverItIsWritten) {
  fs::create_directory(from);
  EXPECT_TRUE(lies_in(from + "/a/b", from + "/"));
  EXPECT_TRUE(lies_in(from + "/../from", from));
  EXPECT_FALSE(lies_in(from + "-2", from));
  EXPECT_FALSE(lies_in(scratch.folder().string(), from));
}

TEST_F(Copies, NewFolder_HasItsNameOnlyOnceItIsFinished) {
  auto made = NewFolder::begin(to + "/");
  ASSERT_TRUE(made) << describe(made.error());
  ASSERT_TRUE(made->make("inner"));
  ASSERT_TRUE(write_file(made->partial() + "/inner/file", "bytes"));
  EXPECT_FALSE(fs::exists(to));
  ASSERT_TRUE(made->finish());
  EXPECT_EQ(test::bytes_of(to + "/inner/file"), "bytes");
  EXPECT_EQ(fs::status(to).permissions(), fs::perms::owner_all);
  EXPECT_FALSE(fs::exists(to + ".partial"));
}

TEST_F(Copies, NewFolderThatIsDropped_LeavesNothing) {
  ASSERT_TRUE(write_file(NewFolder::begin(to)->partial() + "-beside", "stays"));
  EXPECT_FALSE(fs::exists(to));
  EXPECT_FALSE(fs::exists(to + ".partial"));
}

TEST_F(Copies, WhatACrashLeft_IsGoneFromTheNext) {
  fs::create_directory(to + ".partial");
  test::write_bytes(to + ".partial/left", "half");
  auto made = NewFolder::begin(to);
  ASSERT_TRUE(made && made->finish());
  EXPECT_TRUE(fs::is_empty(to));
}

TEST_F(Copies, FolderThatIsNotEmpty_IsRefusedAndKept) {
  fs::create_directory(to);
  test::write_bytes(to + "/mine", "kept");
  EXPECT_EQ(NewFolder::begin(to).error().code, Code::folder_not_empty);
  EXPECT_EQ(NewFolder::begin(to + "/mine").error().code, Code::folder_not_empty);
  EXPECT_EQ(test::bytes_of(to + "/mine"), "kept");
}

TEST_F(Copies, FolderThatIsFilledMeanwhile_IsKept) {
  fs::create_directory(to);
  auto made = NewFolder::begin(to);
  ASSERT_TRUE(made) << "an empty one may be filled";
  test::write_bytes(to + "/mine", "kept");
  EXPECT_EQ(made->finish().error().code, Code::folder_not_empty);
  EXPECT_EQ(test::bytes_of(to + "/mine"), "kept");
}

}  // namespace
}  // namespace karvan::copies
