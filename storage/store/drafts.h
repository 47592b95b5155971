#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/error.h"
#include "storage/sqlite/database.h"

namespace karvan::store {

// An application being filled in. It never travels.
struct Draft {
  std::string id;
  std::string service, version;  // pinned from the beginning
  std::string holder;            // the seat that has it open, or empty
  std::string title;             // for the list: whom it is about
  std::uint64_t seen = 0;        // rises with each change; a page sends the one that it saw
  std::string body;              // JSON of the answers
  std::int64_t created_ms = 0;
  std::int64_t updated_ms = 0;
  bool operator==(const Draft&) const = default;
};

class Drafts {
 public:
  explicit Drafts(sqlite::Database& database) : db_(&database) {}
  // Writes a new draft (seen 1) or the next version: Code::draft_changed_elsewhere unless `seen` is the stored + 1.
  Result<void> put(const Draft& draft);
  Result<std::optional<Draft>> get(std::string_view id);
  // Newest first, without bodies.
  Result<std::vector<Draft>> list(std::size_t limit);
  Result<std::uint64_t> count();
  Result<void> remove(std::string_view id);

 private:
  sqlite::Database* db_;
};

}  // namespace karvan::store
