#pragma once
#include <cstddef>
#include <optional>
#include <string_view>

#include "storage/model/op.h"

namespace karvan::model {

inline constexpr std::size_t line_bytes_max = 1 << 20;
inline constexpr std::size_t identity_bytes_max = 256;  // node, epoch, salt and actor, each: every act repeats them

// Reads most lines at once: who, when and on what, a pin, answers, a stage and a note, as `write_op` writes them,
// without a blank or an escape. Nothing where a line is of another kind, or anything is wrong with it: `parse_op` then
// reads it member by member, and gives the same of whatever is read here.
std::optional<Op> read_plain(std::string_view line);

}  // namespace karvan::model
