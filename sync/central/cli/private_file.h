#pragma once
#include <string>
#include <string_view>

#include "storage/model/error.h"

namespace karvan::central {

// A new file that only its owner may read (mode 0600), durable when it returns. exists_already: nothing is ever
// overwritten; io_failed, disk_full.
Result<void> write_private_file(const std::string& path, std::string_view bytes);

// At most `bytes_max`; not_found, body_too_large, io_failed.
Result<std::string> read_file(const std::string& path, std::size_t bytes_max);

}  // namespace karvan::central
