#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/record.h"
#include "storage/sqlite/database.h"

namespace karvan::central {

struct RecordRow {
  std::string body;            // model::write_record
  std::uint64_t position = 0;  // in the office's feed, of the entry that made it so
};

struct KeyedRecord {
  std::string office;
  std::string id;  // RecordId text
  std::string body;
  std::uint64_t position = 0;
};

// An operation that waits for something, or was set aside alone (P15).
struct ParkedRow {
  std::string office;
  std::string record;
  model::OpId op;
  std::string fate;       // waiting, parked
  std::string reason;     // a Code's name
  std::uint64_t row = 0;  // in the order in which they were parked; not for `park`
};

// An operation that issued or voided a number.
struct SerialRow {
  std::string office;
  model::OpId op;
  std::string state;  // issued, void
};

// A stage that the centre is to reach by its own operation.
struct TodoRow {
  std::string office;
  std::string record;
  std::string stage;
  model::HybridTime after;  // what it follows
};

// What operations add up to, and how far each node's were taken. Callers wrap writes in a transaction: an entry, its
// record, its parking and the cursor move together.
class Records {
 public:
  explicit Records(sqlite::Database& records) : db_(&records) {}

  Result<std::string> meta(std::string_view name);  // "" where unset
  Result<void> put_meta(std::string_view name, std::string_view value);

  Result<std::uint64_t> cursor(std::string_view node, std::string_view epoch);
  Result<void> move_cursor(std::string_view node, std::string_view epoch, std::uint64_t seq);
  Result<std::uint64_t> settled(std::string_view node);  // operations judged, over all epochs

  Result<std::optional<RecordRow>> record(std::string_view office, std::string_view id);
  Result<void> put_record(std::string_view office, std::string_view id, const RecordRow& row);

  // The last id of a kind in its order, which is mostly that of time; "" where there is none.
  Result<std::string> last_of_kind(const model::RecordId& id);

  // From after a place on, by office and id.
  Result<std::vector<KeyedRecord>> after(std::string_view office, std::string_view id, std::size_t limit);
  // The same, of one office alone.
  Result<std::vector<KeyedRecord>> of_office(std::string_view office, std::string_view after, std::size_t limit);
  Result<std::uint64_t> count_after(std::string_view office, std::string_view after);

  Result<void> park(const ParkedRow& row);
  Result<void> unpark(const model::OpId& op);
  Result<bool> is_parked(const model::OpId& op);
  Result<std::vector<ParkedRow>> parked(std::string_view office, std::string_view record);
  // From after a row on (0: the first).
  Result<std::vector<ParkedRow>> parked_for(std::string_view reason, std::uint64_t after, std::size_t limit);
  Result<std::optional<ParkedRow>> parked(const model::OpId& op);
  Result<std::vector<ParkedRow>> parked_apart(std::uint64_t after, std::size_t limit);  // on no record
  Result<std::uint64_t> count_parked(std::string_view node);

  // Every bearer of a number is kept: two are a dispute.
  Result<void> note_serial(std::string_view office, const model::Serial& serial, const model::OpId& op,
                           std::string_view state);
  Result<std::vector<SerialRow>> bearers(const model::Serial& serial);  // in the order in which they came
  // Another operation than `op` that has issued the number; "" where none has.
  Result<std::string> taken_by(const model::Serial& serial, const model::OpId& op);

  Result<void> put_todo(const TodoRow& todo);
  Result<void> done(std::string_view office, std::string_view record, std::string_view stage);
  Result<std::vector<TodoRow>> todos(std::size_t limit);
  Result<bool> any_todo(std::string_view office);

 private:
  sqlite::Database* db_;
};

}  // namespace karvan::central
