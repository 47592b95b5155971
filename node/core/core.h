#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "node/core/book.h"
#include "node/core/letters.h"
#include "node/core/link.h"
#include "storage/seal/entropy.h"

namespace karvan::core {

// The node's one writer: it owns the store and turns letters into commits. Single-threaded; it has no thread, socket or
// clock of its own, and waits on nothing but its commit.
//
//   auto out = core.drain(letters, now_ms);   // decide each, ONE commit, then replies and effects
//
// P1: where the commit's outcome is unknown, the caches are dropped, the store is recovered, and each command is
// answered by whether its `cmd` is there. P2: a `cmd` takes effect once; repeated, it gets its first answer (but for
// sign_in and unlock, which are verified each time).
class Core {
 public:
  // Opens a new epoch, reads catalogue, roster and clock, and makes every unfinished print *unknown*. `store` was
  // opened with its chain verified. The errors are the store's.
  static Result<std::unique_ptr<Core>> start(store::Store store, Options options, seal::Entropy entropy,
                                             std::int64_t now_ms);
  ~Core();

  // At most drain_letters_max letters, which are consumed. A drain that finds the store unwritable answers the commands
  // with that error; it loses no letter and throws nothing.
  std::vector<Outgoing> drain(std::span<Letter> letters, std::int64_t now_ms);

  // A received answer is folded in slices: drain again (with no letters) before waiting for the mailbox.
  bool has_work() const;

  // Nothing is in the mailbox: checkpoints, prunes old answers.
  void tend();

  // For views, on the core's thread. What they show was committed.
  Book& book() { return book_; }
  const Link& link() const { return link_; }
  const std::vector<line::Device>& devices() const { return devices_; }

 private:
  struct Pending;  // a command of this drain that waits for the commit
  struct Drain;    // what one drain gathers

  Core(store::Store store, Options options, seal::Entropy entropy);

  void take(Drain& drain, CommandLetter& letter);
  void take(Drain& drain, PinAnswer& letter);
  void take(Drain& drain, PrintAnswer& letter);
  void take(Drain& drain, DevicesAnswer& letter);
  void take(Drain& drain, ExchangeAnswer& letter);
  void take(Drain& drain, Tick& letter);
  void take(Drain& drain, ViewLetter& letter);

  Result<counter::By> asker(const CommandLetter& letter);
  Result<std::string> carry_out(Drain& drain, const CommandLetter& letter);
  Result<counter::Decision> decide_in_savepoint(Drain& drain, const counter::Command& command,
                                                const CommandLetter* letter);
  void gather(Drain& drain, const counter::Decision& decision, std::uint64_t ticket);
  void fold_slice(Drain& drain);
  void finish(Drain& drain);
  void answer_by_the_store(Drain& drain);
  void start_exchange(Drain& drain);
  void notify(Drain& drain);
  void show(Drain& drain, ViewLetter& letter);

  Book book_;
  Link link_;
  std::vector<line::Device> devices_;
  std::map<std::uint64_t, counter::VerifyPin> verifying_;  // by ticket
  std::map<std::string, std::uint64_t> versions_;          // of topics
};

}  // namespace karvan::core
