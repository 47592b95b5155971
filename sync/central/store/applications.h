#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/sqlite/database.h"

namespace karvan::central {

// What lists show of an application.
struct ApplicationRow {
  std::string office, id;  // the id's last part
  std::string node;        // that took it
  std::string service, version;
  std::string tracking;
  std::string who;
  std::string words;  // folded, for search
  std::string stage;  // the furthest one reached
  std::string state;  // settled, held, waiting, refused
  std::int64_t open = 0;
  std::string currency;
  std::int64_t filed_ms = 0, updated_ms = 0;
};

inline constexpr std::size_t search_words_max = 3;  // further ones are not looked at

// Empty members do not filter.
struct ApplicationFilter {
  std::string words;  // every blank-separated one must be the beginning of a word
  std::string tracking;
  std::string office, stage;
  std::size_t limit = 200;
};

class Applications {
 public:
  explicit Applications(sqlite::Database& records) : db_(&records) {}
  Result<void> put(const ApplicationRow& row);
  Result<std::vector<ApplicationRow>> list(const ApplicationFilter& filter);  // newest first
  Result<std::optional<ApplicationRow>> get(std::string_view office, std::string_view id);
  Result<std::uint64_t> count();

 private:
  sqlite::Database* db_;
};

}  // namespace karvan::central
