#pragma once
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "storage/seal/hash.h"

namespace karvan::sim {

// What happened, a line each, and a hash over it: two runs of one seed must give the same.
class Story {
 public:
  // `begin_ms`: of its first day. Only the last lines are kept where the whole is not to be told.
  explicit Story(std::int64_t begin_ms, bool whole = true) : begin_ms_(begin_ms), whole_(whole) {}
  void at(std::int64_t now_ms) { now_ms_ = now_ms; }
  std::int64_t now_ms() const { return now_ms_; }
  void tell(std::string_view line);
  // Goes into the hash, not into the story: records' bytes, heads.
  void witness(std::string_view bytes) { hash_ = seal::chain(hash_, bytes); }
  std::string hash() const { return seal::to_hex(hash_); }
  // Somebody has done this, and was told so.
  void note_act(const std::string& act) { ++acts_[act]; }
  using Acts = std::map<std::string, std::size_t, std::less<>>;
  const Acts& acts() const { return acts_; }
  const std::deque<std::string>& lines() const { return lines_; }
  const std::vector<std::string>& breaches() const { return breaches_; }

  // A promise that did not hold; the run goes on, and fails.
  void broken(std::string_view promise, std::string_view how);
  bool broke(std::string_view promise) const;
  bool sound() const { return breaches_.empty(); }

 private:
  std::int64_t begin_ms_ = 0, now_ms_ = 0;
  bool whole_ = true;
  seal::Digest hash_{};
  std::deque<std::string> lines_;
  std::vector<std::string> breaches_;  // the first few
  Acts acts_;
};

}  // namespace karvan::sim
