#pragma once
#include <cstdint>

#include "sync/central/store/files.h"

namespace karvan::central {

// How much the two files hold: numbers that never fall while nothing is restored.
struct Extent {
  std::uint64_t inbox = 0;  // rises with each batch that is news
  std::uint64_t feeds = 0;  // positions of all feeds together
};
Result<Extent> extent_of(Files& files);

}  // namespace karvan::central
