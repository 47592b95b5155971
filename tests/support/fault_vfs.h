#pragma once
#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "tests/support/durable_files.h"
#include "tests/support/io_faults.h"

// An SQLite VFS over the system's that counts every I/O call and fails those it was told to. Threads may share it.
namespace karvan::test {

class FaultVfs : public IoFaults {
 public:
  // Registers under `name`, which no other may have; gone with it, so close every database first.
  explicit FaultVfs(std::string name);
  ~FaultVfs();
  FaultVfs(const FaultVfs&) = delete;
  FaultVfs& operator=(const FaultVfs&) = delete;

  const std::string& name() const { return name_; }

  // Each sync takes this much longer, as a real disk's would.
  void delay_sync(std::chrono::microseconds delay);
  // From now on, before any file is opened, what a power cut leaves is kept account of in memory; nothing waits for the
  // real disk. Then cut_power makes it so, when all databases are closed; see DurableFiles.
  void keep_account() { accounted_ = true; }
  void cut_power(Kept kept = {});
  // Paths opened so far, and temporary files as "(temporary)".
  std::vector<std::string> opened() const;

  // For the shim.
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
  std::string name_;
  bool accounted_ = false;
  DurableFiles durable_;
  std::atomic<std::int64_t> sync_delay_us_ = 0;
  mutable std::mutex mutex_;
  std::vector<std::string> opened_;
  void* shim_ = nullptr;
};

}  // namespace karvan::test
