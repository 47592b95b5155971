#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/error.h"
#include "storage/model/op.h"
#include "storage/seal/hash.h"
#include "storage/sqlite/database.h"

namespace karvan::central {

// A place in a chain.
struct Place {
  std::string epoch;
  std::uint64_t seq = 0;
  seal::Digest hash{};
  bool operator==(const Place&) const = default;
};

// One epoch of one node. `parent` is where it goes on from: the operation whose hash its start names, once that has
// come; the epoch of a node's first start has none and is its own root.
struct EpochRow {
  std::string node;
  std::string epoch;
  Place prior;                  // as the node names it; epoch empty in the first
  std::optional<Place> parent;  // found in the inbox; epoch empty: the root
  Place received;               // the contiguous end
};

struct InboxLine {
  std::string node, epoch;
  std::uint64_t seq = 0;
  std::string line;
  seal::Digest hash{};
  std::int64_t received_ms = 0;
};

// A part of one epoch whose chain and signature were verified: `hashes[i]` is the chain after `lines[i]`.
struct Verse {
  std::string node;
  Place after;
  Place prior;
  std::vector<std::string> lines;
  std::vector<seal::Digest> hashes;
};

// Nodes whose logs have grown.
struct Grown {
  std::uint64_t mark = 0;  // to ask from next time
  std::vector<std::string> nodes;
};

enum class Stored { fresh, known, forked };

// Operations as they came, by (node, epoch, seq); never changed. Callers wrap writes in a transaction.
class Inbox {
 public:
  explicit Inbox(sqlite::Database& inbox) : db_(&inbox) {}

  // Stores what is new of it (P2: the rest is no news), and moves the contiguous end as far as it goes now. `forked`:
  // a line, or the place that it extends, has another hash here (P7); what contradicts is set aside in `contested`.
  Result<Stored> store(const Verse& verse, std::int64_t now_ms);

  Result<std::optional<EpochRow>> epoch(std::string_view node, std::string_view epoch);
  Result<std::vector<EpochRow>> epochs(std::string_view node);
  Result<std::vector<EpochRow>> epochs();  // of all nodes, by node
  // Whose logs have grown, or were joined together, after `mark` (0: ever), in that order.
  Result<Grown> grown_since(std::uint64_t mark, std::size_t limit);

  // Looks for the parents of a node's epochs that have none yet. True where what was found cannot be one box: an epoch
  // goes on from where another has gone on, or from before what is known, or begins anew (P7).
  // What a person has settled (Nodes::put with another key) counts no more.
  Result<bool> find_parents(std::string_view node);
  Result<std::int64_t> forks(std::string_view node);  // how many such places there are

  // In order, from `from` on, at most `limit`, never beyond the contiguous end.
  Result<std::vector<InboxLine>> lines(std::string_view node, std::string_view epoch, std::uint64_t from,
                                       std::size_t limit);
  Result<std::optional<InboxLine>> line(const model::OpId& id);
  Result<std::uint64_t> received(std::string_view node);  // operations, over all epochs

 private:
  Result<Stored> store_line(const Verse& verse, std::size_t i, std::int64_t now_ms);
  Result<bool> extends_known(const Verse& verse);
  Result<bool> advance(const Verse& verse);
  Result<void> note_growth(std::string_view node);
  Result<std::optional<Place>> find_parent(const EpochRow& row);
  sqlite::Database* db_;
};

}  // namespace karvan::central
