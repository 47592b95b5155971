#pragma once
#include <cstdint>
#include <map>
#include <unordered_map>
#include <vector>

#include "storage/search/dictionary.h"
#include "storage/search/terms.h"

namespace karvan::search {

// What was written since the index was last brought up to date: it is looked through record by record, and of a record
// in it the index is not believed. So nothing is found under what it is called no more, and what is gone is not found.
class Tail {
 public:
  struct Document {
    std::int64_t document = 0;
    bool gone = false;
    std::vector<Dictionary::Ordinal> own, kin;  // own: with the count_word of it
    std::vector<std::int64_t> numbers;
  };

  // `at` rises. Takes the place of what was said of the document before; no terms: it is gone.
  void put(std::int64_t at, std::int64_t document, const std::optional<Terms>& terms, Dictionary& dictionary);
  // The index has what was put up to there.
  void forget_up_to(std::int64_t at);
  void clear();

  bool holds(std::int64_t document) const { return places_.contains(document); }
  // Oldest first.
  const std::map<std::int64_t, Document>& documents() const { return documents_; }

 private:
  std::map<std::int64_t, Document> documents_;  // by `at`
  std::unordered_map<std::int64_t, std::int64_t> places_;
};

}  // namespace karvan::search
