#include "storage/blobs/blobs.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <filesystem>

#include "storage/blobs/reread.h"
#include "tests/support/scratch.h"
#include "tests/support/system_calls.h"

namespace karvan::blobs {
namespace {

namespace fs = std::filesystem;

class BlobsTest : public testing::Test {
 protected:
  std::string folder() const { return scratch_.path("blobs"); }
  Blobs open(BlobLimits limits = {}) const { return *Blobs::open(folder(), limits); }
  BlobWriter begin(const Blobs& blobs) const { return *blobs.begin(centre_.recipient, entropy_); }

  SealedBlob put(const Blobs& blobs, std::string_view plain) const {
    BlobWriter writer = begin(blobs);
    EXPECT_TRUE(writer.append(plain).has_value());
    return *writer.finish();
  }
  std::string file_of(const SealedBlob& blob) const { return folder() + "/" + blob.id; }
  std::size_t files() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder()), fs::directory_iterator()));
  }

  test::Scratch scratch_;
  seal::Entropy entropy_ = seal::system_entropy();
  seal::AgeIdentity centre_ = seal::make_age_identity(entropy_);
  std::string photo_ = std::string(300'000, 'P') + "the end";
};

TEST_F(BlobsTest, Written_OpensByFileKeyAndByTheCentre) {
  const Blobs blobs = open();
  const SealedBlob blob = put(blobs, photo_);
  EXPECT_EQ(blobs.read(blob.id, blob.file_key), photo_);
  EXPECT_EQ(seal::open_with_identity(test::bytes_of(file_of(blob)), centre_), photo_);
}

TEST_F(BlobsTest, P11_Id_IsTheHashOfTheSealedFile) {
  const SealedBlob blob = put(open(), photo_);
  const std::string sealed = test::bytes_of(file_of(blob));
  EXPECT_EQ(blob.id, seal::to_hex(seal::sha256(sealed)));
  EXPECT_EQ(blob.size, sealed.size());
  EXPECT_EQ(blob.plain_size, photo_.size());
}

TEST_F(BlobsTest, AppendedInPieces_IsTheWhole) {
  const Blobs blobs = open();
  BlobWriter writer = begin(blobs);
  for (int i = 0; i < 1000; ++i) ASSERT_TRUE(writer.append("a piece of many ").has_value());
  const SealedBlob blob = *writer.finish();
  EXPECT_EQ(blobs.read(blob.id, blob.file_key)->size(), 16'000u);
}

TEST_F(BlobsTest, Empty_IsKept) {
  const Blobs blobs = open();
  const SealedBlob blob = put(blobs, "");
  EXPECT_EQ(blobs.read(blob.id, blob.file_key), "");
}

TEST_F(BlobsTest, P13_WhileWritingAndAfter_NothingPlainIsOnDisk) {
  const Blobs blobs = open();
  BlobWriter writer = begin(blobs);
  ASSERT_TRUE(writer.append(photo_).has_value());
  for (const auto& file : fs::directory_iterator(folder())) {
    const std::string bytes = test::bytes_of(file.path());
    EXPECT_GT(bytes.size(), 100'000u);
    EXPECT_EQ(bytes.find("PPPPPPPP"), std::string::npos);
  }
  const SealedBlob blob = *writer.finish();
  EXPECT_EQ(test::bytes_of(file_of(blob)).find("PPPPPPPP"), std::string::npos);
}

TEST_F(BlobsTest, Dropped_LeavesNothing) {
  const Blobs blobs = open();
  {
    BlobWriter writer = begin(blobs);
    ASSERT_TRUE(writer.append(photo_).has_value());
    EXPECT_EQ(files(), 1u);
  }
  EXPECT_EQ(files(), 0u);
  EXPECT_EQ(blobs.used_bytes(), 0u);
}

// It is told, and leaves neither a file nor a hole in the quota.
TEST_F(BlobsTest, P11_WhateverTheDiskDoesNotDo_LeavesNothing) {
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
TEST_F(BlobsTest, P1_EachStep_IsDurableBeforeTheNext) {
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
TEST_F(BlobsTest, P1_AtEachCall_ItIsThereOrNothingOfItIs) {
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

TEST_F(BlobsTest, UnfinishedFileOfACrash_IsSweptAtOpen) {
  const SealedBlob blob = put(open(), photo_);
  test::write_bytes(folder() + "/writing-0123", "half");
  const Blobs again = open();
  EXPECT_EQ(files(), 1u);
  EXPECT_EQ(again.read(blob.id, blob.file_key), photo_);
  EXPECT_EQ(again.used_bytes(), blob.size);
  EXPECT_EQ(*again.ids(), std::vector<std::string>{blob.id});
}

TEST_F(BlobsTest, BeyondTheBoundOfOne_IsBodyTooLargeAndLeavesNothing) {
  const Blobs blobs = open({.plain_bytes_max = 100});
  {
    BlobWriter writer = begin(blobs);
    ASSERT_TRUE(writer.append(std::string(100, 'x')).has_value());
    EXPECT_EQ(writer.append("y").error().code, Code::body_too_large);
    EXPECT_EQ(writer.finish().error().code, Code::body_too_large);
  }
  EXPECT_EQ(files(), 0u);
}

TEST_F(BlobsTest, BeyondTheQuota_IsDiskFullUntilSomethingIsRemoved) {
  Blobs blobs = open({.quota_bytes = 400'000});
  const SealedBlob first = put(blobs, photo_);
  EXPECT_EQ(begin(blobs).append(photo_).error().code, Code::disk_full);
  EXPECT_EQ(blobs.used_bytes(), first.size);
  ASSERT_TRUE(blobs.remove(first.id).has_value());
  EXPECT_EQ(put(blobs, photo_).plain_size, photo_.size());
}

TEST_F(BlobsTest, P11_FlippedByte_DoesNotOpen) {
  const Blobs blobs = open();
  const SealedBlob blob = put(blobs, photo_);
  for (const std::size_t at : {std::size_t{5}, std::size_t{60}, std::size_t{200'000}, std::size_t{blob.size - 1}}) {
    test::flip_byte(file_of(blob), at);
    EXPECT_FALSE(blobs.read(blob.id, blob.file_key).has_value()) << at;
    test::flip_byte(file_of(blob), at);
  }
  EXPECT_TRUE(blobs.read(blob.id, blob.file_key).has_value());
}

TEST_F(BlobsTest, P11_OneFileUnderTheNameOfAnother_IsSealBroken) {
  const Blobs blobs = open();
  const SealedBlob one = put(blobs, "one");
  const SealedBlob other = put(blobs, "other");
  fs::rename(file_of(one), file_of(other));
  EXPECT_EQ(blobs.read(other.id, one.file_key).error().code, Code::seal_broken);
}

TEST_F(BlobsTest, WrongFileKey_IsRefused) {
  const Blobs blobs = open();
  EXPECT_FALSE(blobs.read(put(blobs, "x").id, std::string(16, 'k')).has_value());
}

TEST_F(BlobsTest, SealedPieces_MakeTheFile) {
  const Blobs blobs = open();
  const SealedBlob blob = put(blobs, photo_);
  std::string sealed;
  for (;;) {
    const std::string piece = *blobs.read_sealed(blob.id, sealed.size(), 70'000);
    if (piece.empty()) break;
    sealed += piece;
  }
  EXPECT_EQ(seal::to_hex(seal::sha256(sealed)), blob.id);
  EXPECT_EQ(*blobs.size(blob.id), sealed.size());
}

TEST_F(BlobsTest, UnknownOrNoId_IsNotFound) {
  Blobs blobs = open();
  test::write_bytes(scratch_.path("secret"), "x");
  for (const std::string& id : {std::string(64, 'a'), std::string("../secret"), std::string(), std::string(64, '/')}) {
    EXPECT_EQ(blobs.size(id).error().code, Code::not_found);
    EXPECT_EQ(blobs.read(id, std::string(16, 'k')).error().code, Code::not_found);
    EXPECT_EQ(blobs.read_sealed(id, 0, 1).error().code, Code::not_found);
    EXPECT_EQ(blobs.remove(id).error().code, Code::not_found);
  }
}

TEST_F(BlobsTest, FolderAndFiles_AreTheirOwnersAlone) {
  const SealedBlob blob = put(open(), "x");
  struct stat status{};
  ASSERT_EQ(::stat(folder().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0700u);
  ASSERT_EQ(::stat(file_of(blob).c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
}

TEST_F(BlobsTest, WriterOutlivesItsBlobs_StillFinishes) {
  std::unique_ptr<BlobWriter> writer;
  {
    const Blobs blobs = open();
    writer = std::make_unique<BlobWriter>(begin(blobs));
  }
  EXPECT_TRUE(writer->append("x").has_value());
  EXPECT_TRUE(writer->finish().has_value());
  EXPECT_EQ(writer->finish().error().code, Code::internal);
}

TEST_F(BlobsTest, FolderThatCannotBe_IsIoFailed) {
  test::write_bytes(scratch_.path("file"), "x");
  EXPECT_EQ(Blobs::open(scratch_.path("file/blobs")).error().code, Code::io_failed);
}

TEST_F(BlobsTest, RecipientThatIsNone_IsMalformedAndLeavesNothing) {
  const Blobs blobs = open();
  EXPECT_EQ(blobs.begin("age1nobody", entropy_).error().code, Code::malformed);
  EXPECT_EQ(files(), 0u);
}

// ---- read again

// To its end, in pieces of so many bytes.
Result<bool> reread(const Blobs& blobs, const std::string& id, std::size_t bytes) {
  Reread reread(id);
  for (;;) {
    auto whole = reread.next(blobs, bytes);
    if (!whole || *whole) return whole;
  }
}

TEST_F(BlobsTest, P11_ReadAgain_WholeFileIsWhole) {
  const Blobs blobs = open();
  const SealedBlob blob = put(blobs, photo_), empty = put(blobs, "");
  for (const std::size_t bytes : {1'000, 65'536, 1 << 20}) {
    EXPECT_TRUE(reread(blobs, blob.id, bytes).has_value());
    EXPECT_TRUE(reread(blobs, empty.id, bytes).has_value());
  }
}

TEST_F(BlobsTest, P11_ReadAgain_AFlippedByteAnywhereIsFound) {
  const Blobs blobs = open();
  const SealedBlob blob = put(blobs, photo_);
  for (const std::uint64_t at : {std::uint64_t{0}, blob.size / 2, blob.size - 1}) {
    test::flip_byte(file_of(blob), at);
    const auto read = reread(blobs, blob.id, 65'536);
    ASSERT_FALSE(read) << at;
    EXPECT_EQ(read.error().code, Code::seal_broken);
    test::flip_byte(file_of(blob), at);
  }
  EXPECT_TRUE(reread(blobs, blob.id, 65'536).has_value());
}

TEST_F(BlobsTest, P11_ReadAgain_CutOrGoneIsFound) {
  const Blobs blobs = open();
  const SealedBlob blob = put(blobs, photo_);
  fs::resize_file(file_of(blob), blob.size - 1);
  EXPECT_EQ(reread(blobs, blob.id, 65'536).error().code, Code::seal_broken);
  fs::remove(file_of(blob));
  EXPECT_EQ(reread(blobs, blob.id, 65'536).error().code, Code::not_found);
}

TEST_F(BlobsTest, SetAside_IsNoBlobAnyMore_AndGoesWhenItIsRemoved) {
  const Blobs blobs = open();
  const SealedBlob blob = put(blobs, photo_);
  Blobs again = open();
  ASSERT_TRUE(again.set_aside(blob.id).has_value());
  EXPECT_EQ(again.size(blob.id).error().code, Code::not_found);
  EXPECT_EQ(*again.ids(), std::vector<std::string>{blob.id});  // so that a start sweeps it like any other
  EXPECT_EQ(again.used_bytes(), 0u);
  EXPECT_EQ(files(), 1u);
  EXPECT_FALSE(again.set_aside(blob.id));
  Blobs later = open();
  EXPECT_EQ(files(), 1u);  // a start keeps it
  EXPECT_TRUE(later.remove(blob.id).has_value());
  EXPECT_EQ(files(), 0u);
}

}  // namespace
}  // namespace karvan::blobs
