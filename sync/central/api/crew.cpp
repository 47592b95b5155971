#include "sync/central/api/crew.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <utility>

#include "sync/central/api/lane.h"

namespace karvan::central {

// Of the thread that asks, for as long as somebody is at it.
struct Crew::Job {
  const Work& work;
  const std::size_t count;
  std::atomic<std::size_t> next = 0;
  std::size_t helping = 0;
  std::exception_ptr thrown = {};
};

Crew::Crew(std::size_t helpers) {
  for (std::size_t i = 0; i < helpers; ++i) helpers_.emplace_back([this] { help(); });
}

Crew::~Crew() {
  {
    std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  begun_.notify_all();
  for (auto& helper : helpers_) helper.join();
}

void Crew::each(std::size_t count, const Work& work, const Aside& aside) {
  Job job{work, count};
  Job* around = nullptr;  // whose aside this is
  {
    std::lock_guard lock(mutex_);
    around = std::exchange(job_, &job);
  }
  begun_.notify_all();
  do_aside(job, aside);
  do_some(job);
  std::unique_lock lock(mutex_);
  job_ = around;  // nobody begins this one any more
  ended_.wait(lock, [&] { return job.helping == 0; });
  if (job.thrown) std::rethrow_exception(job.thrown);
}

void Crew::help() {
  give_way();
  std::unique_lock lock(mutex_);
  while (true) {
    begun_.wait(lock, [this] { return stopped_ || (job_ && job_->next < job_->count); });
    if (stopped_) return;
    Job& job = *job_;
    ++job.helping;
    lock.unlock();
    do_some(job);
    lock.lock();
    if (--job.helping == 0) ended_.notify_one();
  }
}

// After one that throws the rest is left.
void Crew::do_some(Job& job) {
  try {
    for (std::size_t i; (i = job.next++) < job.count;) job.work(i);
  } catch (...) {
    job.next = job.count;
    std::lock_guard lock(mutex_);
    job.thrown = std::current_exception();
  }
}

void Crew::do_aside(Job& job, const Aside& aside) {
  try {
    aside();
  } catch (...) {
    job.next = job.count;
    std::lock_guard lock(mutex_);
    job.thrown = std::current_exception();
  }
}

std::size_t helpers_here() {
  const std::size_t processors = std::max(1U, std::thread::hardware_concurrency());
  return std::min(processors - 1, helpers_max);
}

}  // namespace karvan::central
