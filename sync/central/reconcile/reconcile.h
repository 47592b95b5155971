#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "storage/seal/entropy.h"
#include "sync/central/reconcile/act.h"
#include "sync/central/reconcile/author.h"
#include "sync/central/reconcile/lend.h"
#include "sync/central/reconcile/reading.h"
#include "sync/central/reconcile/reference.h"
#include "sync/central/reconcile/spread.h"
#include "sync/central/store/files.h"
#include "sync/central/store/inbox.h"
#include "sync/exchange/exchange.h"

namespace karvan::central {

// Turns what was received into what stands: judges each operation in its node's order, over epochs; applies it, adds it
// to its office's feed. It may stop anywhere and go on from its cursor: cursor, entry, record and head row are one
// transaction of the records file. Gives out the roster and leases. One at a time; one thread; time is passed in.
class Reconciler {
 public:
  // `spread`: by whom what is pure is done; what comes out is the same, byte for byte, whoever does it.
  Reconciler(Files& files, seal::SigningKey key, seal::Entropy entropy, Spread spread = one_by_one);
  // Before the first step: the centre's own epoch.
  Result<void> start();

  // Some slices of at most `slice_ops` operations, and what is to be closed by now; false where nothing was left to do.
  // A catalogue that cannot be read is an error after all else was done.
  Result<bool> step(std::int64_t now_ms);

  // An act of a person at headquarters, checked by the rules, written and settled at once where its turn has come; the
  // same cmd again gives the first outcome. Errors: those of `make` and of rules::check, and then nothing is written;
  // unknown_application; malformed for another question under the same cmd.
  Result<Outcome> act(const PersonsAct& act, std::int64_t now_ms);

  // What a node asked for in an exchange: kinds of number that run low. `fetched`: how far it has its feed.
  Result<void> lend_to(std::string_view node, const std::vector<exchange::Want>& wants, std::uint64_t fetched,
                       std::int64_t now_ms);

  const Reference& reference() const { return reference_; }
  std::uint64_t changes() const { return changes_; }  // rises with each slice that settled something

 private:
  // An epoch of a node, by their names; with the inbox's mark of its growth.
  using Growth = std::map<std::pair<std::string, std::string>, std::uint64_t>;
  Result<void> recall_growth();
  Result<void> learn_growth();
  Result<void> remember_growth();
  Result<void> chain_feeds();
  Result<bool> settle_some();
  enum class Taken { some, whole, not_ready };
  Result<Taken> settle_grown(const std::string& node, const std::string& epoch, std::size_t& slices);
  Result<void> wake_children(const EpochRow& row, std::uint64_t settled);
  Result<void> settle_own();
  Result<bool> settle_arrivals();
  Result<bool> settle_admitted();
  Result<bool> erase_some(std::int64_t now_ms);
  Result<bool> rebuild_some();
  Result<bool> close_lapsed(std::int64_t now_ms);
  Result<Outcome> outcome(const PersonsAct& act, const model::OpId& op);
  Result<model::OpId> write(const PersonsAct& act, std::int64_t now_ms);
  Result<void> settle_epoch(const EpochRow& row, std::uint64_t cursor, std::size_t& slices);
  Result<void> settle_beside(const Node& node, Slice& now, Slice& next, Met& met);
  Result<void> settle_slice(const Node& node, const Slice& slice, Met& met);
  Result<void> settle_alone(const Node& node, const InboxLine& line, Met& met);
  Result<void> publish(std::int64_t now_ms);
  Result<void> publish_roster(const Node& node);
  Result<void> read_reference();
  Result<bool> learn_catalogue();
  void retry_from(std::size_t reason);
  void know_more_of_revoked();
  Result<void> learn_gone();

  Files* files_;
  Spread spread_;
  seal::SigningKey key_;
  seal::Entropy entropy_;
  Reference reference_;
  OwnLog own_;
  std::string published_;                     // which roster, catalogue and nodes the node feeds were brought up to
  Growth grown_;                              // what may hold operations that are not settled
  Growth waiting_;                            // what goes on from operations that are not settled
  std::pair<std::string, std::string> turn_;  // whose turn it is; empty: the first one's
  std::uint64_t grown_mark_ = 0;              // how far the inbox has told of them
  std::uint64_t grown_kept_ = 0;              // from where a restart asks again
  bool retry_due_ = false;                    // more is known than when what waits for it was tried
  std::size_t retry_reason_ = 0;              // which of the reasons is being tried,
  std::uint64_t retry_after_ = 0;             // and up to which row
  std::optional<std::size_t> retry_again_;    // from which reason on, since more became known meanwhile
  std::uint64_t gone_ = 0;                    // places of logs of which it is known that they are lost
  bool lists_known_ = false;                  // to be of this version
  std::uint64_t changes_ = 0;
  bool wipe_due_ = true;  // bytes that are gone may still stand in a journal
  std::int64_t wiped_ms_ = 0;
};

inline constexpr std::size_t slice_ops = 512;
inline constexpr std::size_t slices_in_turn = 8;  // of one epoch, before that of others
inline constexpr std::int64_t wipe_every_ms = 60'000;

}  // namespace karvan::central
