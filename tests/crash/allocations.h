#pragma once
#include <atomic>
#include <cstdint>

// Requests for memory of the whole program: counted, and refused when told to. One thread at a time.
namespace karvan::crash::allocations {

class Requests {
 public:
  // The nth from now (1: the next) and `times` in all are refused.
  void fail(std::uint64_t nth, std::uint64_t times);
  void heal() { from_ = until_ = 0; }
  std::uint64_t count() const { return count_; }

  // For who gives it out: counts one.
  bool refuses() {
    const auto nth = ++count_;
    return nth >= from_ && nth < until_;
  }

 private:
  std::atomic<std::uint64_t> count_ = 0, from_ = 0, until_ = 0;
};

Requests& of_engine();
// By operator new: std::bad_alloc, or null where it was asked for so. What the disk in memory asks for is not the
// program's.
Requests& of_program();

}  // namespace karvan::crash::allocations
