#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "node/core/book.h"
#include "node/core/letters.h"
#include "node/core/link.h"
#include "node/core/rest.h"
#include "node/core/scrub.h"
#include "node/counter/room.h"
#include "storage/seal/entropy.h"

namespace karvan::core {

// What a device's own test came to.
struct DeviceTest {
  std::int64_t at_ms = 0;
  std::string outcome;  // running, passed, or the fault's code
  std::string kind;     // line::name_of the fault's kind; empty: passed
};

// What came of the last stick.
struct StickState {
  std::string doing;  // writing, reading; empty: neither
  std::int64_t at_ms = 0;
  std::string did;  // written, read; empty: none since the start
  std::string file;
  std::uint64_t operations = 0, files = 0, files_left = 0;  // of one that was written
  bool news = false;                                        // of one that was read
  std::optional<Code> fault;
};

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
  // opened with its chain verified; where it only reads, or its disk is full, the epoch is opened before the first
  // drain that can write. The errors are the store's.
  static Result<std::unique_ptr<Core>> start(store::Store store, Options options, seal::Entropy entropy,
                                             std::int64_t now_ms);
  ~Core();

  // At most drain_letters_max letters, which are consumed. A drain that finds the store unwritable answers the commands
  // with that error; it loses no letter and throws nothing.
  std::vector<Outgoing> drain(std::span<Letter> letters, std::int64_t now_ms);

  // A received answer is folded in slices: drain again (with no letters) before waiting for the mailbox. Never while
  // a drain would only be refused: then the next Tick goes on.
  bool has_work() const;

  // Nothing is in the mailbox: brings search up to date, in a slice of a commit of its own, or checkpoints. True: there
  // is more to do; look into the mailbox first.
  bool tend();

  // For views, on the core's thread. What they show was committed.
  Book& book() { return book_; }
  const Link& link() const { return link_; }
  const std::vector<line::Device>& devices() const { return book_.devices().list(); }
  const StickState& stick() const { return stick_; }
  const counter::RoomGauge& room() const { return room_; }
  // When a page of the database was found damaged since the start, which reads all of them; 0: none was.
  std::int64_t pages_damaged_ms() const { return pages_damaged_ms_; }
  const DeviceTest* test_of(std::string_view device) const;  // the last one; nullptr: none since the start

 private:
  struct Drain;  // what one drain gathers (drain.h)

  Core(store::Store store, Options options, seal::Entropy entropy);

  // What begins the life of this program in the store; once.
  Result<void> open();

  // One letter each; nothing of it is told to anyone yet (take.cpp).
  void take(Drain& drain, CommandLetter& letter);
  void take(Drain& drain, PinAnswer& letter);
  void take(Drain& drain, PrintAnswer& letter);
  void take(Drain& drain, CaptureAnswer& letter);
  void take(Drain& drain, UploadAnswer& letter);
  void take(Drain& drain, DevicesAnswer& letter);
  void take(Drain& drain, TestAnswer& letter);
  void take(Drain& drain, ExchangeAnswer& letter);
  void take(Drain& drain, StickLetter& letter);
  void take(Drain& drain, StickWritten& letter);
  void take(Drain& drain, StickRead& letter);
  void take(Drain& drain, WasRead& letter);
  Result<void> order_stick(Drain& drain, const StickLetter& letter);
  void write_on(Drain& drain, StickMarks marks);
  Result<bool> take_stick(StickRead::Content content);
  void purge(Drain& drain);
  void take(Drain& drain, CounterAnswer& letter);
  void scrub(Drain& drain);
  void take(Drain& drain, Tick& letter);
  void take(Drain& drain, ViewLetter& letter);

  struct Ask;  // who waits for a decision, and how its answer is kept
  Result<counter::By> asker(std::string_view seat_digest, const Access& access);
  Result<std::string> carry_out(Drain& drain, CommandLetter& letter, Ask& ask);
  // Decides and writes in a savepoint; undone alone where it fails.
  Result<std::string> decide_and_write(Drain& drain, const counter::Command& command, Ask& ask);
  Result<void> write(const counter::Decision& decision, const std::string& reply, Ask& ask);
  Result<void> effect(const counter::Effect& effect, Ask& ask);

  struct Verifying {
    counter::VerifyPin order;
    bool counts = true;  // among the tries since the last PIN that was right
  };
  Result<void> give_back(const Verifying& unchecked);
  bool has_device(std::string_view id) const;
  void end_overdue_captures(Drain& drain);
  void take_captures_back(Drain& drain);
  Result<std::string> outcome_of(const CaptureAnswer& letter) const;

  void fold_slice(Drain& drain);
  // `work` in a savepoint; where it fails it is undone alone, and the caches are read anew.
  template <class Work>
  Result<void> apart(Work&& work);
  void count_on(Drain& drain);
  void start_exchange(Drain& drain);
  void start_pushes(Drain& drain);
  void start_upload(Drain& drain);
  Result<void> mark(Drain& drain);
  void commit(Drain& drain);
  void after_unknown_outcome(Drain& drain);
  bool stands(const Drain& drain);
  void note_full(const Error& error);
  bool recover(std::int64_t now_ms);
  Result<void> reload();
  Result<void> reload_rested();
  void show(Drain& drain);
  void notify(Drain& drain);
  std::vector<Outgoing> refuse_all(std::span<Letter> letters, const Error& error);

  Book book_;
  bool opened_ = false;   // the epoch of this start
  bool stale_ = false;    // the caches could not be read anew
  bool refused_ = false;  // the last drain could not begin
  Link link_;
  std::map<std::uint64_t, Verifying> verifying_;  // by ticket
  std::uint64_t version_ = 0;                     // of all topics: each that is told has the next
  Rest rest_;                                     // after the store was opened anew
  std::int64_t purged_ms_ = 0;
  std::int64_t beat_ms_ = 0;                              // when the last Notify without a topic went out
  std::vector<PrintAnswer> again_;                        // of a commit that did not stand
  std::vector<CaptureAnswer> captured_again_;             // the same
  std::map<std::string, DeviceTest, std::less<>> tests_;  // by device
  StickState stick_;
  counter::RoomGauge room_;
  Scrub scrub_;
  std::size_t letters_ = 0;  // since the last tick
  std::int64_t pages_damaged_ms_ = 0;
};

inline constexpr std::int64_t beat_every_ms = 15'000;
inline constexpr std::int64_t purge_every_ms = 60'000;
inline constexpr std::size_t verifying_max = 32;
inline constexpr std::int64_t answers_kept_ms = 3 * 24 * 3'600'000LL;

}  // namespace karvan::core
