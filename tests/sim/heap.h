#pragma once
#include <malloc.h>

#include <climits>

namespace karvan::sim {

// Run after run takes the same big buffers (disks, messages): asked of the kernel anew each time, their pages would be
// cleared each time, which cost a tenth of a run. To be called first; the libraries never shrink then.
inline void keep_heap() {
  mallopt(M_MMAP_THRESHOLD, INT_MAX);
  mallopt(M_TRIM_THRESHOLD, INT_MAX);
}

}  // namespace karvan::sim
