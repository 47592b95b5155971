#pragma once
#include <cstddef>
#include <functional>
#include <string>

namespace karvan::seal {

// A source of random bytes, passed in: `entropy(n)` gives n bytes. The system's is made in main (never forked without
// exec); the simulator brings a seeded one.
using Entropy = std::function<std::string(std::size_t)>;

Entropy system_entropy();

}  // namespace karvan::seal
