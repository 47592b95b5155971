#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/error.h"
#include "storage/model/verdict.h"
#include "storage/seal/hash.h"

// What requests and answers are made of. sync/PROTOCOL.md is the wire's own page.
namespace karvan::exchange {

// Bounds of one request and of one answer.
inline constexpr std::size_t line_bytes_max = 1 << 20;
inline constexpr std::size_t ops_in_batch_max = 1'000;
inline constexpr std::size_t batches_max = 64;
inline constexpr std::size_t epochs_max = 256;
inline constexpr std::size_t plain_bytes_max = 32 << 20;   // of a whole message, decompressed
inline constexpr std::size_t packed_bytes_max = 16 << 20;  // of a body
inline constexpr std::size_t document_bytes_max = 8 << 20;
inline constexpr std::size_t entries_max = 4'096;
inline constexpr std::size_t snapshots_max = 65'536;
inline constexpr std::size_t fetch_max = 64;  // records asked for by id
inline constexpr std::size_t kinds_max = 64;
inline constexpr std::size_t trail_max = 64;  // marks of one feed
inline constexpr std::size_t tails_max = 64;  // in one request

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
  Point after;                 // what `lines` extend
  std::optional<Point> prior;  // the point that this epoch's start names; absent in the first epoch
  std::vector<std::string>
      lines;  // operations seq after+1 …: the authors' exact bytes without newline, or write_erased
  // The chain's value after each line where the caller has it at hand; else empty.
  std::vector<seal::Digest> hashes = {};
};

// An operation whose bytes were taken away travels as its digest, in a batch and in an entry: {"erased":{…}}.
struct Erased {
  std::uint64_t seq = 0;
  seal::Digest digest{};
  bool operator==(const Erased&) const = default;
};
std::string write_erased(const Erased& erased);
// Nothing where the line is an operation.
std::optional<Erased> erased_of(std::string_view line);
// What the chain runs over: the digest that the line names where it is an erased one, else that of its bytes.
seal::Digest digest_of_line(std::string_view line);

// Lines of one run, signed at the end. Never a single operation is signed.
struct Batch {
  Run run;
  std::string head;  // signed note over `Head`
};

enum class Feed { office, node, reference };
std::string_view name_of(Feed feed);

// Every feed is a hash chain, so that node and centre can tell at which position they last agreed:
//   hash(at) = SHA-256( hash(before) ‖ SHA-256( "at feed kind id digest verdict" ) ),  hash(0) = 32 zero bytes
struct FeedItem {
  std::uint64_t at = 0;
  std::string_view feed;     // "office/lahore", "node/bus-01", "reference"
  std::string_view kind;     // "op", or the document's
  std::string_view id;       // "node/epoch/seq", or the document's name
  seal::Digest digest{};     // of the operation's line, or of the document's whole body
  std::string_view verdict;  // model::write_verdict; "" of a document
};
seal::Digest feed_chain(const seal::Digest& before, const FeedItem& item);

// How much of a feed's hash a position is told with: 16 hex digits.
inline constexpr std::size_t mark_digits = 16;
std::string mark_of(const seal::Digest& hash);

struct Mark {
  std::uint64_t at = 0;
  std::string hash;  // mark_of
  bool operator==(const Mark&) const = default;
};

// What the centre says about a node's own operation, or another's, at a feed position.
struct Entry {
  std::uint64_t at = 0;
  std::string epoch;  // with `seq`: one of the asking node's own operations (then `line` is empty)
  std::uint64_t seq = 0;
  std::string line;  // another's operation: exact bytes, or write_erased
  model::Verdict verdict;
  // The verdict is of a newer version: `verdict` says nothing, the record is to be fetched by a newer program.
  std::optional<Code> unread = {};
  bool own() const { return line.empty(); }
  bool operator==(const Entry&) const = default;
};

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
  // A piece of a long one: bytes `from` … of `of` in all; `of` 0: it is whole.
  std::uint64_t from = 0, of = 0;
  bool operator==(const Document&) const = default;
};

// A record as it stands at the centre: model::write_record. It takes the place of what the node had settled of it;
// entries up to `at` are in it already. An empty body: the centre has no such record.
struct Snapshot {
  std::uint64_t at = 0;  // the office feed's position of its last entry
  std::string id;        // RecordId text
  std::string body;
  bool operator==(const Snapshot&) const = default;
};

}  // namespace karvan::exchange
