#include "node/ports/scrubber.h"

#include "tests/unit/node/ports/stored.h"

namespace karvan::ports {
namespace {

constexpr std::uint64_t piece = 64 << 10;

struct ScrubberTest : testing::Test {
  ScrubberTest() {
    (void)stored.store.begin();
    for (int i = 0; i < 40; ++i)
      (void)stored.store.documents().put({"kind", std::to_string(i), std::string(20'000, 'x'), 0});
    (void)stored.store.commit();
    (void)stored.store.database().checkpoint_truncate();
  }
  // All of it; gives the last answer.
  core::WasRead read_all(const std::string& file) {
    core::WasRead read;
    do {
      read = stored.scrubber.read({file, read.next, piece});
      ++pieces;
    } while (!read.end && !read.fault);
    return read;
  }
  samples::Box box;
  samples::Stored stored{box.files};
  blobs::SealedBlob blob = *box.files.seal(std::string(300'000, 'p'));
  std::string file = box.scratch.path("attachments/" + blob.id);
  int pieces = 0;
};

TEST_F(ScrubberTest, DatabaseThatIsWhole_IsReadInPieces) {
  const auto read = read_all("");
  EXPECT_FALSE(read.fault);
  EXPECT_GT(pieces, 10);
  EXPECT_EQ(read.used_us, 250u);
}

TEST_F(ScrubberTest, FlippedByteOfThePages_IsFoundWhileTheStoreIsOpen) {
  test::flip_byte(stored.path, 400'000);
  const auto read = read_all("");
  ASSERT_TRUE(read.fault);
  EXPECT_EQ(read.fault->code, Code::database_damaged);
}

TEST_F(ScrubberTest, P11_FileThatIsWhole_IsReadInPieces) {
  const auto read = read_all(blob.id);
  EXPECT_FALSE(read.fault);
  EXPECT_EQ(read.next, blob.size);
  EXPECT_GT(pieces, 4);
}

TEST_F(ScrubberTest, P11_FlippedByteOfAFile_IsFound) {
  test::flip_byte(file, 200'000);
  EXPECT_EQ(read_all(blob.id).fault->code, Code::seal_broken);
  test::flip_byte(file, 200'000);
  EXPECT_FALSE(read_all(blob.id).fault);  // nothing of the broken reading is left
}

TEST_F(ScrubberTest, P11_FileThatIsGone_IsFound) {
  std::filesystem::remove(file);
  EXPECT_EQ(read_all(blob.id).fault->code, Code::not_found);
}

TEST_F(ScrubberTest, FileInTheMiddleOfWhichAnotherProgramWas_IsReadFromItsBeginning) {
  const auto read = stored.scrubber.read({blob.id, 128 << 10, piece});
  EXPECT_EQ(read.next, piece);
  EXPECT_FALSE(read.fault);
}

TEST_F(ScrubberTest, Stopped_IsBusy) {
  stored.scrubber.stop();
  EXPECT_EQ(stored.scrubber.read({"", 0, piece}).fault->code, Code::busy);
}

}  // namespace
}  // namespace karvan::ports
