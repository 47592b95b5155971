#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "storage/salvage/report.h"

// A box whose database is damaged: the file is set aside in its folder under a dated name, with its log, never changed
// and never removed; what can be read of it goes into a new one that takes its place.
namespace karvan::ports {

// Whether a salvage was begun here and broken off: then the file in place is the damaged one, whatever it looks like.
bool salvage_unfinished(const std::string& store_path);

// `path`: the damaged store, which nobody has open. Killed at any moment, it is begun again by the next start, from the
// same files. database_damaged: it cannot be opened at all; it stays in place. Else the errors of salvage::salvage.
Result<salvage::Report> salvage_in_place(const std::string& path, std::string_view key, std::int64_t now_ms);

// The same, where nothing can be read of it: it is set aside, and nothing takes its place.
Result<void> set_aside(const std::string& path, std::int64_t now_ms);
// The path of the one that was set aside last; "" where there is none.
std::string last_aside(const std::string& store_path);

// For the technician's log.
std::string told(const salvage::Report& report);

}  // namespace karvan::ports
