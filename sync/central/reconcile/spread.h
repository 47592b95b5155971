#pragma once
#include <cstddef>
#include <functional>

namespace karvan::central {

// Does `work(0)` … `work(count - 1)`, in any order and several at once where it has threads for that, and `aside` on
// the thread that asks, before, beside or after them; returns when all is done, and what one of them throws is thrown
// here. Each changes nothing but what is its own.
using Spread = std::function<void(std::size_t count, const std::function<void(std::size_t)>& work,
                                  const std::function<void()>& aside)>;

inline void one_by_one(std::size_t count, const std::function<void(std::size_t)>& work,
                       const std::function<void()>& aside) {
  aside();
  for (std::size_t i = 0; i < count; ++i) work(i);
}

inline void nothing_aside() {}

}  // namespace karvan::central
