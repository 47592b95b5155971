#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "storage/model/op.h"

namespace karvan::model {

inline constexpr std::size_t line_bytes_max = 1 << 20;
inline constexpr std::size_t identity_bytes_max = 256;  // node, epoch, salt and actor, each: every act repeats them

// The front of a line: who, when and on what, a pin, answers, a stage and a note, as `write_op` writes them, without a
// blank or an escape.
struct Front {
  Op op;
  std::string rest;  // the members that come after, as an object of their own; empty where none do
};

// Reads it at once. Nothing where the line begins in another way, or anything is wrong with it: `parse_op` then reads
// it member by member, and gives the same of whatever is read here.
std::optional<Front> read_front(std::string_view line);

// Whether what comes after a front may have a member of this name: none that a front has, but these two at its end.
bool may_follow(const Front& front, std::string_view name);

}  // namespace karvan::model
