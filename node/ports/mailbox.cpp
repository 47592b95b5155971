#include "node/ports/mailbox.h"

#include <algorithm>
#include <chrono>

namespace karvan::ports {

namespace {

const std::string* desk_of(const core::Letter& letter) {
  if (const auto* command = std::get_if<core::CommandLetter>(&letter)) return &command->seat_digest;
  if (const auto* view = std::get_if<core::ViewLetter>(&letter)) return &view->seat_digest;
  return nullptr;
}

bool newest_counts(const core::Letter& letter) {
  return std::holds_alternative<core::Tick>(letter) || std::holds_alternative<core::DevicesAnswer>(letter);
}

}  // namespace

Result<void> DeskMailbox::post(core::Letter letter) {
  std::lock_guard lock(mutex_);
  if (closed_) return fail(Code::busy, {}, "mailbox");
  if (const auto* desk = desk_of(letter)) {
    std::string name = *desk;  // a copy first: arguments may be made in any order, and the letter is moved
    TRY_VOID(post_to_desk(std::move(name), std::move(letter)));
  } else {
    replace_or_add(std::move(letter));
  }
  filled_.notify_one();
  return {};
}

Result<void> DeskMailbox::post_to_desk(std::string desk, core::Letter letter) {
  if (waiting_ >= letters_max) return fail(Code::busy, {}, "mailbox");
  auto& letters = desks_[std::move(desk)];
  if (letters.size() >= letters_of_desk_max) return fail(Code::busy, {}, "desk");
  letters.push_back(std::move(letter));
  ++waiting_;
  return {};
}

void DeskMailbox::replace_or_add(core::Letter letter) {
  if (newest_counts(letter)) {
    std::erase_if(answers_, [&](const core::Letter& old) { return old.index() == letter.index(); });
  }
  answers_.push_back(std::move(letter));
}

std::vector<core::Letter> DeskMailbox::take(int wait_ms) {
  std::unique_lock lock(mutex_);
  filled_.wait_for(lock, std::chrono::milliseconds(wait_ms), [&] { return closed_ || !empty(); });
  std::vector<core::Letter> taken;
  while (!answers_.empty() && taken.size() < letters_taken_max) {
    taken.push_back(std::move(answers_.front()));
    answers_.pop_front();
  }
  auto next = desks_.upper_bound(last_desk_);
  while (!desks_.empty() && taken.size() < letters_taken_max) {
    if (next == desks_.end()) next = desks_.begin();
    last_desk_ = next->first;
    taken.push_back(std::move(next->second.front()));
    next->second.pop_front();
    --waiting_;
    next = next->second.empty() ? desks_.erase(next) : std::next(next);
  }
  return taken;
}

void DeskMailbox::close() {
  std::lock_guard lock(mutex_);
  closed_ = true;
  filled_.notify_all();
}

bool DeskMailbox::closed() const {
  std::lock_guard lock(mutex_);
  return closed_;
}

}  // namespace karvan::ports
