#include "sync/central/api/lane.h"

#include <sys/resource.h>

#include <chrono>
#include <utility>

namespace karvan::central {

Lane::Lane(std::size_t tasks_max, int tick_ms, Tick tick, bool gives_way)
    : tasks_max_(tasks_max), tick_ms_(tick_ms), tick_(std::move(tick)), gives_way_(gives_way), thread_([this] {
        run();
      }) {}

Lane::~Lane() { stop(); }

void Lane::stop() {
  {
    std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Lane::again() {
  {
    std::lock_guard lock(mutex_);
    again_ = true;
  }
  changed_.notify_one();
}

bool Lane::post(Task task) {
  {
    std::lock_guard lock(mutex_);
    if (stopped_ || tasks_.size() >= tasks_max_) return false;
    tasks_.push_back(std::move(task));
  }
  changed_.notify_one();
  return true;
}

// False once stopped. `task` stays empty where the time for a tick has come.
bool Lane::wait(Task& task) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, std::chrono::milliseconds(tick_ms_),
                    [this] { return stopped_ || again_ || !tasks_.empty(); });
  again_ = false;
  if (stopped_) return false;
  if (tasks_.empty()) return true;
  task = std::move(tasks_.front());
  tasks_.pop_front();
  return true;
}

void give_way() {
  constexpr int nicer = 10;
  // Of the calling thread, on Linux.
  (void)::setpriority(PRIO_PROCESS, 0, nicer);
}

void Lane::run() {
  if (gives_way_) give_way();
  while (true) {
    Task task;
    if (!wait(task)) return;
    if (task) task();
    tick_(*this);
  }
}

}  // namespace karvan::central
