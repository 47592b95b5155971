#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/error.h"
#include "storage/model/verdict.h"
#include "storage/seal/hash.h"
#include "storage/sqlite/database.h"

namespace karvan::store {

// Where a chain stands. Before the first epoch: "", 0, zeros.
struct Head {
  std::string epoch;
  std::uint64_t seq = 0;
  seal::Digest hash = {};
  bool operator==(const Head&) const = default;
};

struct LogLine {
  std::string epoch;
  std::uint64_t seq = 0;
  std::string of;    // RecordId text
  std::string line;  // the exact bytes; empty where erased
  bool erased = false;
  seal::Digest digest = {};  // SHA-256 of the line, kept for ever
  seal::Digest hash = {};    // of the chain up to and with this line
  // The centre's verdict so far: 0 where none has come yet.
  std::uint64_t entry = 0;
  model::Fate fate = model::Fate::applied;
  std::string reason;  // of the fate
};

// Marks of an epoch (section 6): sent ≥ received ≥ safe, each a seq up to which it holds. Settled is by operation.
struct EpochMarks {
  std::string epoch;
  Head previous;  // the head that this epoch extends
  std::uint64_t last = 0, sent = 0, received = 0, safe = 0;
};

struct Chain {
  std::uint64_t count = 0;
  Head head;
};

// This node's own operations, a hash chain through all its epochs (P7): the first line of an epoch extends the head of
// the epoch before it, the very first zeros.
class Log {
 public:
  explicit Log(sqlite::Database& database) : db_(&database) {}

  // A program start: the random `epoch` follows the present head. One that was used before is Code::fork_noticed.
  Result<void> open_epoch(const std::string& epoch);
  Result<Head> head();

  // `line` must be the next: its seq is head().seq + 1 in the open epoch, else Code::chain_gap. Gives the new head.
  // `alone`: folding it changes its record and nothing else.
  Result<Head> append(std::string_view of, std::uint64_t seq, std::string_view line, bool alone = false);
  // The same, where the head is known: it goes on from there, else Code::chain_gap.
  Result<Head> append(std::string_view of, const Head& last, std::string_view line, bool alone);

  // In order from `from_seq`, at most `limit` lines of one epoch.
  Result<std::vector<LogLine>> lines(const std::string& epoch, std::uint64_t from_seq, std::size_t limit);
  // The same, what of them is sent alone.
  struct Sent {
    std::uint64_t seq = 0;
    std::string line;  // empty where erased
    bool erased = false;
    seal::Digest digest = {}, hash = {};
  };
  Result<std::vector<Sent>> to_send(const std::string& epoch, std::uint64_t from_seq, std::size_t limit);
  Result<std::optional<LogLine>> line(const std::string& epoch, std::uint64_t seq);
  // Those of one record that are not settled, oldest first.
  Result<std::vector<LogLine>> pending(std::string_view of);
  // The one that is not settled and has this place in its epoch and this digest.
  Result<std::optional<LogLine>> pending(std::uint64_t seq, const seal::Digest& digest);
  // All of one record, oldest first.
  Result<std::vector<LogLine>> of_record(std::string_view of, std::size_t limit = 1'000);
  // How many of one record come after a place in the log.
  Result<std::uint64_t> count_after(const Head& place, std::string_view of);
  // P15: whose entry says waiting, parked or refused; newest first.
  Result<std::vector<LogLine>> troubled(std::size_t limit);
  // Newest first, of all epochs.
  Result<std::vector<LogLine>> newest(std::size_t limit);

  // Oldest epoch first: of all epochs, so of as many as there were starts.
  Result<std::vector<EpochMarks>> marks();
  // The present epoch, and those before it of which not all is received. Costs no more with each start.
  Result<std::vector<EpochMarks>> open_marks();
  // Those of which not all is safe.
  Result<std::vector<EpochMarks>> unsafe_marks();
  // The newest operation before an epoch: where its chain goes on from. Epochs in which nothing was written are passed
  // over; nothing before the first operation.
  Result<std::optional<Head>> prior(const std::string& epoch);
  // Marks only rise (but see `rewind`), and a higher mark raises those it includes; above the epoch's last is
  // Code::chain_gap.
  Result<void> mark_sent(const std::string& epoch, std::uint64_t seq);
  Result<void> mark_received(const std::string& epoch, std::uint64_t seq);
  Result<void> mark_safe(const std::string& epoch, std::uint64_t seq);
  // The centre holds no more of an epoch than up to `seq`, whatever it said before: the rest is to be sent again, and
  // is not safe there.
  Result<void> rewind(const std::string& epoch, std::uint64_t seq);
  // After the centre was restored: all above safe is to be sent again.
  Result<void> resend_from_safe();
  // Nothing that was sent but not received is on its way any more (a new connection).
  Result<void> forget_sent();
  // Operations above `received`.
  Result<std::uint64_t> count_unsent();
  // Where they stand and which record each is on, in the order of the log, at most `limit` after (epoch, seq).
  struct Place {
    std::string epoch;
    std::uint64_t seq = 0;
    std::string of;
  };
  Result<std::vector<Place>> unsent(const Head& after, std::size_t limit);
  // Reads a row for each; `any_unsettled` reads one.
  Result<std::uint64_t> count_unsettled();
  Result<bool> any_unsettled();

  // The entry at `position` of the office's feed was folded. Settled unless the fate is waiting or parked; a later
  // entry of the same operation replaces it.
  Result<void> settle(const std::string& epoch, std::uint64_t seq, std::uint64_t position, model::Fate fate,
                      std::string_view reason);
  // `count` operations from `seq`, plainly applied at as many positions from `position`.
  Result<void> settle_run(const std::string& epoch, std::uint64_t seq, std::uint64_t count, std::uint64_t position);
  // The same where neither operations nor records need be read or written for it (plain.h): of `count` operations from
  // `seq` the records, as far as this may be; and it is done.
  Result<std::vector<std::string>> plain_run(const std::string& epoch, std::uint64_t seq, std::size_t count);
  Result<void> settle_plain(const std::string& epoch, std::uint64_t seq, std::uint64_t count, std::uint64_t position);
  // The same entry, where the record as the desk sees it does not hold it yet: what is pending stays so.
  Result<void> note_entry(const std::string& epoch, std::uint64_t seq, std::uint64_t position, model::Fate fate,
                          std::string_view reason);
  // Another operation has changed what became of this one; its own entry stays, of the life in which it was made.
  Result<void> change_fate(const std::string& epoch, std::uint64_t seq, model::Fate fate, bool settles);
  // Whether its entry, of whichever life of the centre, is one of the present life too.
  Result<bool> entry_stands(const std::string& epoch, std::uint64_t seq);
  // The record is now seen as of `position` of the centre's present life: its operations up to there are settled as
  // their entries say, all others are pending again.
  Result<void> resettle(std::string_view of, std::uint64_t position);

  // Takes a line's content away, for a named person with a reason; digest and chain stay.
  Result<void> erase(const std::string& epoch, std::uint64_t seq, std::string_view person, std::string_view reason);

  // Reads every line and computes the chain anew. Code::chain_broken with the place "epoch/seq".
  Result<Chain> verify_chain();

 private:
  sqlite::Database* db_;
};

}  // namespace karvan::store
