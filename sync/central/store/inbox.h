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

// One epoch of one node, or a branch of it. `parent` is where it goes on from: the operation whose hash its start
// names, once that has come; the epoch of a node's first start has none and is its own root.
//
// A branch is what another box wrote under the same name and epoch (P7), or what came into another box's epoch under a
// key that is revoked (P14): its own name is "EPOCH~2", a name that no node can give, and it begins at `first`, where
// the two parted.
struct EpochRow {
  std::int64_t id = 0;
  std::string node;
  std::string epoch;
  std::string base;  // of a branch: the epoch that its lines name; else empty
  std::uint64_t first = 1;
  Place prior;                  // as the node names it; epoch empty in the first
  std::optional<Place> parent;  // found in the inbox; epoch empty: the root
  Place received;               // the contiguous end
  std::string signer;           // the key under whose signature it came first; empty: the centre's own
  bool holes = false;           // lines below its end are lost (Inbox::bridge)
};
bool is_branch(std::string_view epoch);

struct InboxLine {
  std::string node, epoch;
  std::uint64_t seq = 0;
  std::string line;  // the author's exact bytes, or exchange::write_erased
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
  std::string signer = {};  // seal's text of the key that vouches for it
};

// An epoch that has grown, or has found its parent.
struct Grown {
  std::string node, epoch;
  std::uint64_t mark = 0;  // rises with each growth
};

enum class Stored { fresh, known, forked };

inline constexpr std::uint64_t seq_max = 0xffff'ffff;  // in one epoch
inline constexpr std::size_t branches_max = 64;        // of one epoch

// Operations as they came, by (node, epoch, seq); never changed but for what was ordered away. Callers wrap writes in a
// transaction.
class Inbox {
 public:
  explicit Inbox(sqlite::Database& inbox) : db_(&inbox) {}

  // Stores what is new of it (P2: the rest is no news), and moves the contiguous end as far as it goes now. `forked`:
  // a line, or the place that it extends, has another hash here (P7); from there on all of it is kept in a branch.
  // Errors: malformed beyond the bounds.
  Result<Stored> store(const Verse& verse, std::int64_t now_ms);

  Result<std::optional<EpochRow>> epoch(std::string_view node, std::string_view epoch);
  Result<std::vector<EpochRow>> epochs(std::string_view node);
  Result<std::vector<EpochRow>> epochs();  // of all nodes, by node
  // Which epochs have grown after `mark` (0: ever), in that order.
  Result<std::vector<Grown>> grown_since(std::uint64_t mark, std::size_t limit);
  Result<std::uint64_t> growth();  // the mark that was given last
  // Names of the epochs that go on from an operation of this one up to `seq`.
  Result<std::vector<std::string>> children(std::string_view node, std::string_view epoch, std::uint64_t seq);

  // Whether what a node sent cannot be one box's: an epoch goes on from where another has gone on, or from before what
  // is known, or begins anew, or its lines are not those that are known (P7). Each such place counts once, however
  // often either box goes on from it; what a person has settled (Nodes::settle_forks, or ::put with another key) no
  // more, and nothing that came under a key that is revoked: who has that stops nobody's numbers.
  Result<bool> forked(std::string_view node);
  Result<std::int64_t> forks(std::string_view node);  // how many such places there are

  // The last place of what came under a key; epoch empty: nothing did.
  Result<Place> head(std::string_view node, std::string_view signer);

  // Whether an epoch is `from`, or goes on from it over however many others.
  Result<bool> goes_on_from(std::string_view node, std::string_view epoch, std::string_view from);

  // In order, from `from` on, at most `limit`, never beyond the contiguous end.
  Result<std::vector<InboxLine>> lines(std::string_view node, std::string_view epoch, std::uint64_t from,
                                       std::size_t limit);
  Result<std::optional<InboxLine>> line(const model::OpId& id);
  Result<std::uint64_t> received(std::string_view node);  // operations, over all epochs but branches

  // An operation of the centre's own that a restore had lost, handed back by a box to which it was signed: known by its
  // id from now on, whatever came before it in its epoch. Nothing where it is here.
  Result<void> admit(const model::OpId& id, std::string_view line, std::int64_t now_ms);
  // Those after a mark, which is moved on, in the order in which they came.
  Result<std::vector<InboxLine>> admitted_since(std::uint64_t& mark, std::size_t limit);

  // A box has lost lines of its log for good, by its own word under the key `signer`: after `kept` it goes on from
  // `next`. What came of it from beyond them is taken as it stands: the rest of that epoch, and epochs that go on from
  // there. Nothing while `kept` is not here, or where it contradicts what is, nor for two places of different epochs;
  // and no epoch comes to rest on itself. Should such a line come after all, it is kept in a branch, as another box's.
  Result<void> bridge(std::string_view node, std::string_view signer, const Place& kept, const Place& next,
                      std::int64_t now_ms);
  // Whether its box has said that this operation is lost.
  Result<bool> is_gone(const model::OpId& id);
  Result<std::uint64_t> gone(std::string_view node);  // how many places of its log it has told to be lost
  Result<std::uint64_t> gone();                       // and all boxes together

  // Takes the line's bytes away; its digest and the chain stay. Nothing where there is none, or they are gone.
  Result<void> erase(const model::OpId& id);

  // What epochs of a node go on from that is not here: the place up to which the centre has each.
  Result<std::vector<Place>> missing(std::string_view node, std::size_t limit);

  // P12. How far an epoch is covered by a verified backup, or by a copy elsewhere.
  Result<std::uint64_t> safe(std::string_view node, std::string_view epoch);
  // Such a copy holds so much of it. Never falls.
  Result<void> make_safe(std::string_view node, std::string_view epoch, std::uint64_t seq);

 private:
  Result<EpochRow> begin(const Verse& verse, std::size_t i, const EpochRow* forks_from);
  Result<std::vector<EpochRow>> family(std::string_view node, std::string_view epoch);
  enum class Fit { no, likely, sure };  // likely: the place that the lines go on from is not known yet
  Result<Fit> fit(const EpochRow& row, const Verse& verse, bool revoked);
  Result<EpochRow> place_of(const Verse& verse, std::vector<EpochRow>& rows);
  Result<EpochRow> branch_for(const Verse& verse, std::size_t i, const EpochRow& parted, std::vector<EpochRow>& rows);
  Result<std::size_t> add(const EpochRow& row, const Verse& verse, std::size_t from, std::int64_t now_ms,
                          std::optional<std::uint64_t>& fresh);
  Result<bool> pass_over(const EpochRow& row, Place& end);
  Result<bool> advance(EpochRow& row, const Verse& verse, std::size_t from, std::size_t to);
  Result<void> note_growth(std::int64_t epoch_id);
  Result<std::optional<seal::Digest>> hash_at(const EpochRow& row, std::uint64_t seq);
  Result<void> adopt(const EpochRow& child, const EpochRow& parent, std::uint64_t seq);
  Result<void> set_parent(const EpochRow& child, const EpochRow& parent, std::uint64_t seq);
  Result<std::optional<std::pair<EpochRow, std::uint64_t>>> place_kept(std::string_view node, std::string_view signer,
                                                                       const Place& kept);
  Result<void> skip_holes(EpochRow& row, std::uint64_t up_to);
  Result<void> note_gone(std::string_view node, const Place& kept, const Place& next, std::int64_t now_ms);
  Result<void> adopt_orphans(const EpochRow& row, const Verse& verse, std::size_t from, std::size_t to);
  Result<void> find_parent(const EpochRow& row);
  Result<std::optional<std::pair<EpochRow, std::uint64_t>>> holder_of(std::string_view node, const seal::Digest& hash);
  Result<void> count_forks(const EpochRow& row, std::uint64_t from, std::uint64_t to);
  Result<void> add_forks(const EpochRow& by, std::int64_t more);
  Result<bool> revoked(std::string_view node, std::string_view signer);
  sqlite::Database* db_;
};

}  // namespace karvan::central
