#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/error.h"
#include "storage/sqlite/database.h"

namespace karvan::store {

// What the centre published, and the box's own settings: catalogue versions, roster staff, trust notes.
struct StoredDocument {
  std::string kind, id;
  std::string bytes;
  std::uint64_t position = 0;  // in the feed that brought it, or a version the caller counts
  bool operator==(const StoredDocument&) const = default;
};

class Documents {
 public:
  explicit Documents(sqlite::Database& database) : db_(&database) {}
  // Writes or replaces by (kind, id).
  Result<void> put(const StoredDocument& document);
  Result<std::optional<StoredDocument>> get(std::string_view kind, std::string_view id);
  // By id.
  Result<std::vector<StoredDocument>> list(std::string_view kind, std::size_t limit = 10'000);
  // By id, from after this one.
  Result<std::vector<StoredDocument>> list_after(std::string_view kind, std::string_view id, std::size_t limit);
  // Those with the greatest ids, the greatest first.
  Result<std::vector<StoredDocument>> newest(std::string_view kind, std::size_t limit);
  Result<void> remove(std::string_view kind, std::string_view id);
  // Their feed goes on from `position`: what came beyond counts as of there, so that what comes now is newer.
  Result<void> go_back(std::string_view kind, std::uint64_t position);

 private:
  sqlite::Database* db_;
};

}  // namespace karvan::store
