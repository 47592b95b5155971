#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "storage/blobs/blobs.h"

namespace karvan::ports {

// The sealed files of this box: made from what devices read and pages bring, opened for a desk, read for the uplink.
// Nothing of them is plain on disk (P13). Any thread.
class Files {
 public:
  // `recipient`: the centre's, for whom all are sealed. Errors: io_failed.
  static Result<Files> open(std::string folder, std::string recipient, seal::Entropy entropy);

  Result<blobs::BlobWriter> begin() const { return blobs_.begin(recipient_, entropy_); }
  // One whole file that is in memory.
  Result<blobs::SealedBlob> seal(std::string_view plain) const;
  blobs::Blobs& blobs() { return blobs_; }

  // At start. What no row of the store names (`known`, in order) was left by a crash between file and commit; or its
  // row is lost, or is in the newer database that was here before this one: then nobody else may have the file (P12).
  // So it is put away, and comes back with its row. Where as much is put away as `may`, the rest stays in the quota.
  struct Bound {
    std::uint64_t files = 1'000, bytes = 2ull << 30;
  };
  struct Unclaimed {
    std::uint64_t files = 0, bytes = 0;  // of which no row is known, wherever they lie
    bool full = false;                   // not all of them could be put away
  };
  Result<Unclaimed> settle(const std::vector<std::string>& known, Bound may);
  Result<Unclaimed> settle(const std::vector<std::string>& known) { return settle(known, Bound{}); }

 private:
  Files(blobs::Blobs blobs, std::string recipient, seal::Entropy entropy)
      : blobs_(std::move(blobs)), recipient_(std::move(recipient)), entropy_(std::move(entropy)) {}
  blobs::Blobs blobs_;
  std::string recipient_;
  seal::Entropy entropy_;
};

std::string files_folder(const std::string& box);  // of a box's folder

}  // namespace karvan::ports
