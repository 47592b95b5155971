#pragma once
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "storage/blobs/blobs.h"
#include "tests/support/scratch.h"

namespace karvan::blobs {

namespace fs = std::filesystem;

// A folder of sealed files, and the centre that they are sealed to.
class BlobFolder : public testing::Test {
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

}  // namespace karvan::blobs
