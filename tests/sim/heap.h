#pragma once
#include <sys/mman.h>

#include <cstddef>
#include <cstdint>

#ifdef KARVAN_MIMALLOC
#include <mimalloc.h>
#endif

namespace karvan::sim {

// Run after run takes the same big buffers (disks, messages): asked of the kernel anew each time, their pages would be
// cleared each time, which cost a tenth of a run. So they stay with the program. To be called first.
inline void keep_heap() {
#ifdef KARVAN_MIMALLOC
  constexpr std::size_t kept_bytes = std::size_t{2} << 30;   // more than a run takes; the kernel gives what is touched
  constexpr std::size_t aligned_to = std::size_t{64} << 20;  // what mimalloc takes for a segment begins at such a place
  void* all = ::mmap(nullptr, kept_bytes + aligned_to, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (all == MAP_FAILED) return;  // a run works without, more slowly
  auto* start = static_cast<char*>(all) + (aligned_to - reinterpret_cast<std::uintptr_t>(all) % aligned_to);
  // It is told that these are large pages, since of such it gives nothing back.
  (void)mi_manage_os_memory(start, kept_bytes, true, true, true, -1);
#endif
}

}  // namespace karvan::sim
