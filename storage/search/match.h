#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "storage/search/plan.h"
#include "storage/search/postings.h"
#include "storage/search/tail.h"

namespace karvan::search {

// In pages of 4 KiB, and one for each run of them. A question that few records answer would otherwise read what
// hundreds of rare words have.
inline constexpr std::size_t postings_read_max = 800;
inline constexpr std::size_t postings_page_bytes = 4'096;

// Where the index lies; the store's.
class Source {
 public:
  virtual ~Source() = default;
  // Calls `each(place, blob)` for the postings from `first` to `last`, both included, in order.
  virtual Result<void> postings(std::int64_t first, std::int64_t last,
                                const std::function<void(std::int64_t, std::string_view)>& each) = 0;
  // Documents with a number in the run, in the order of the numbers, at most `limit`.
  virtual Result<std::vector<std::int64_t>> numbers(const Run& run, std::size_t limit) = 0;
  // What a document is found by; nothing where there is none.
  virtual Result<std::optional<Terms>> terms(std::int64_t document) = 0;
};

// One question put to an index and its tail. The newest documents come first within a tier. Make one for each question.
class Match {
 public:
  // `last`: no document has a higher number. All must outlive it.
  Match(const Dictionary& dictionary, const Tail& tail, Source& source, std::int64_t last)
      : dictionary_(dictionary), tail_(tail), source_(source), last_(last) {}

  // At most `limit` documents, the likeliest first. `expired` is asked at the borders of tiers and blocks; once it says
  // so, or as many postings are read as one question may (postings_read_max), what was found until then is all.
  Result<std::vector<std::int64_t>> find(std::string_view text, std::size_t limit,
                                         const std::function<bool()>& expired);

 private:
  bool full() const { return found_.size() >= limit_; }
  void take(std::int64_t document);
  Result<void> by_number(std::string_view text);
  Result<void> by_name(std::string_view text, const std::function<bool()>& expired);
  // Answers whether a document with these words is of the tier.
  class Check;
  using Expired = std::function<bool()>;
  struct Sought;
  void from_tail(const Check& check);
  Result<void> from_index(const Tier& tier, const Check& check, const Expired& expired);
  Result<bool> is_rare(Sought& sought);
  Result<void> from_terms(Sought& rarest, const Check& check, const Expired& expired);
  Result<void> from_postings(std::vector<Sought>& choices, const Expired& expired);
  bool goes_on(const Expired& expired) const { return !full() && read_ < postings_read_max && !expired(); }
  Result<const Bits*> bits_of(Sought& sought, std::int64_t block);
  struct Words {
    std::vector<Dictionary::Ordinal> own, kin;
  };
  Result<const Words*> words_of(std::int64_t document);
  // What the words of a choice come to, by block; those of rare words are all there, the others are read as asked for.
  struct Joined {
    std::unordered_map<std::int64_t, Bits> blocks;
    std::unordered_set<std::int64_t> complete;
    std::vector<std::int64_t> common;  // ids
  };
  using Blobs = std::vector<std::pair<std::int64_t, std::string>>;  // by place
  Result<Joined*> joined(const Choice& choice);
  Result<const Blobs*> rare(std::int64_t word);
  Result<std::string_view> common(std::int64_t place);
  Result<void> read(std::int64_t first, std::int64_t last, Blobs& blobs);
  std::int64_t weight_of(const Choice& choice) const;

  const Dictionary& dictionary_;
  const Tail& tail_;
  Source& source_;
  std::int64_t last_;
  std::size_t limit_ = 0, read_ = 0;
  std::vector<std::int64_t> found_;
  std::unordered_set<std::int64_t> seen_;
  // What was read, for the tiers that come after: a rare word's blobs by its id, a common one's by place.
  std::unordered_map<std::int64_t, Blobs> rare_;
  std::unordered_map<std::int64_t, std::string> common_;
  std::unordered_map<std::int64_t, Words> words_;  // of a document
  std::map<std::pair<const void*, Choice::Where>, Joined> joined_;
};

}  // namespace karvan::search
