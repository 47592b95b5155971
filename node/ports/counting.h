#pragma once
#include <cstdint>
#include <functional>

#include "node/core/letters.h"
#include "node/ports/worker.h"

namespace karvan::ports {

// Raises the TPM's counter on a thread of its own, for a chip may take long to answer. Each order is answered.
class Counting {
 public:
  // Raises it to at least `to`, made where it `may_make` it, and gives what it stands at (tpm::Counter::rise).
  using Rise = std::function<Result<std::uint64_t>(std::uint64_t to, bool may_make)>;
  // `mailbox` must outlive it.
  Counting(Rise rise, core::Mailbox& mailbox) : rise_(std::move(rise)), mailbox_(mailbox) {}
  // On the core's thread; never blocks.
  void raise(core::RaiseCounter order) {
    const bool taken =
        worker_.add([this, order] { (void)mailbox_.post(core::CounterAnswer{rise_(order.to, order.first)}); });
    if (!taken) (void)mailbox_.post(core::CounterAnswer{fail(Code::busy, {}, "counter")});
  }

 private:
  Rise rise_;
  core::Mailbox& mailbox_;
  Worker worker_;  // last, so that it ends first
};

}  // namespace karvan::ports
