#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/sqlite/database.h"
#include "sync/central/store/nodes.h"
#include "sync/rules/lease.h"

namespace karvan::central {

struct LeaseRow {
  rules::Lease lease;
  std::uint64_t position = 0;  // in the node's feed
  std::string head_key = {};   // seal's text: of the box that it was lent to; empty: not known
};

// Whether the lease is of the box that has its node's name now (P5). One of which nobody wrote down to whom it was lent
// is, where no other box ever had the name.
inline bool is_of(const LeaseRow& row, const Node& node) {
  return row.head_key.empty() ? !node.replaced : row.head_key == node.head_key;
}

// Who holds which numbers. The allocator only rises, so that ranges of a kind never overlap and none is lent twice
// (P5). In the records file; callers wrap writes in a transaction.
class LeaseBook {
 public:
  explicit LeaseBook(sqlite::Database& records) : db_(&records) {}
  // The next `count` numbers of the kind; the caller fills in the rest and calls `put`.
  Result<std::int64_t> allocate(std::string_view kind, std::int64_t count);
  Result<void> put(const LeaseRow& row);
  // No number below `next` will be lent.
  Result<void> raise(std::string_view kind, std::int64_t next);
  Result<std::map<std::string, std::int64_t>> allocated();  // the next number of each kind
  // By issue, oldest first.
  Result<std::vector<LeaseRow>> of_node(std::string_view node, std::string_view kind);
  Result<std::optional<LeaseRow>> get(std::string_view node, std::string_view id);
  // The last lease of the kind whose range has a number of these.
  Result<std::optional<LeaseRow>> within(std::string_view kind, std::int64_t first, std::int64_t last);
  // The lease whose range holds the number.
  Result<std::optional<LeaseRow>> holding(const model::Serial& serial);
  // All, by kind and number; of one kind where it is named.
  Result<std::vector<LeaseRow>> list(std::string_view kind);
  // How many numbers of a lease's range were seen issued or void.
  Result<std::int64_t> used(const rules::Lease& lease);
  // How many of these are void.
  Result<std::int64_t> voided(const rules::Lease& lease);

 private:
  sqlite::Database* db_;
};

}  // namespace karvan::central
