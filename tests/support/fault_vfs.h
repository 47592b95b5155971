#pragma once
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

// An SQLite VFS over the system's that counts every I/O call and fails those it was told to. Threads may share it.
namespace karvan::test {

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
  // As after a power cut: every call that would change a file fails from now on.
  void cut();
  void heal();

  std::uint64_t count(Io io) const;
  // Each sync takes this much longer, as a real disk's would.
  void delay_sync(std::chrono::microseconds delay);
  // Paths opened so far, and temporary files as "(temporary)".
  std::vector<std::string> opened() const;

  // For the shim: SQLITE_OK, or the status to fail with.
  int ask(Io io);
  void wait_for_sync() const;
  void note_opened(const char* path);
  void* shim() const { return shim_; }

 private:
  struct Plan {
    std::atomic<std::uint64_t> count = 0;
    std::uint64_t from = 0, until = 0;
    int status = 0;
  };
  Plan& plan(Io io) { return plans_[static_cast<std::size_t>(io)]; }

  std::string name_;
  std::array<Plan, 6> plans_;
  std::atomic<std::int64_t> sync_delay_us_ = 0;
  mutable std::mutex mutex_;
  std::vector<std::string> opened_;
  void* shim_ = nullptr;
};

}  // namespace karvan::test
