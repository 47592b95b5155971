#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/error.h"
#include "storage/model/op.h"
#include "storage/sqlite/database.h"

namespace karvan::store {

// An intention to print, stored in the commit that orders it. One left printing by a crash is of unknown outcome: only
// the operator can say what came out.
struct Print {
  std::string id;
  std::string of;        // RecordId text
  model::Serial serial;  // empty kind where the slip has no number
  std::string slip;      // JSON for node/print
  std::string device;
  std::string state;  // queued, printing, printed, unknown, failed, spoiled, nothing
  std::string job;    // the device's own job id
  std::string seat;   // who ordered it
  std::int64_t updated_ms = 0;
  bool operator==(const Print&) const = default;
};

class Prints {
 public:
  explicit Prints(sqlite::Database& database) : db_(&database) {}
  // Writes it, or moves the one that is there.
  Result<void> put(const Print& print);
  // All that changes in the life of one that is there: not its slip. False where there is none of that id.
  Result<bool> move(const Print& print);
  Result<std::optional<Print>> get(std::string_view id);
  // Oldest first.
  Result<std::vector<Print>> in_state(std::string_view state, std::size_t limit);
  // Newest first.
  Result<std::vector<Print>> of_record(std::string_view of, std::size_t limit = 100);
  Result<std::vector<Print>> newest(std::size_t limit);
  // Takes away those of the record that are over: their slips show what it said.
  Result<void> forget(std::string_view of);

 private:
  sqlite::Database* db_;
};

}  // namespace karvan::store
