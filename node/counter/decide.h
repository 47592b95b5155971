#pragma once
#include "node/counter/decision.h"

// PURE: what becomes of a command. The same world and command give the same decision; time and freshness come in with
// them. A refusal changes nothing.
namespace karvan::counter {

// seats.cpp
//   sign_in → VerifyPin, then {me}. A try is counted before the PIN is looked at, so that a crash gives none back.
//   pin_wrong (also for a name that is not on the roster), pin_disabled, field_missing
Result<Decision> decide(const World& world, const SignIn& cmd);
Result<Decision> decide(const World& world, const Unlock& cmd);
Result<Decision> decide(const World& world, const PinVerified& cmd);
Result<Decision> decide(const World& world, const SignOut& cmd);
Result<Decision> decide(const World& world, const Lock& cmd);

// intake.cpp
//   start_draft → {draft}: unknown_service, role_not_allowed
//   change_draft → {seen, saved_at, questions, groups, missing}: unknown_draft, draft_changed_elsewhere (args.seen),
//   unknown_question, answer_read_only, answer_too_long
Result<Decision> decide(const World& world, const StartDraft& cmd);
Result<Decision> decide(const World& world, const ChangeDraft& cmd);
Result<Decision> decide(const World& world, const DiscardDraft& cmd);

// filing.cpp
//   file_draft → {application, tracking}: the operation that creates the record, and a second one that charges the fee.
//   unknown_draft, draft_changed_elsewhere, form_incomplete, role_not_allowed
Result<Decision> decide(const World& world, const FileDraft& cmd);

// cash.cpp
//   take_payment → {receipt: {kind, number}, print}. The first payment of a person at a desk opens a shift there.
//   unknown_application, tender_not_accepted, fee_field_held, already_paid, amount_differs, no_lease_left
Result<Decision> decide(const World& world, const TakePayment& cmd);

// prints.cpp
//   settle_print → {print?, receipt?}: spoiled voids the number and issues the next one; nothing prints the same number
//   again. Where no number is left, what is spoiled is still accounted for and the reply names neither.
//   unknown_print, print_already_settled, print_running, reason_missing
Result<Decision> decide(const World& world, const SettlePrint& cmd);
Result<Decision> decide(const World& world, const PrintReported& cmd);

// decide.cpp
Result<Decision> decide(const World& world, const ExchangeNow& cmd);

Result<Decision> decide(const World& world, const Command& cmd);

}  // namespace karvan::counter
