#include "node/ports/system.h"

#include <malloc.h>
#include <sys/statvfs.h>

#include <chrono>
#include <csignal>
#include <ctime>
#include <filesystem>
#include <sstream>

#include "storage/files/file.h"
#include "sync/rules/context.h"

namespace karvan::ports {

namespace {

// What is let go above this goes back to the system, whatever was asked for before: by itself the allocator raises the
// bound with each large piece, and a box keeps what one large answer took.
constexpr int returned_at_bytes = 128 << 10;
constexpr std::size_t meminfo_bytes_max = 64 << 10;

sigset_t end_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&set, signal);
  return set;
}

}  // namespace

std::function<std::int64_t()> rehearsal_clock(std::int64_t minutes) {
  return [shift_ms = minutes * 60'000] { return wall_ms() + shift_ms; };
}

std::int64_t wall_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

std::int64_t steady_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

std::uint64_t thread_us() {
  timespec used{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
  return static_cast<std::uint64_t>(used.tv_sec) * 1'000'000 + static_cast<std::uint64_t>(used.tv_nsec) / 1'000;
}

std::string civil_now() {
  const auto now_ms = wall_ms();
  return rules::civil_date(now_ms) + rules::civil_time(now_ms);
}

int utc_offset_minutes() {
  std::time_t now = std::time(nullptr);
  std::tm local{};
  ::localtime_r(&now, &local);
  return static_cast<int>(local.tm_gmtoff / 60);
}

std::optional<std::uint64_t> free_bytes(const std::string& folder) {
  struct statvfs disk{};
  if (::statvfs(folder.c_str(), &disk) != 0) return std::nullopt;
  return static_cast<std::uint64_t>(disk.f_bavail) * disk.f_frsize;
}

Result<std::uint64_t> free_memory_bytes(const std::string& meminfo) {
  std::istringstream words(meminfo);
  std::string word, unit;
  std::uint64_t kib = 0;
  while (words >> word)
    if (word == "MemAvailable:" && words >> kib >> unit && unit == "kB") return kib << 10;
  return fail(Code::malformed, {}, "meminfo");
}

Result<std::uint64_t> free_memory_bytes() {
  TRY(const auto text, files::read_file("/proc/meminfo", meminfo_bytes_max));
  return free_memory_bytes(text);
}

std::string program_folder() {
  std::error_code failed;
  auto program = std::filesystem::read_symlink("/proc/self/exe", failed);
  return failed ? "." : program.parent_path().string();
}

void keep_small() {
  ::mallopt(M_ARENA_MAX, 2);
  ::mallopt(M_MMAP_THRESHOLD, returned_at_bytes);
  ::mallopt(M_TRIM_THRESHOLD, returned_at_bytes);
}

void hold_end_signals() {
  auto set = end_signals();
  ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

EndsAtOnce::EndsAtOnce() {
  auto set = end_signals();
  ::pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}
EndsAtOnce::~EndsAtOnce() { hold_end_signals(); }

void wait_for_end() {
  auto set = end_signals();
  int which = 0;
  ::sigwait(&set, &which);
}

}  // namespace karvan::ports
