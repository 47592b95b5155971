#pragma once
#include <string>
#include <string_view>

#include "storage/salvage/report.h"

// What can be read of a damaged store, in a new one. Nothing is guessed: a row is taken as it was written, under a page
// that verifies, or it is missing; and what is missing is written down.
namespace karvan::salvage {

// A damaged store cannot even be opened (its header or schema): Code::database_damaged, and nothing was written.
// `to` must not exist. What is there afterwards is whole, durable and closed, and verifies; it has `from`'s cipher, and
// holds `what`, with what was found, as a document of the kind report_kind under `id`. Reads `from` with its log, and
// changes neither. Errors are the store's.
Result<Report> salvage(const std::string& from, const std::string& to, std::string_view key, Report what,
                       const std::string& vfs = {});

}  // namespace karvan::salvage
