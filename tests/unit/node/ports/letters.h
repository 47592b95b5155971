#pragma once
#include <gtest/gtest.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>

#include "node/core/letters.h"
#include "node/ports/files.h"
#include "storage/seal/age.h"
#include "tests/support/scratch.h"

namespace karvan::ports::samples {

// Gives each letter of one kind in turn; at most five seconds.
class Letters : public core::Mailbox {
 public:
  Result<void> post(core::Letter letter) override {
    std::lock_guard lock(mutex_);
    letters_.push_back(std::move(letter));
    filled_.notify_all();
    return {};
  }
  template <class Kind>
  Kind next() {
    std::unique_lock lock(mutex_);
    auto found = letters_.end();
    bool there = filled_.wait_for(lock, std::chrono::seconds(5), [&] {
      found = std::find_if(letters_.begin(), letters_.end(),
                           [](const auto& letter) { return std::holds_alternative<Kind>(letter); });
      return found != letters_.end();
    });
    if (!there) throw std::runtime_error("no such letter came");
    auto letter = std::get<Kind>(std::move(*found));
    letters_.erase(found);
    return letter;
  }

 private:
  std::mutex mutex_;
  std::condition_variable filled_;
  std::deque<core::Letter> letters_;
};

// A box's folder of sealed files, and the centre's identity that opens them.
struct Box {
  test::Scratch scratch;
  seal::AgeIdentity centre = seal::make_age_identity(seal::system_entropy());
  Files files = *Files::open(scratch.path("attachments"), centre.recipient, seal::system_entropy());
};

}  // namespace karvan::ports::samples
