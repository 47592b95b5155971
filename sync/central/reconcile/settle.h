#pragma once
#include <optional>
#include <string>
#include <vector>

#include "storage/model/record.h"
#include "sync/central/reconcile/hand.h"
#include "sync/central/reconcile/met.h"
#include "sync/central/reconcile/reading.h"
#include "sync/central/reconcile/reference.h"
#include "sync/central/store/files.h"
#include "sync/central/store/inbox.h"
#include "sync/central/store/leases.h"
#include "sync/central/store/nodes.h"
#include "sync/central/store/records.h"
#include "sync/rules/context.h"

namespace karvan::central {

// Judges operations and writes all that follows from them: entry, record, lists, numbers, parking, what the centre is
// to do next. Runs inside a transaction of the records file; reads the inbox. What it has in hand is written by
// `finish`; after an error the transaction, or a savepoint from before, is to be undone, and the Settler is of no use.
class Settler {
 public:
  // `met`: of the turn that this is part of.
  Settler(Files& files, const Reference& reference, Met& met, const Spread& spread = one_by_one)
      : files_(&files), reference_(&reference), met_(&met), hand_(files, reference, spread) {}

  // An operation as it came from `node`. What cannot be read, or says of itself another identity than its place in the
  // chain, is parked alone (P15); so is what another box wrote under its name (P7), until a person has settled that.
  // Then what waited on the same record is tried again. The cursor goes along. A reading that foresees anything is to
  // stay until `finish`.
  Result<void> take(const Node& node, const InboxLine& line, const Result<Reading>& reading);
  Result<void> finish() { return hand_.put_down(); }

  // The rules' own check of what the centre is about to write.
  Result<void> check(const model::Record& record, const model::Op& op, std::int64_t now_ms);

  // After something that a stage of the centre waited for has come.
  Result<void> plan_again(std::string_view office, const std::string& record);

  // Sets an operation aside whose judging failed in a way that nobody foresaw. Its author is told.
  Result<void> park_alone(const Node& node, const InboxLine& line, Code reason);

  // Tries again what waits for this reason, at most `limit`, from after a row of it on, which is moved on; false where
  // there was none.
  Result<bool> retry(Code reason, std::uint64_t& after, std::size_t limit);

 private:
  Result<bool> open(const model::Record& record) const;
  Result<model::Verdict> judged(const model::Record& record, const model::Op& op, rules::Context context);
  Result<std::vector<std::string>> others_open(const std::string& record, std::string_view identity);
  Result<bool> as_foreseen(const Node& node, const InboxLine& line, const Reading& reading, Hand::Held& held);
  Result<bool> judge_and_apply(const Node& node, const InboxLine& line, const Reading& reading, bool again);
  Result<model::Verdict> judge(const Node& node, const InboxLine& line, const Reading& reading,
                               const model::Record& record);
  Result<model::Verdict> judge_claims(const Node& node, const InboxLine& line, const Reading& reading,
                                      const model::Record& record);
  Result<std::optional<Code>> release_fault(const model::Record& record, const model::Op& word);
  Result<void> tell_author(const Node& node, const InboxLine& line, const model::Verdict& verdict);
  Result<void> step_over(const InboxLine& line);
  Result<model::Verdict> verdict_of(const Node& node, const InboxLine& line, const Reading& reading,
                                    const model::Record& record);
  Result<bool> counts_yet(const Node& node, const InboxLine& line);
  Result<void> leave_out_given_back(const model::Op& op, std::optional<LeaseRow>& lease);
  // Borrows from `lease`, which is the number's.
  Result<rules::Context> context_of(const Node& node, const model::Op& op, const model::Record& record,
                                    std::int64_t received_ms, std::optional<LeaseRow>& lease);
  Result<std::string> waits_for(const model::Op& op, const model::Record& record);
  Result<bool> written_before(const model::OpId& one, const model::Op& other, bool parked_before);
  Result<bool> unseen(const model::OpId& cause);
  Result<bool> waits_so(const model::OpId& op, const model::Verdict& verdict);
  Result<void> park(const Node& node, const InboxLine& line, Code reason);
  Result<void> settle_apart(const model::Op& word, const Node& node, const InboxLine& line, Code reason);
  Result<void> release(const Node& node, const InboxLine& line, const Reading& reading);
  Result<void> reject(const Node& node, const Reading& reading);
  Result<void> enter(const Node& node, const Reading& reading, const model::Verdict& verdict, Hand::Held& held);
  Result<void> write(const Node& node, const Reading& reading, const model::Verdict& verdict, Hand::Held& held);
  Result<void> write_own(const model::Op& op, const model::Verdict& verdict, Hand::Held& held);
  Result<void> keep_parked(const model::RecordId& id, const model::Op& op, const model::Verdict& verdict);
  Result<void> keep_serials(const model::RecordId& id, const model::Op& op, const model::Verdict& verdict);
  Result<void> settle_parked(const model::Op& word);
  Result<void> retry_record(const model::RecordId& id, const std::string& record);
  Result<bool> retry_one(const ParkedRow& row);

  Files* files_;
  const Reference* reference_;
  Met* met_;
  Hand hand_;
};

}  // namespace karvan::central
