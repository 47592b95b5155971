#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <utility>

namespace karvan::sim {

// Simulated time: what is to happen when. Nights and weeks in which nothing happens cost nothing.
class Agenda {
 public:
  using Act = std::function<void()>;
  explicit Agenda(std::int64_t now_ms) : now_ms_(now_ms) {}

  std::int64_t now_ms() const { return now_ms_; }
  // Acts of one instant are carried out in the order in which they were written down.
  void in(std::int64_t after_ms, Act act) { due_.emplace(std::pair{now_ms_ + after_ms, ++count_}, std::move(act)); }
  // Carries out what comes next; false: nothing comes until then, and then it is.
  bool step(std::int64_t until_ms) {
    if (due_.empty() || due_.begin()->first.first > until_ms) return now_ms_ = until_ms, false;
    auto next = due_.extract(due_.begin());
    now_ms_ = next.key().first;
    next.mapped()();
    return true;
  }

 private:
  std::int64_t now_ms_;
  std::uint64_t count_ = 0;
  std::map<std::pair<std::int64_t, std::uint64_t>, Act> due_;
};

}  // namespace karvan::sim
