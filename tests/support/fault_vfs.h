#pragma once
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "tests/support/durable_files.h"

// An SQLite VFS over the system's that counts every I/O call and fails those it was told to. Threads may share it.
namespace karvan::test {

inline constexpr std::uint64_t for_good = 1ULL << 62;

enum class Io { open, read, write, truncate, sync, remove };

class FaultVfs {
 public:
  // Registers under `name`, which no other may have; gone with it, so close every database first.
  explicit FaultVfs(std::string name);
  ~FaultVfs();
  FaultVfs(const FaultVfs&) = delete;
  FaultVfs& operator=(const FaultVfs&) = delete;

  const std::string& name() const { return name_; }

  // The nth call from now (1: the next) and `times` in all fail with `status` and do nothing. Other kinds keep theirs.
  void fail(Io io, std::uint64_t nth, int status, std::uint64_t times = 1);
  // Of all calls that would change a file (write, truncate, sync, remove), the nth from now and `times` in all fail.
  void fail_changes(std::uint64_t nth, int status, std::uint64_t times = 1);
  // The power goes in the middle of the nth change: half of a write gets there, and every later change fails.
  void tear_change(std::uint64_t nth);
  // As after a power cut: every call that would change a file fails from now on.
  void cut();
  void heal();

  std::uint64_t count(Io io) const;
  std::uint64_t count_changes() const { return changes_.count; }
  // Each sync takes this much longer, as a real disk's would.
  void delay_sync(std::chrono::microseconds delay);
  // From now on, before any file is opened, what a power cut leaves is kept account of in memory; nothing waits for the
  // real disk. Then cut_power makes it so, when all databases are closed; see DurableFiles.
  void keep_account() { accounted_ = true; }
  void cut_power(std::size_t keep_every = 0);
  // Paths opened so far, and temporary files as "(temporary)".
  std::vector<std::string> opened() const;

  // For the shim: SQLITE_OK, or the status to fail with. `torn`: half of it is to be done all the same.
  int ask(Io io, bool* torn = nullptr);
  void wait_for_sync() const;
  void note_opened(const char* path);
  bool accounted() const { return accounted_; }
  template <class Note>
  void account(Note note) {
    if (!accounted_) return;
    std::lock_guard guard(mutex_);
    note(durable_);
  }
  void* shim() const { return shim_; }

 private:
  struct Plan {
    std::atomic<std::uint64_t> count = 0;
    std::uint64_t from = 0, until = 0;
    int status = 0;
    bool fails() const { return count >= from && count < until; }
    void set(std::uint64_t nth, int with, std::uint64_t times);
  };
  Plan& plan(Io io) { return plans_[static_cast<std::size_t>(io)]; }

  std::string name_;
  std::array<Plan, 6> plans_;
  Plan changes_;
  bool tears_ = false;
  bool accounted_ = false;
  DurableFiles durable_;
  std::atomic<std::int64_t> sync_delay_us_ = 0;
  mutable std::mutex mutex_;
  std::vector<std::string> opened_;
  void* shim_ = nullptr;
};

}  // namespace karvan::test
