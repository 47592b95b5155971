#include "sync/central/reconcile/fork.h"

#include "sync/central/reconcile/fleet.h"
#include "sync/central/store/fork_words.h"
#include "sync/rules/fees.h"

namespace karvan::central {

bool numbers_or_money(const model::Op& op) { return op.issue || op.voided || op.lease || rules::moves_money(op); }

Result<bool> of_another_box(Files& files, const InboxLine& line) {
  Inbox inbox(files.inbox);
  TRY(auto row, inbox.epoch(line.node, line.epoch));
  if (!row) return false;
  TRY(auto word, ForkWords(files.inbox).last_heard(line.node, row->signer));
  if (!word) return false;
  TRY(auto opened, inbox.epoch(line.node, word->epoch));
  if (!opened || !opened->parent || opened->signer != row->signer) return false;
  TRY(const bool after, inbox.goes_on_from(line.node, line.epoch, opened->epoch));
  if (after) return false;
  TRY(const bool before, at_or_before(files, {line.node, line.epoch, line.seq}, opened->epoch, seq_max));
  return !before;
}

}  // namespace karvan::central
