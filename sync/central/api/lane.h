#pragma once
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace karvan::central {

// A thread that does one thing after another. Bounded: what does not fit is refused at once, so that a caller can say
// busy. In between, and at least every `tick_ms`, it does `tick`. Stopped and joined by `stop`, or the destructor; what
// still waits then is dropped. One that `gives_way` gets the processor that others leave it, and some of what they do
// not.
class Lane {
 public:
  using Task = std::function<void()>;
  using Tick = std::function<void(Lane&)>;
  Lane(std::size_t tasks_max, int tick_ms, Tick tick, bool gives_way = false);
  ~Lane();
  Lane(const Lane&) = delete;

  bool post(Task task);  // false: full, or stopped
  void again();          // the next tick comes at once, after what waits
  void stop();

 private:
  void run();
  bool wait(Task& task);
  const std::size_t tasks_max_;
  const int tick_ms_;
  Tick tick_;
  const bool gives_way_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Task> tasks_;
  bool stopped_ = false;
  bool again_ = false;
  std::thread thread_;
};

// From now on the calling thread gives way.
void give_way();

}  // namespace karvan::central
