#pragma once
#include <cstddef>

#ifdef KARVAN_MIMALLOC
#include <mimalloc.h>
#endif

namespace karvan::sim {

// Run after run takes the same big buffers (disks, messages): asked of the kernel anew each time, their pages would be
// cleared each time, which cost a tenth of a run. To be called first.
inline void keep_heap() {
#ifdef KARVAN_MIMALLOC
  constexpr std::size_t kept_bytes = std::size_t{1} << 30;  // more than a run takes; the kernel gives what is touched
  mi_reserve_os_memory(kept_bytes, true, false);
#endif
}

}  // namespace karvan::sim
