#pragma once
#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>

#include "storage/model/error.h"

// Copies of a box's folder, as commands (node/backup does the work). What they say goes to `out`; errors are those of
// make_backup, check_copy and restore.
namespace karvan::ports {

// Beside a serving node: takes no lock.
Result<void> make_copy(const std::string& folder, const std::string& to, std::string_view passphrase,
                       std::int64_t now_ms, std::ostream& out);
// Says what stands and until when, also where attachments do not: then copy_damaged.
Result<void> verify_copy(const std::string& copy, std::string_view passphrase, std::ostream& out);
Result<void> restore_copy(const std::string& copy, const std::string& folder, std::string_view passphrase,
                          std::ostream& out);

}  // namespace karvan::ports
