#include "storage/blobs/reread.h"

#include "tests/unit/storage/blobs/fixture.h"

namespace karvan::blobs {
namespace {

struct RereadTest : BlobFolder {};

// To its end, in pieces of so many bytes.
Result<bool> reread(const Blobs& blobs, const std::string& id, std::size_t bytes) {
  Reread reread(id);
  for (;;) {
    auto whole = reread.next(blobs, bytes);
    if (!whole || *whole) return whole;
  }
}

TEST_F(RereadTest, P11_ReadAgain_WholeFileIsWhole) {
  const Blobs blobs = open();
  const SealedBlob blob = put(blobs, photo_), empty = put(blobs, "");
  for (const std::size_t bytes : {1'000, 65'536, 1 << 20}) {
    EXPECT_TRUE(reread(blobs, blob.id, bytes).has_value());
    EXPECT_TRUE(reread(blobs, empty.id, bytes).has_value());
  }
}

TEST_F(RereadTest, P11_ReadAgain_AFlippedByteAnywhereIsFound) {
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

TEST_F(RereadTest, P11_ReadAgain_CutOrGoneIsFound) {
  const Blobs blobs = open();
  const SealedBlob blob = put(blobs, photo_);
  fs::resize_file(file_of(blob), blob.size - 1);
  EXPECT_EQ(reread(blobs, blob.id, 65'536).error().code, Code::seal_broken);
  fs::remove(file_of(blob));
  EXPECT_EQ(reread(blobs, blob.id, 65'536).error().code, Code::not_found);
}

TEST_F(RereadTest, SetAside_IsNoBlobAnyMore_AndGoesWhenItIsRemoved) {
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
