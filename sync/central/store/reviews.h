#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "storage/sqlite/database.h"

namespace karvan::central {

// Something that a person must look at: a matter of sync/rules/matters.h. What was set aside and lies on no record is
// listed under OFFICE/conflict/ID, where a person's word on it is written.
struct ReviewRow {
  std::string office;
  std::string record;  // RecordId text
  std::string kind;
  std::string what;
  std::string writer;          // OpId text of the operation that opened it
  std::int64_t opened_ms = 0;  // when that was received
  bool operator==(const ReviewRow&) const = default;
};

// Of the lists by time (Applications::escalated), never of a row: an awaited stage past its escalation.
inline constexpr std::string_view review_escalated = "escalated";

// Empty members do not filter.
struct ReviewFilter {
  std::string office, kind;
  std::size_t limit = 200;
};

// What is open, as the records say: never more than a projection of them. In the records file.
class Reviews {
 public:
  explicit Reviews(sqlite::Database& records) : db_(&records) {}
  Result<std::vector<ReviewRow>> list(const ReviewFilter& filter);  // newest first
  Result<std::vector<ReviewRow>> of_record(std::string_view office, std::string_view record);
  Result<void> put(const ReviewRow& row);
  Result<void> close(const ReviewRow& row);
  Result<std::uint64_t> count();

 private:
  sqlite::Database* db_;
};

}  // namespace karvan::central
