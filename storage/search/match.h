#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "storage/search/plan.h"
#include "storage/search/postings.h"
#include "storage/search/tail.h"

namespace karvan::search {

// Where the index lies; the store's.
class Source {
 public:
  virtual ~Source() = default;
  // Calls `each(place, blob)` for the postings from `first` to `last`, both included, in order.
  virtual Result<void> postings(std::int64_t first, std::int64_t last,
                                const std::function<void(std::int64_t, std::string_view)>& each) = 0;
  // Documents with a number in the run, in the order of the numbers, at most `limit`.
  virtual Result<std::vector<std::int64_t>> numbers(const Run& run, std::size_t limit) = 0;
};

// One question put to an index and its tail. The newest documents come first within a tier. Make one for each question.
class Match {
 public:
  // `last`: no document has a higher number. All must outlive it.
  Match(const Dictionary& dictionary, const Tail& tail, Source& source, std::int64_t last)
      : dictionary_(dictionary), tail_(tail), source_(source), last_(last) {}

  // At most `limit` documents, the likeliest first. `expired` is asked at the borders of tiers and blocks; once it says
  // so, what was found until then is all.
  Result<std::vector<std::int64_t>> find(std::string_view text, std::size_t limit,
                                         const std::function<bool()>& expired);

 private:
  bool full() const { return found_.size() >= limit_; }
  void take(std::int64_t document);
  Result<void> by_number(std::string_view text);
  Result<void> by_name(std::string_view text, const std::function<bool()>& expired);
  void from_tail(const Tier& tier);
  Result<void> from_index(const Tier& tier, const std::function<bool()>& expired);
  Result<void> add(Dictionary::Ordinal word, bool own, std::int64_t block, Bits& bits);
  Result<void> add_choice(const std::vector<Dictionary::Ordinal>& words, bool own, std::int64_t block, Bits& bits);
  std::int64_t weight_of(const std::vector<Dictionary::Ordinal>& words) const;

  const Dictionary& dictionary_;
  const Tail& tail_;
  Source& source_;
  std::int64_t last_;
  std::size_t limit_ = 0;
  std::vector<std::int64_t> found_;
  std::unordered_set<std::int64_t> seen_;
  std::unordered_map<std::int64_t, std::string> held_;  // blobs by place; empty: there is none
  std::unordered_set<Dictionary::Ordinal> whole_;       // words of which all are held
};

}  // namespace karvan::search
