#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/error.h"
#include "storage/model/verdict.h"
#include "storage/seal/hash.h"
#include "storage/seal/note.h"

// One exchange between a node and the centre: what to say, and what was said. No socket, clock or thread: the caller
// brings the store's rows and carries the bytes (POST /sync/v1/exchange). sync/PROTOCOL.md is the wire's own page.
namespace karvan::exchange {

inline constexpr int version = 1;

// Bounds of one request and of one answer.
inline constexpr std::size_t line_bytes_max = 1 << 20;
inline constexpr std::size_t ops_in_batch_max = 1'000;
inline constexpr std::size_t batches_max = 64;
inline constexpr std::size_t epochs_max = 256;
inline constexpr std::size_t plain_bytes_max = 32 << 20;   // of a whole message, decompressed
inline constexpr std::size_t packed_bytes_max = 16 << 20;  // of a body
inline constexpr std::size_t document_bytes_max = 8 << 20;
inline constexpr std::size_t entries_max = 4'096;

// A place in one epoch's chain: `hash` is the chain's value after operation `seq` (seq 0: before the first).
struct Point {
  std::string epoch;
  std::uint64_t seq = 0;
  seal::Digest hash{};
  bool operator==(const Point&) const = default;
};

// Where a node's epoch stands in its log. The chain goes on over epochs: the hash before an epoch's first operation is
// the hash of `prior`, the last operation before it; all zero bytes, and no `prior`, in a node's first epoch.
struct Run {
  Point after;                     // what `lines` extend
  std::optional<Point> prior;      // the point that this epoch's start names; absent in the first epoch
  std::vector<std::string> lines;  // operations seq after+1 …, the authors' exact bytes, without newline
};

// Lines of one run, signed at the end. Never a single operation is signed.
struct Batch {
  Run run;
  std::string head;  // signed note over `Head`
};

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
  bool operator==(const Cursors&) const = default;
};

struct Request {
  int v = version;
  std::string node;
  Cursors cursors;
  // For the present epoch and each that is not wholly acknowledged: how far the node knows it to be received.
  std::vector<Point> known;
  std::vector<std::string> low;  // kinds of serial number that run low
  std::uint64_t answer_bytes_max = 4 << 20;
  bool patches = false;  // documents may come as patches of what the node has
  std::vector<Batch> batches;
};

// What the centre says about a node's own operation, or another's, at a feed position.
struct Entry {
  std::uint64_t at = 0;
  std::string epoch;  // with `seq`: one of the asking node's own operations (then `line` is empty)
  std::uint64_t seq = 0;
  std::string line;  // another's operation, exact bytes
  model::Verdict verdict;
  bool own() const { return line.empty(); }
  bool operator==(const Entry&) const = default;
};

enum class Feed { office, node, reference };

// A thing of a feed that is no operation: in `node` lease (a signed note), staff (rules::Staff); in `reference`
// manifest (a signed note), service (compiled bytes, `name` is their SHA-256), media (an image or a sound, the same).
// With a `base`, the SHA-256 of an earlier document of its kind in that feed, `body` is a patch of that one's body.
struct Document {
  Feed feed = Feed::reference;
  std::uint64_t at = 0;
  std::string kind;
  std::string name;
  std::string body;
  std::string base = {};
  bool operator==(const Document&) const = default;
};

// How far the centre has come with this node; signed. `fleet` numbers the fleet state.
struct Checkpoint {
  std::string centre_epoch;
  std::string node;
  std::uint64_t office = 0, node_feed = 0, reference = 0;  // the feeds' ends
  std::uint64_t fleet = 0;
  bool operator==(const Checkpoint&) const = default;
};
std::string write_checkpoint(const Checkpoint& checkpoint);
Result<Checkpoint> parse_checkpoint(std::string_view text);

struct Answer {
  int v = version;
  // The contiguous end of each epoch touched or stated, left out where the request already knew it.
  std::vector<Point> receipts;
  std::vector<Entry> entries;       // office feed, in order of `at`, from the cursor on
  std::vector<Document> documents;  // node and reference feeds, each in order
  bool more = false;                // the feeds hold more than `answer_bytes_max`: ask again
  bool fork = false;                // another box speaks under this name: numbers and money stop (P7)
  std::string checkpoint;           // signed note
};

// ---- the node's side

// What the node's store has for the centre. `runs` in log order, none empty; cut by `budget_bytes`.
struct Outbox {
  std::string node;
  Cursors cursors;
  std::vector<Point> known;
  std::vector<Run> runs;
  std::vector<std::string> low;
  std::uint64_t bytes_per_second = 0;  // measured upwards; 0: not yet known
  bool patches = false;                // what is known may be patched
};

// How many bytes of lines one request may carry so that it takes at most ten seconds on the measured link: between one
// operation and 8 MiB. An unknown link is taken for a slow one.
std::size_t budget_bytes(std::uint64_t bytes_per_second);
// zstd: 19 on a slow link, 3 on a fast one.
int level_for(std::uint64_t bytes_per_second);

// Cuts batches, signs their heads. The first operation always goes, however long; what exceeds the budget stays for the
// next round.
Request build(const Outbox& outbox, const seal::SigningKey& key);

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
