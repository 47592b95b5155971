#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "tests/unit/storage/blobs/fixture.h"

namespace karvan::blobs {
namespace {

struct BlobsTest : BlobFolder {};

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

TEST_F(BlobsTest, RecipientThatIsNone_IsMalformedAndLeavesNothing) {
  const Blobs blobs = open();
  EXPECT_EQ(blobs.begin("age1nobody", entropy_).error().code, Code::malformed);
  EXPECT_EQ(files(), 0u);
}

}  // namespace
}  // namespace karvan::blobs
