#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/salvage/report.h"

// What became of the salvages of this box's database. Rows of this box alone, and never removed: its history. They are
// no operations, for the centre sees by the chain itself what of the log is missing.
namespace karvan::core {

struct Acknowledged {
  std::string staff;  // who read of it
  std::int64_t at_ms = 0;
  std::string reason;  // what was done about it, in their words
  bool operator==(const Acknowledged&) const = default;
};

struct PastSalvage {
  salvage::Report report;
  std::optional<Acknowledged> acknowledged;  // nothing: the desk is told of it still
};

// Oldest first. Errors: the store's.
Result<std::vector<PastSalvage>> past_salvages(store::Documents documents);

// In a transaction of the caller's. One that is acknowledged stays as it is.
Result<void> acknowledge(store::Documents documents, std::string_view salvage, const Acknowledged& by);

}  // namespace karvan::core
