#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace karvan::ports {

// One thread that does one job after another. What is still queued when it stops is dropped.
class Worker {
 public:
  Worker();
  ~Worker();  // stops
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  // From any thread. False where the queue is full or the worker has stopped.
  bool add(std::function<void()> job);
  void stop();  // waits for the job under way

 private:
  void run();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> jobs_;
  bool stopped_ = false;
  std::thread thread_;
};

// More than the requests that may wait for an answer at one time, and so never reached by them.
inline constexpr std::size_t jobs_max = 4'096;

}  // namespace karvan::ports
