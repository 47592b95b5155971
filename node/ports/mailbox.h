#pragma once
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "node/core/letters.h"

namespace karvan::ports {

// The core's door: letters from any thread, taken by the core's alone.
//
// Fair by desk: each take goes round the desks (by seat digest; all who are not signed in are one), one letter each,
// so that a desk that floods delays nobody else. Answers to what the core ordered come first and are never refused:
// their number is bounded by the orders. Of ticks, and of device lists, only the newest waits.
class DeskMailbox : public core::Mailbox {
 public:
  // Code::busy where the desk or the whole box is full; the letter is then the caller's to answer.
  Result<void> post(core::Letter letter) override;

  // Waits until there is a letter, at most `wait_ms`; gives at most letters_taken_max. Empty after `close` too.
  std::vector<core::Letter> take(int wait_ms);

  void close();  // wakes the core's thread; later letters are refused as busy
  bool closed() const;

 private:
  bool empty() const { return answers_.empty() && desks_.empty(); }
  Result<void> post_to_desk(std::string desk, core::Letter letter);
  void replace_or_add(core::Letter letter);

  mutable std::mutex mutex_;
  std::condition_variable filled_;
  std::deque<core::Letter> answers_;
  std::map<std::string, std::deque<core::Letter>> desks_;  // none empty
  std::string last_desk_;                                  // who was served last
  std::size_t waiting_ = 0;                                // in desks_
  bool closed_ = false;
};

inline constexpr std::size_t letters_max = 1'024;
inline constexpr std::size_t letters_taken_max = core::drain_letters_max - 1;  // leaves room for a tick
inline constexpr std::size_t letters_of_desk_max = 64;

}  // namespace karvan::ports
