#pragma once
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "node/counter/world.h"
#include "storage/model/op.h"
#include "storage/store/documents.h"

namespace karvan::core {

// This node's shifts as they add up (P6): with each operation, in its transaction; kept as rows, so that a start reads
// them and not the log.
class Shifts {
 public:
  Result<void> load(store::Documents documents);
  // Not to be asked before they are loaded again.
  void clear() { shifts_.clear(); }
  // What an operation of this node makes of one, in the caller's transaction.
  Result<void> note(store::Documents documents, const model::Op& op);

  std::vector<counter::ShiftBook> open() const;
  std::optional<counter::ShiftBook> find(std::string_view id) const;
  std::optional<std::string> open_of(std::string_view staff, std::string_view seat) const;  // its id
  // Newest first, open ones before; at most `limit`.
  std::vector<counter::ShiftBook> newest(std::size_t limit) const;

 private:
  std::map<std::string, counter::ShiftBook, std::less<>> shifts_;  // by id
};

}  // namespace karvan::core
