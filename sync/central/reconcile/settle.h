#pragma once
#include <string>
#include <string_view>

#include "storage/model/record.h"
#include "sync/central/reconcile/hand.h"
#include "sync/central/reconcile/judging.h"
#include "sync/central/reconcile/met.h"
#include "sync/central/reconcile/reading.h"
#include "sync/central/reconcile/reference.h"
#include "sync/central/store/files.h"
#include "sync/central/store/inbox.h"
#include "sync/central/store/nodes.h"
#include "sync/central/store/records.h"

namespace karvan::central {

// Judges operations and writes all that follows from them: entry, record, lists, numbers, parking, what the centre is
// to do next. Runs inside a transaction of the records file; reads the inbox. What it has in hand is written by
// `finish`; after an error the transaction, or a savepoint from before, is to be undone, and the Settler is of no use.
class Settler {
 public:
  // `met`: of the turn that this is part of.
  Settler(Files& files, const Reference& reference, Met& met, const Spread& spread = one_by_one)
      : files_(&files), met_(&met), hand_(files, reference, spread), judging_(files, met, hand_) {}
  Settler(const Settler&) = delete;
  Settler& operator=(const Settler&) = delete;

  // An operation as it came from `node`. What cannot be read, or says of itself another identity than its place in the
  // chain, is parked alone (P15); so is what another box wrote under its name (P7), until a person has settled that.
  // Then what waited on the same record is tried again. The cursor goes along. A reading that foresees anything is to
  // stay until `finish`.
  Result<void> take(const Node& node, const InboxLine& line, const Result<Reading>& reading);
  Result<void> finish() { return hand_.put_down(); }

  // The rules' own check of what the centre is about to write.
  Result<void> check(const model::Record& record, const model::Op& op, std::int64_t now_ms) {
    return judging_.check(record, op, now_ms);
  }

  // Sets an operation aside whose judging failed in a way that nobody foresaw. Its author is told.
  Result<void> park_alone(const Node& node, const InboxLine& line, Code reason);

  // ---- again (again.cpp)
  // After something that a stage of the centre waited for has come.
  Result<void> plan_again(std::string_view office, const std::string& record);
  // Tries again what waits for this reason, at most `limit`, from after a row of it on, which is moved on; false where
  // there was none.
  Result<bool> retry(Code reason, std::uint64_t& after, std::size_t limit);

 private:
  Result<void> step_over(const InboxLine& line);
  Result<bool> as_foreseen(const Node& node, const InboxLine& line, const Reading& reading, Hand::Held& held);
  Result<bool> judge_and_apply(const Node& node, const InboxLine& line, const Reading& reading, bool again);

  Result<void> enter(const Node& node, const Reading& reading, const model::Verdict& verdict, Hand::Held& held);
  Result<void> write(const Node& node, const Reading& reading, const model::Verdict& verdict, Hand::Held& held);
  Result<void> write_own(const model::Op& op, const model::Verdict& verdict, Hand::Held& held);
  Result<void> keep_parked(const model::RecordId& id, const model::Op& op, const model::Verdict& verdict);
  Result<void> keep_serials(const model::RecordId& id, const model::Op& op, const model::Verdict& verdict);

  // ---- what is set aside (parked.cpp)
  Result<void> tell_author(const Node& node, const InboxLine& line, const model::Verdict& verdict);
  Result<void> park(const Node& node, const InboxLine& line, Code reason);
  Result<void> settle_parked(const model::Op& word);
  Result<void> settle_apart(const model::Op& word, const Node& node, const InboxLine& line, Code reason);
  Result<void> release(const Node& node, const InboxLine& line, const Reading& reading);
  Result<void> reject(const Node& node, const Reading& reading);

  // ---- again (again.cpp)
  Result<bool> waits_so(const model::OpId& op, const model::Verdict& verdict);
  Result<void> retry_record(const model::RecordId& id, const std::string& record);
  Result<bool> retry_one(const ParkedRow& row);

  Files* files_;
  Met* met_;
  Hand hand_;
  Judging judging_;
};

}  // namespace karvan::central
