#pragma once
#include <deque>
#include <string>
#include <vector>

#include "tests/replay/tape.h"

namespace karvan::replay {

// Plays the driver's part of a tape to a hub, in the hub's own thread: what the driver said comes when the hub has said
// all that stands before it. The hub must say the same messages in the same order. Outlives the hub.
class Player {
 public:
  explicit Player(std::vector<Frame> tape) : tape_(std::move(tape)) {}
  Player(const Player&) = delete;
  Player& operator=(const Player&) = delete;

  // For Hub: each start of the driver goes on where the tape stands.
  hub::Spawn spawn();

  // The frame of the hub that the tape waits for; null where the driver is to speak, or at the end.
  const Frame* awaited();
  bool at_end() const { return at_ == tape_.size(); }
  // Where the hub said something else than the tape, what and where; else empty.
  const std::string& difference() const { return difference_; }

  // The whole call, with the bytes of its parts, that the awaited frame begins; none where it is no call of a caller's
  // own (the hub opens, claims, enables and polls by itself).
  std::optional<hub::CallSpec> awaited_call();

 private:
  friend class Played;
  void hear(Frame frame);
  void advance();
  ssize_t say(char* into, std::size_t size);

  std::vector<Frame> tape_;
  std::size_t at_ = 0;       // the next frame
  std::size_t said_ = 0;     // bytes of it
  std::deque<Frame> heard_;  // before the tape came to it
  std::string difference_;
};

}  // namespace karvan::replay
