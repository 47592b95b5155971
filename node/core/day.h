#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/store/documents.h"

// The stops that were closed here (sync/rules/day_sheet.h).
namespace karvan::core {

// The note of a stop's closing, as it was signed; nothing where there is none of that date.
Result<std::optional<std::string>> day_note(store::Documents documents, std::string_view date);

struct SheetLine {
  std::string date, visit;  // RecordId text
};
Result<std::vector<SheetLine>> day_sheets(store::Documents documents);  // newest first

}  // namespace karvan::core
