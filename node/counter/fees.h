#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "node/counter/world.h"

// What an application was charged, line by line.
namespace karvan::counter {

// The fee as it was assessed: worked out for that day again. Nothing where nothing was charged, or where what was
// charged follows from other answers than those in force now: then nobody knows its lines any more.
std::optional<catalogue::Fee> fee_charged(const Application& app);

// In minor units by line; what was waived of no line alone is under "".
std::map<std::string, std::int64_t> waived_of(const model::Record& record);

// How much may still be waived: of one line, or where `line` is empty of all that are waivable together. A charge whose
// lines nobody knows may be waived as a whole.
std::int64_t waivable_minor(const Application& app, std::string_view line);

}  // namespace karvan::counter
