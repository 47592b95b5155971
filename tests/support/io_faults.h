#pragma once
#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>

namespace karvan::test {

inline constexpr std::uint64_t for_good = 1ULL << 62;
inline constexpr int io_error_fsync = 1034;  // SQLITE_IOERR_FSYNC

// `size`: of a file; `map`: the log's index; `lock`: either is taken, by whatever call. Giving up a lock never fails.
// `access`: whether a file is there; one that fails says that it is not, and no more (os_unix.c: unixAccess). These
// four of a MemoryVfs alone.
enum class Io { open, read, size, map, lock, access, write, truncate, sync, remove };

// Which I/O calls of a disk fail, and how. Threads may share it.
class IoFaults {
 public:
  // The nth call from now (1: the next) and `times` in all fail with `status` and do nothing. Other kinds keep theirs.
  // Of a MemoryVfs, a read that fails with SQLITE_IOERR_SHORT_READ gives its first half, and zeros.
  void fail(Io io, std::uint64_t nth, int status, std::uint64_t times = 1);
  // Of all calls that would change a file (write, truncate, sync, remove), the nth from now and `times` in all fail.
  void fail_changes(std::uint64_t nth, int status, std::uint64_t times = 1);
  // The power goes in the middle of the nth change: half of a write gets there, of a sync about half of what it was to
  // save; and every later change fails.
  void tear_change(std::uint64_t nth);
  // As after a power cut: every call that would change a file fails from now on.
  void cut();
  void heal();

  std::uint64_t count(Io io) const;
  std::uint64_t count_changes() const { return changes_.count; }

  // For the disk: SQLITE_OK, or the status to fail with. `torn`: a part of it is to be done all the same.
  int ask(Io io, bool* torn = nullptr);

 private:
  struct Plan {
    std::atomic<std::uint64_t> count = 0;
    std::uint64_t from = 0, until = 0;
    int status = 0;
    bool fails() const { return count >= from && count < until; }
    void set(std::uint64_t nth, int with, std::uint64_t times);
  };
  Plan& plan(Io io) { return plans_[static_cast<std::size_t>(io)]; }

  std::array<Plan, 10> plans_;
  Plan changes_;
  bool tears_ = false;
  std::mutex mutex_;
};

}  // namespace karvan::test
