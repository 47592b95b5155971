#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "storage/seal/hash.h"

namespace karvan::sim {

// What happened, a line each, and a hash over it: two runs of one seed must give the same.
class Story {
 public:
  void at(std::int64_t now_ms) { now_ms_ = now_ms; }
  void tell(std::string_view line);
  // Goes into the hash, not into the story: records' bytes, heads.
  void witness(std::string_view bytes) { hash_ = seal::chain(hash_, bytes); }
  std::string hash() const { return seal::to_hex(hash_); }
  const std::vector<std::string>& lines() const { return lines_; }

  // A promise that did not hold; the run goes on, and fails.
  void broken(std::string_view promise, std::string_view how);
  bool sound() const { return broken_ == 0; }

 private:
  std::int64_t now_ms_ = 0;
  int broken_ = 0;
  seal::Digest hash_{};
  std::vector<std::string> lines_;
};

}  // namespace karvan::sim
