#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <filesystem>

#include "tests/support/system_calls.h"
#include "tests/unit/storage/blobs/fixture.h"

namespace karvan::blobs {
namespace {

struct DiskTest : BlobFolder {};

// It is told, and leaves neither a file nor a hole in the quota.
TEST_F(DiskTest, P11_WhateverTheDiskDoesNotDo_LeavesNothing) {
  Blobs blobs = open();
  // From the same random bytes, and so under the same id.
  const auto written = [&] {
    const seal::Entropy same = [n = 'a'](std::size_t count) mutable { return std::string(count, n++); };
    BlobWriter writer = *blobs.begin(centre_.recipient, same);
    (void)writer.append(photo_);
    return writer.finish();
  };
  const auto expect_nothing_left = [&](const Result<SealedBlob>& blob, Code code = Code::io_failed) {
    ASSERT_FALSE(blob);
    EXPECT_EQ(blob.error().code, code);
    EXPECT_EQ(files(), 0u);
    EXPECT_EQ(blobs.used_bytes(), 0u);
  };
  const SealedBlob blob = *written();
  ASSERT_TRUE(blobs.remove(blob.id));
  for (const int sync : {1, 2}) {  // of the file; of the folder, once it has its name
    SCOPED_TRACE(sync);
    test::system_calls::fail_sync(folder(), static_cast<std::uint64_t>(sync));
    const auto unsynced = written();
    EXPECT_EQ(test::system_calls::heal(), static_cast<std::uint64_t>(sync));
    expect_nothing_left(unsynced);
  }
  fs::create_directory(file_of(blob));
  const auto unnamed = written();
  fs::remove(file_of(blob));
  expect_nothing_left(unnamed);
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const rlimit less{100'000, before.rlim_max};
  const auto handled = std::signal(SIGXFSZ, SIG_IGN);
  ::setrlimit(RLIMIT_FSIZE, &less);
  const auto unwritten = written();
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handled);
  expect_nothing_left(unwritten, Code::disk_full);
  EXPECT_EQ(written()->id, blob.id);
}

// The sealed bytes lie on the disk before the name says that they are whole, and the name before anybody is told.
TEST_F(DiskTest, P1_EachStep_IsDurableBeforeTheNext) {
  Blobs blobs = open();
  test::system_calls::record(folder());
  const auto id = put(blobs, photo_).id;
  auto calls = test::system_calls::recorded();
  ASSERT_FALSE(calls.empty());
  const auto temporary = calls.front().substr(std::string_view("make ").size());
  EXPECT_TRUE(temporary.starts_with(temporary_prefix)) << temporary;
  EXPECT_EQ(calls, (std::vector<std::string>{"make " + temporary, "write " + temporary, "sync " + temporary,
                                             "rename " + temporary + " " + id, "sync ."}));
  test::system_calls::record(folder());
  ASSERT_TRUE(blobs.put_away(id) && blobs.take_back(id) && blobs.set_aside(id));
  const auto unclaimed = std::string(unclaimed_prefix) + id, damaged = std::string(damaged_prefix) + id;
  EXPECT_EQ(test::system_calls::recorded(),
            (std::vector<std::string>{"rename " + id + " " + unclaimed, "sync .", "rename " + unclaimed + " " + id,
                                      "sync .", "rename " + id + " " + damaged, "sync ."}));
}

// Each call that the writing of one asks the system for fails: it is told, and nothing is left; or all of it is there.
TEST_F(DiskTest, P1_AtEachCall_ItIsThereOrNothingOfItIs) {
  using test::system_calls::Fault;
  Blobs blobs = open();
  const auto written = [&]() -> Result<SealedBlob> {
    TRY(auto writer, blobs.begin(centre_.recipient, entropy_));
    TRY_VOID(writer.append(photo_));
    return writer.finish();
  };
  test::system_calls::fail(folder(), 0, Fault::none);
  ASSERT_TRUE(blobs.remove(written()->id));
  const auto calls = test::system_calls::heal();
  ASSERT_GT(calls, 6u);
  for (const auto fault : {Fault::once, Fault::full})
    for (std::uint64_t nth = 1; nth <= calls; ++nth) {
      SCOPED_TRACE(testing::Message() << (fault == Fault::once ? "once, " : "full, ") << nth << " of " << calls);
      test::system_calls::fail(folder(), nth, fault);
      const auto told = written();
      test::system_calls::heal();
      EXPECT_EQ(files(), told ? 1u : 0u);
      if (!told) {
        EXPECT_EQ(blobs.used_bytes(), 0u);
        continue;
      }
      EXPECT_EQ(blobs.read(told->id, told->file_key), photo_);
      ASSERT_TRUE(blobs.remove(told->id));
    }
}

TEST_F(DiskTest, UnfinishedFileOfACrash_IsSweptAtOpen) {
  const SealedBlob blob = put(open(), photo_);
  test::write_bytes(folder() + "/writing-0123", "half");
  const Blobs again = open();
  EXPECT_EQ(files(), 1u);
  EXPECT_EQ(again.read(blob.id, blob.file_key), photo_);
  EXPECT_EQ(again.used_bytes(), blob.size);
  EXPECT_EQ(*again.ids(), std::vector<std::string>{blob.id});
}

TEST_F(DiskTest, BeyondTheQuota_IsDiskFullUntilSomethingIsRemoved) {
  Blobs blobs = open({.quota_bytes = 400'000});
  const SealedBlob first = put(blobs, photo_);
  EXPECT_EQ(begin(blobs).append(photo_).error().code, Code::disk_full);
  EXPECT_EQ(blobs.used_bytes(), first.size);
  ASSERT_TRUE(blobs.remove(first.id).has_value());
  EXPECT_EQ(put(blobs, photo_).plain_size, photo_.size());
}

TEST_F(DiskTest, FolderThatCannotBe_IsIoFailed) {
  test::write_bytes(scratch_.path("file"), "x");
  EXPECT_EQ(Blobs::open(scratch_.path("file/blobs")).error().code, Code::io_failed);
}

}  // namespace
}  // namespace karvan::blobs
