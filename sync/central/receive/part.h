#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "storage/model/error.h"

// Files that grow piece by piece. Errors: io_failed, disk_full. Inside this room only.
namespace karvan::central {

Result<void> make_private_folder(const std::string& path);

std::uint64_t size_of(const std::string& path);  // 0 where it is not there

// From `offset` on, in place of whatever was there; durable when it returns.
Result<void> write_part(const std::string& path, std::uint64_t offset, std::string_view bytes);

Result<std::string> hash_of(const std::string& path);  // hex SHA-256

// Durable when it returns.
Result<void> name_part(const std::string& part, const std::string& path, const std::string& folder);

}  // namespace karvan::central
