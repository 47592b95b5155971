#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/error.h"
#include "storage/seal/note.h"
#include "sync/exchange/pace.h"
#include "sync/exchange/parts.h"

// One exchange between a node and the centre: what to say, and what was said. No socket, clock or thread: the caller
// brings the store's rows and carries the bytes (POST /sync/v1/exchange). sync/PROTOCOL.md is the wire's own page.
namespace karvan::exchange {

inline constexpr int version = 1;

// What a batch's note says: who, how far, and the hash there.
struct Head {
  std::string node;
  Point at;
  std::optional<Point> prior;
  bool operator==(const Head&) const = default;
};
std::string write_head(const Head& head);
Result<Head> parse_head(std::string_view text);

// Positions in the three feeds, each the last one folded; of one life of the centre.
struct Cursors {
  std::string centre_epoch;  // empty: this node has never spoken with a centre
  std::uint64_t office = 0, node = 0, reference = 0;
  // mark_of the feeds there; empty where it is not known. Where it is not the centre's own, or the position lies beyond
  // the feed's end, the two have parted (Answer::back).
  std::string office_hash = {}, node_hash = {}, reference_hash = {};
  bool operator==(const Cursors&) const = default;
};

// A kind of serial number of which the node wants a lease.
struct Want {
  std::string kind;
  std::uint64_t held = 0, per_day = 0;  // numbers left, and used a day as of late
  bool operator==(const Want&) const = default;
};

// A node that begins takes the office's records as they stand instead of every operation since the first. The first
// answer says which position that is (Records); the node names it again with each further request, and when nothing is
// left its cursor stands there.
struct Take {
  Mark from;          // of the first answer; at 0: this is the first
  std::string after;  // the last record taken, in order of ids
  bool operator==(const Take&) const = default;
};

// How much of a long document is here already.
struct Part {
  Feed feed = Feed::reference;
  std::uint64_t at = 0, have = 0;
  bool operator==(const Part&) const = default;
};

// Marks that the node has kept of each feed, newest first, at growing distances.
struct Trail {
  std::vector<Mark> office, node, reference;
  bool empty() const { return office.empty() && node.empty() && reference.empty(); }
  bool operator==(const Trail&) const = default;
};

// After a fork a person told this box by telephone that it is the node (epoch_code.h): the code, and the epoch that it
// opened with it. What went before in that epoch's chain, and what goes on from it, is this box's.
struct Opened {
  std::string code;
  std::string epoch;
  bool operator==(const Opened&) const = default;
};

// What the centre once signed to this node, handed back after it was restored: it may have lost it.
struct Tail {
  std::string kind;  // lease, fleet: the note alone. said: a checkpoint, and what its `said` is of
  std::string note;
  std::string body = {};  // operations, each with a newline
  bool operator==(const Tail&) const = default;
};

struct Request {
  int v = version;
  std::vector<int> speaks = {version};  // versions in which the answer may be written
  std::string node;
  Cursors cursors;
  // For the present epoch and each that is not wholly acknowledged: how far the node knows it to be received.
  std::vector<Point> known;
  std::vector<Want> want;
  // Of the packed answer. 0: receipts only, nothing of the feeds.
  std::uint64_t answer_bytes_max = 4 << 20;
  bool patches = false;   // documents may come as patches of what the node has
  bool safe = false;      // tell how far the epochs of `known` are safe
  bool contents = false;  // of this node's own operations too: this box lacks some of them
  std::optional<Take> take;
  std::vector<std::string> fetch;  // records of which a snapshot is wanted
  std::optional<Part> part;
  Trail back;  // answers Answer::back: where the two last agreed
  std::optional<Opened> opened;
  std::string gone;  // signed note over `Gone`; empty: nothing is lost that work here goes on from
  std::vector<Tail> tail;
  std::vector<Batch> batches;
};

// How far the centre has come with this node; signed. `fleet` numbers the fleet state.
struct Checkpoint {
  std::string centre_epoch;
  std::string node;
  std::uint64_t office = 0, node_feed = 0, reference = 0;  // the feeds' ends
  std::uint64_t fleet = 0;
  seal::Digest office_hash{}, node_hash{}, reference_hash{};  // of the feeds' chains there
  seal::Digest said{};                                        // digest_of_said in the answer; zeros: nothing was
  bool operator==(const Checkpoint&) const = default;
};
std::string write_checkpoint(const Checkpoint& checkpoint);
Result<Checkpoint> parse_checkpoint(std::string_view text);

// A batch that was not taken: what it extends, and why. The others were.
struct Refused {
  Point after;
  std::string code;  // chain_broken, signature_wrong, body_too_large
  bool operator==(const Refused&) const = default;
};

// Covered by a verified backup or a copy elsewhere, up to here (P12).
struct SafeMark {
  std::string epoch;
  std::uint64_t seq = 0;
  bool operator==(const SafeMark&) const = default;
};

// See Take.
struct Records {
  std::uint64_t at = 0;
  seal::Digest hash{};     // of the office feed at `at`
  std::uint64_t left = 0;  // records still to come; 0: these were the last
  bool operator==(const Records&) const = default;
};

struct Answer {
  int v = version;
  // The contiguous end of each epoch touched or stated, left out where the request already knew it.
  std::vector<Point> receipts;
  std::vector<Entry> entries;       // office feed, in order of `at`, from the cursor on
  std::vector<Document> documents;  // node and reference feeds, each in order
  std::vector<Snapshot> snapshots;  // before the entries: what Request::take, or ::fetch, asked for
  std::vector<Refused> refused;
  std::vector<SafeMark> safe;
  std::uint64_t safe_at = 0;  // with `safe`: how far the office's feed is covered in the same way; 0: not told
  // Epochs of which the centre has no more than this, though it has what goes on from them: to be sent again from here.
  std::vector<Point> lost;
  std::optional<Records> records;
  // Feeds in which the cursor's hash is not the centre's, or lies beyond the end: nothing of them comes until the node
  // has sent its marks (Request::back).
  std::vector<Feed> back;
  // Where those marks, or the cursors, were found to agree: the feeds go on from here, and what the node has folded
  // above is not the centre's any more. Absent where nothing is to be taken back.
  std::optional<Cursors> from;
  // Where `more`: how far this answer leads in each feed, with the hash there. Else the checkpoint's ends.
  std::optional<Cursors> to;
  bool more = false;       // the feeds hold more than `answer_bytes_max`: ask again
  bool fork = false;       // another box speaks under this name: numbers and money stop (P7)
  std::string checkpoint;  // signed note
};

// What persons at headquarters said in an answer's entries: the lines of their operations, each with a newline. Signed
// with the checkpoint's `said`, so that a centre that was restored believes them (Tail). `centre`: its name as author.
std::string said_in(const std::vector<Entry>& entries, std::string_view centre);
bool is_said(std::string_view line, std::string_view centre);

// ---- the node's side

// What the node's store has for the centre. `runs` in log order, none empty; cut by `budget_bytes`.
struct Outbox {
  std::string node;
  Cursors cursors;
  std::vector<Point> known;
  std::vector<Run> runs;
  std::vector<Want> want;
  std::uint64_t bytes_per_second = 0;  // measured upwards; 0: not yet known
  std::size_t bytes_max = 0;           // of lines; 0: as `bytes_per_second` says
  bool patches = false;                // what is known may be patched
};

// How many bytes of lines one request may carry so that it takes at most ten seconds on the measured link: between one
// operation and 8 MiB. An unknown link is taken for a slow one.
std::size_t budget_bytes(std::uint64_t bytes_per_second);
// Cuts batches, signs their heads. The first operation always goes, however long; what exceeds the budget stays for the
// next round.
Request build(Outbox outbox, const seal::SigningKey& key);

// The answer, its checkpoint verified.
struct Received {
  Answer answer;
  Checkpoint checkpoint;
  // The centre lives another life than `cursors` says: they restart from 0 in the epoch that the checkpoint names.
  bool centre_changed = false;
};
// Malformed, too large, signature_wrong; a checkpoint for another node is signature_wrong too.
Result<Received> read(std::string_view body, const Request& asked, const seal::VerifyingKey& centre);

// ---- the centre's side

// A batch whose chain and signature hold: the hash after each of its lines.
struct Verified {
  Head head;
  std::vector<seal::Digest> hashes;  // as many as lines
};
// signature_wrong, chain_broken (the head's hash is not that of the lines), body_too_large.
Result<Verified> verify(const Batch& batch, std::string_view node, const seal::VerifyingKey& key);

}  // namespace karvan::exchange
