#pragma once
#include <optional>
#include <string>
#include <vector>

#include "storage/model/op.h"
#include "storage/sqlite/database.h"

namespace karvan::central {

// An operation whose bytes were ordered away, for a named person's reason. Its digest stays in the inbox.
struct ErasureRow {
  model::OpId op;
  model::OpId order;   // the operation that ordered it
  std::string person;  // staff id
  std::string reason;
  std::string shell;  // a line that says what kind of act it was and moved, and nothing of what it told of a person
  bool gone = false;  // the bytes are
  bool operator==(const ErasureRow&) const = default;
};

// In the records file; callers wrap writes in a transaction.
class Erasures {
 public:
  explicit Erasures(sqlite::Database& records) : db_(&records) {}
  // The first order stands.
  Result<void> put(const ErasureRow& row);
  Result<std::optional<ErasureRow>> get(const model::OpId& op);
  // Whose bytes are still to go.
  Result<std::vector<model::OpId>> due(std::size_t limit);
  Result<void> gone(const model::OpId& op);

 private:
  sqlite::Database* db_;
};

}  // namespace karvan::central
