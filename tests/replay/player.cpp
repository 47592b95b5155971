#include "tests/replay/player.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace karvan::replay {

// One run of the driver.
class Played final : public hub::Channel {
 public:
  explicit Played(Player& player) : player_(player) {}
  ~Played() override {
    if (!ended_) player_.hear({});
  }
  int input_fd() const override { return -1; }
  int output_fd() const override { return -1; }
  ssize_t write(std::string_view bytes) override {
    unread_ += bytes;
    while (auto size = frame_size(unread_)) {
      player_.hear({false, unread_.substr(0, *size)});
      unread_.erase(0, *size);
    }
    return static_cast<ssize_t>(bytes.size());
  }
  ssize_t read(char* into, std::size_t size) override {
    const auto said = player_.say(into, size);
    ended_ = said < 0;
    return said;
  }
  void close_input() override {}

 private:
  Player& player_;
  std::string unread_;
  bool ended_ = false;
};

hub::Spawn Player::spawn() {
  return [this](const auto&, const auto&) -> hub::Spawned { return std::make_unique<Played>(*this); };
}

void Player::hear(Frame frame) {
  heard_.push_back(std::move(frame));
  advance();
}

void Player::advance() {
  while (!at_end() && !tape_[at_].of_driver && !heard_.empty() && difference_.empty()) {
    const auto& expected = tape_[at_];
    const auto& heard = heard_.front();
    if (heard.text.empty() != expected.text.empty() || message_of(heard.text) != message_of(expected.text))
      difference_ = "frame " + std::to_string(at_ + 1) + ": the tape has " + write_frame(expected) + "the hub said " +
                    write_frame(heard);
    heard_.pop_front();
    ++at_;
  }
}

ssize_t Player::say(char* into, std::size_t size) {
  advance();
  if (at_end() || !tape_[at_].of_driver) return 0;
  const auto& text = tape_[at_].text;
  const auto count = std::min(size, text.size() - said_);
  std::memcpy(into, text.data() + said_, count);
  said_ += count;
  if (said_ < text.size()) return static_cast<ssize_t>(count);
  ++at_;
  said_ = 0;
  return text.empty() ? -1 : static_cast<ssize_t>(count);
}

const Frame* Player::awaited() {
  advance();
  return at_end() || tape_[at_].of_driver ? nullptr : &tape_[at_];
}

std::optional<hub::CallSpec> Player::awaited_call() {
  static constexpr std::array<std::string_view, 4> own = {"open", "claim", "enable", "snapshot"};
  const auto* frame = awaited();
  if (!frame || !heard_.empty()) return std::nullopt;
  const auto first = message_of(frame->text);
  const auto* call = std::get_if<line::Call>(&first.body);
  if (!call || std::find(own.begin(), own.end(), call->verb) != own.end()) return std::nullopt;
  hub::CallSpec spec{call->device, call->verb, call->args, first.bytes, call->deadline_ms, call->verb == "print"};
  for (auto i = at_ + 1; i < tape_.size(); ++i) {
    const auto message = message_of(tape_[i].text);
    const auto* part = std::get_if<line::Part>(&message.body);
    if (part && !tape_[i].of_driver && part->id == call->id) spec.payload += message.bytes;
  }
  return spec;
}

}  // namespace karvan::replay
