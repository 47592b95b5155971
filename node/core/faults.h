#pragma once
#include <algorithm>
#include <array>

#include "storage/model/codes.h"

namespace karvan::core {

// Of the disk and the like: nothing more can be written in this transaction.
inline bool of_the_store(Code code) {
  constexpr auto codes = std::to_array({Code::disk_full, Code::io_failed, Code::read_only, Code::busy,
                                        Code::database_damaged, Code::outcome_unknown, Code::internal});
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

}  // namespace karvan::core
