#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "node/core/letters.h"
#include "node/ports/files.h"
#include "node/ports/stick_file.h"
#include "node/ports/worker.h"
#include "storage/seal/age.h"
#include "storage/seal/note.h"

namespace karvan::ports {

// The exchange by USB stick, on a thread of its own: what the centre has not goes into one sealed file in a folder
// where sticks are mounted, and what the centre has answered is read from there. What it says is the core's to judge.
class Sticks {
 public:
  struct Party {
    std::string node;
    seal::SigningKey key;       // the node's: signs what it writes, opens what is for it
    seal::VerifyingKey centre;  // signs what it answers
    std::string recipient;      // the centre's, age
    std::string folder;         // empty: this box takes no sticks
    seal::Entropy entropy;
    std::function<std::int64_t()> now_ms;
  };

  // `mailbox` and `files` must outlive it.
  Sticks(Party party, core::Mailbox& mailbox, Files& files);
  ~Sticks();

  // From any thread. Each is answered by one StickWritten, or StickRead.
  void write(core::WriteStick order);
  void read();

 private:
  // A stick that is being written; one that begins takes its place.
  struct Writing;
  using Written = Result<std::optional<core::StickWritten::Whole>>;
  Written put(const core::WriteStick& order);
  Result<void> begin(const core::WriteStick& order);
  Result<bool> put_file(const core::WriteStick::File& file);
  Written end(const core::WriteStick& order);
  Result<core::StickRead::Content> content();

  Party party_;
  core::Mailbox& mailbox_;
  Files& files_;
  std::unique_ptr<Writing> writing_;  // of the worker's thread
  Worker worker_;                     // last, so that it ends first
};

inline constexpr std::size_t stick_piece_read_bytes = 1 << 20;

}  // namespace karvan::ports
