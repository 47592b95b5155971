#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "storage/model/error.h"

namespace karvan::ports {

// What main asks of the operating system.

std::int64_t wall_ms();  // since 1970 UTC
// The wall clock, moved by some minutes: for demonstrations and training, never on a real box.
std::function<std::int64_t()> rehearsal_clock(std::int64_t minutes);
inline constexpr std::int64_t rehearsal_minutes_max = 366 * 24 * 60;
std::int64_t steady_ms();   // for durations only
std::uint64_t thread_us();  // of a processor, that this thread has used
std::string civil_now();    // of the wall clock, as a dateTime in UTC
int utc_offset_minutes();   // of the machine's own time zone, now
// What this program may still write to the disk that holds `folder`; nothing where the system does not say.
std::optional<std::uint64_t> free_bytes(const std::string& folder);
// What programs may still take of the machine's memory before anything is swapped out. Errors: io_failed where the
// system does not say.
Result<std::uint64_t> free_memory_bytes();
// The same, of the text of /proc/meminfo (proc_meminfo(5)); malformed.
Result<std::uint64_t> free_memory_bytes(const std::string& meminfo);
std::string program_folder();  // where this executable lies

// Few malloc arenas, so that the box stays small. Before the first thread.
void keep_small();

// SIGINT, SIGTERM and SIGHUP no longer end the process but wake `wait_for_end`. Before the first thread is made, so
// that all inherit it.
void hold_end_signals();
void wait_for_end();
// While it lives, such a signal ends the process at once, where nothing would be lost. On the main thread.
class EndsAtOnce {
 public:
  EndsAtOnce();
  ~EndsAtOnce();
  EndsAtOnce(const EndsAtOnce&) = delete;
  EndsAtOnce& operator=(const EndsAtOnce&) = delete;
};

}  // namespace karvan::ports
