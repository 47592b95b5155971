#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/search/dictionary.h"
#include "storage/search/tail.h"
#include "storage/sqlite/database.h"
#include "storage/store/records.h"

namespace karvan::store {

// Finds records while somebody types: what a reader's connection holds of the index in memory, and the questions put to
// it. One a connection; each question sees the last commit.
class Search {
 public:
  // Records by name, identity number, telephone, document or tracking number, the likeliest first, at most `limit`;
  // among equally likely ones the newest first. What was found until `expired` said so is the answer then;
  // deadline_passed where that was nothing.
  Result<std::vector<Summary>> find(sqlite::Database& database, std::string_view text, std::size_t limit,
                                    const std::function<bool()>& expired);
  // Reads what has changed, and forgets words that are no more (P13); `find` leaves that for a moment of leisure.
  Result<void> refresh(sqlite::Database& database);

 private:
  Result<void> follow(sqlite::Database& database);
  Result<void> read_words(sqlite::Database& database);
  Result<std::vector<std::int64_t>> documents(sqlite::Database& database, std::string_view text, std::size_t limit,
                                              const std::function<bool()>& expired);

  search::Dictionary words_;
  search::Tail tail_;
  std::int64_t last_word_ = 0, noted_ = 0, dropped_ = -1, dropped_now_ = -1;
};

}  // namespace karvan::store
