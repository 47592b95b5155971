#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/record.h"
#include "sync/central/reconcile/hand.h"
#include "sync/central/reconcile/met.h"
#include "sync/central/reconcile/reading.h"
#include "sync/central/store/files.h"
#include "sync/central/store/inbox.h"
#include "sync/central/store/leases.h"
#include "sync/central/store/nodes.h"
#include "sync/rules/context.h"

namespace karvan::central {

// What becomes of an operation, by the rules and by what else is here: whose box it is of, what it waits for, who else
// asks for the same, whose its number is. It decides alone; what follows is the Settler's to write. What is in hand
// counts as if it were written.
class Judging {
 public:
  // All of them outlive this.
  Judging(Files& files, Met& met, Hand& hand) : files_(&files), met_(&met), hand_(&hand) {}

  // *waiting* or *parked* where something holds it up, else what `judge` says.
  Result<model::Verdict> verdict_of(const Node& node, const InboxLine& line, const Reading& reading,
                                    const model::Record& record);
  // Whatever holds it up.
  Result<model::Verdict> judge(const Node& node, const InboxLine& line, const Reading& reading,
                               const model::Record& record);
  // The rules' own check of what the centre is about to write.
  Result<void> check(const model::Record& record, const model::Op& op, std::int64_t now_ms);

  // P14: of a box that is revoked what lies beyond its last witnessed head is set aside, whoever has its name now.
  Result<bool> counts_yet(const Node& node, const InboxLine& line);
  // Causes that are not settled: a value that the author saw, the record's creation, an earlier act of the same author
  // on it. Gives the reason's code, or "" (waiting.cpp).
  Result<std::string> waits_for(const model::Op& op, const model::Record& record);
  // By the service that it is pinned to.
  Result<bool> open(const model::Record& record) const;
  // Other applications for whom `identity` names (rules::identity_of) that are open; none where it is empty.
  Result<std::vector<std::string>> others_open(const std::string& record, std::string_view identity);

 private:
  // But for what it releases: one word may release another.
  Result<model::Verdict> judge_itself(const Node& node, const InboxLine& line, const Reading& reading,
                                      const model::Record& record);
  Result<std::optional<Code>> release_fault(const model::Record& record, const model::Op& word);
  Result<model::Verdict> judged(const model::Record& record, const model::Op& op, rules::Context context);
  Result<void> leave_out_given_back(const model::Op& op, std::optional<LeaseRow>& lease);
  // Borrows from `lease`, which is the number's.
  Result<rules::Context> context_of(const Node& node, const model::Op& op, const model::Record& record,
                                    std::int64_t received_ms, std::optional<LeaseRow>& lease);
  Result<bool> written_before(const model::OpId& one, const model::Op& other, bool parked_before);
  Result<bool> unseen(const model::OpId& cause);
  // It is on an application that has not come.
  static bool lacks_filing(const model::Op& op, const model::Record& record);

  Files* files_;
  Met* met_;
  Hand* hand_;
};

}  // namespace karvan::central
