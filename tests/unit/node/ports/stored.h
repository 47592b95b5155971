#pragma once
#include "node/ports/scrubber.h"
#include "tests/unit/node/ports/letters.h"

namespace karvan::ports::samples {

inline const std::string stored_key(32, 'k');

// A store beside a box's files, and who reads both again at a cost that the test names.
struct Stored {
  explicit Stored(Files& files)
      : scrubber(*store::Reader::open(path, stored_key), files, [this] { return used_us += cost_us; }) {}
  test::Scratch scratch;
  std::string path = scratch.path("node.db");
  store::Store store = *store::Store::open(path, stored_key);
  std::uint64_t used_us = 0, cost_us = 250;
  Scrubber scrubber;
};

}  // namespace karvan::ports::samples
