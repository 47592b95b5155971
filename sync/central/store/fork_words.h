#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "storage/sqlite/database.h"

namespace karvan::central {

// A person's word on which of two boxes under one name and key is the node (P7): the code that was told to whoever
// stands before it (exchange/epoch_code.h). Which one that is the centre knows once that box has stated the code.
struct ForkWord {
  std::int64_t row = 0;
  std::string node;
  std::string head_key;  // seal's text: of a box that replaces both it says nothing
  std::string code;
  std::int64_t said_ms = 0;
  std::string epoch = {};                     // that the box which stays opened with the code; empty: not heard yet
  std::string other = {};                     // the present epoch of one that does not stay, when it was heard last
  std::optional<std::int64_t> other_ms = {};  // and when that was
};

// In the inbox file. Callers wrap writes in a transaction. The last word under a key is the one that counts.
class ForkWords {
 public:
  explicit ForkWords(sqlite::Database& inbox) : db_(&inbox) {}
  Result<void> put(const ForkWord& word);
  Result<std::optional<ForkWord>> last(std::string_view node, std::string_view head_key);
  // The last one of which it is known which box stays by it.
  Result<std::optional<ForkWord>> last_heard(std::string_view node, std::string_view head_key);
  Result<void> heard_of_it(const ForkWord& word, std::string_view epoch);
  Result<void> heard_of_other(const ForkWord& word, std::string_view epoch, std::int64_t now_ms);

 private:
  sqlite::Database* db_;
};

}  // namespace karvan::central
