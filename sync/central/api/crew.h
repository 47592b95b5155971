#pragma once
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace karvan::central {

// Threads that help another with what can be done apart (reconcile/spread.h); they give way as that one does (lane.h).
// Without helpers it does all of it. One asks at a time; what it does aside may ask again. Stopped and joined by the
// destructor.
class Crew {
 public:
  using Work = std::function<void(std::size_t)>;
  using Aside = std::function<void()>;
  explicit Crew(std::size_t helpers);
  ~Crew();
  Crew(const Crew&) = delete;

  // As Spread says.
  void each(std::size_t count, const Work& work, const Aside& aside);

 private:
  struct Job;
  void help();
  void do_some(Job& job);
  void do_aside(Job& job, const Aside& aside);
  std::mutex mutex_;
  std::condition_variable begun_, ended_;
  Job* job_ = nullptr;
  bool stopped_ = false;
  std::vector<std::thread> helpers_;
};

// One for each processor beside the one that asks, and no more than there is work for.
std::size_t helpers_here();
inline constexpr std::size_t helpers_max = 7;

}  // namespace karvan::central
