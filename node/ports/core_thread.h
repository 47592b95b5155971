#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <thread>

#include "node/core/core.h"
#include "node/ports/mailbox.h"

namespace karvan::ports {

// Wall time, milliseconds since 1970 UTC.
using Now = std::function<std::int64_t()>;
// What is free on the store's disk, in bytes; nothing where it cannot be told.
using FreeBytes = std::function<std::optional<std::uint64_t>()>;

// The one thread that owns the core: takes letters, drains, hands on what came out, ticks twice a second, and tends the
// store when nothing waits.
class CoreThread {
 public:
  // `deliver` is called on this thread, in order, and must not block. `mailbox` must outlive it.
  CoreThread(std::unique_ptr<core::Core> core, DeskMailbox& mailbox, Now now, FreeBytes free_bytes,
             std::function<void(core::Outgoing)> deliver);
  ~CoreThread();  // stops
  CoreThread(const CoreThread&) = delete;
  CoreThread& operator=(const CoreThread&) = delete;

  // Closes the mailbox, drains what is in it, ends. Call it while those that `deliver` hands on to still live.
  void stop();

 private:
  void run();
  void drain(std::vector<core::Letter> letters);

  std::unique_ptr<core::Core> core_;
  DeskMailbox& mailbox_;
  Now now_;
  FreeBytes free_bytes_;
  std::function<void(core::Outgoing)> deliver_;
  std::int64_t ticked_ms_ = 0;
  bool tended_ = false;   // there is nothing to tend
  bool tending_ = false;  // there is more
  std::thread thread_;
};

inline constexpr int tick_ms = 500;

}  // namespace karvan::ports
