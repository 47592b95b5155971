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
//   change_draft → {seen, saved_at, questions, groups, repeats, missing, fee}: unknown_draft, draft_changed_elsewhere
//   (args.seen), unknown_question, answer_read_only, answer_too_long
Result<Decision> decide(const World& world, const StartDraft& cmd);
Result<Decision> decide(const World& world, const ChangeDraft& cmd);
Result<Decision> decide(const World& world, const DiscardDraft& cmd);

// repeats.cpp
//   add_instance, remove_instance → as change_draft, the former with {instance}: repeat_full, unknown_question,
//   answer_read_only (the form itself counts them)
Result<Decision> decide(const World& world, const AddInstance& cmd);
Result<Decision> decide(const World& world, const RemoveInstance& cmd);

// lookup.cpp
//   look_up → as change_draft, with {found}: unknown_question (it asks for no document's number), not_found
Result<Decision> decide(const World& world, const LookUp& cmd);

// filing.cpp
//   file_draft → {application, tracking}: the operation that creates the record, and a second one that charges the fee.
//   unknown_draft, draft_changed_elsewhere, form_incomplete, role_not_allowed
Result<Decision> decide(const World& world, const FileDraft& cmd);

// cash.cpp
//   take_payment → {receipt: {kind, number}, print}. The first payment of a person at a desk opens a shift there.
//   unknown_application, tender_not_accepted, fee_field_held, already_paid, amount_differs, no_lease_left
Result<Decision> decide(const World& world, const TakePayment& cmd);

//   waive_fee, refund → {}: supervisors; reason_missing, amount_differs, shift_not_open (cash leaves a drawer)
Result<Decision> decide(const World& world, const WaiveFee& cmd);
Result<Decision> decide(const World& world, const Refund& cmd);

// over.cpp
//   sign_over → VerifyPin, then {me}; give_back → {me}
Result<Decision> decide(const World& world, const SignOver& cmd);
Result<Decision> decide(const World& world, const GiveBack& cmd);

// parties.cpp
//   print_summary → {summary, print}: draft_changed_elsewhere, form_incomplete
//   show_party → {}: party_missing (no such role or number), reason_missing, consent_missing, field_wrong_type
Result<Decision> decide(const World& world, const PrintSummary& cmd);
Result<Decision> decide(const World& world, const ShowParty& cmd);

// changes.cpp: after filing
//   field_held, changed_elsewhere, constraint_failed, form_incomplete, role_not_allowed, reason_missing, field_not_held
Result<Decision> decide(const World& world, const ChangeApplication& cmd);
Result<Decision> decide(const World& world, const ReturnApplication& cmd);
//   close_application → {}: closing_not_offered, reason_missing, field_wrong_type, application_closed
Result<Decision> decide(const World& world, const CloseApplication& cmd);
Result<Decision> decide(const World& world, const ApproveApplication& cmd);
//   settle_review → {}: not_found (nothing of the kind is open), field_wrong_type (no outcome of its kind)
Result<Decision> decide(const World& world, const SettleReview& cmd);
Result<Decision> decide(const World& world, const Resolve& cmd);

// documents.cpp
//   issue_document → {document: {kind, number}, print}: not_decided, stage_not_reached, document_field_held
//   (args.field), document_issued_already, no_lease_left hand_over → {}: document_not_issued, print_outcome_unknown,
//   handed_over_already, field_missing
Result<Decision> decide(const World& world, const IssueDocument& cmd);
Result<Decision> decide(const World& world, const HandOver& cmd);

// shifts.cpp
//   open_shift → {shift}; close_shift → {shift, expected, counted, difference}: shift_not_open, reason_missing
//   close_stop → {date, print}: shift_still_open, stop_has_drafts
Result<Decision> decide(const World& world, const OpenShift& cmd);
Result<Decision> decide(const World& world, const CloseShift& cmd);
Result<Decision> decide(const World& world, const CloseStop& cmd);

// captures.cpp
//   start_capture → {capture}: unknown_question, device_missing, capture_running, reason_missing
Result<Decision> decide(const World& world, const StartCapture& cmd);
Result<Decision> decide(const World& world, const CancelCapture& cmd);
Result<Decision> decide(const World& world, const CaptureReported& cmd);
Result<Decision> decide(const World& world, const TestDevice& cmd);

// prints.cpp
//   settle_print → {print?, receipt?}: spoiled voids the number and issues the next one; nothing prints the same number
//   again. Where no number is left, what is spoiled is still accounted for and the reply names neither.
//   unknown_print, print_already_settled, print_running, reason_missing
Result<Decision> decide(const World& world, const SettlePrint& cmd);
Result<Decision> decide(const World& world, const PrintReported& cmd);

// decide.cpp
Result<Decision> decide(const World& world, const ExchangeNow& cmd);
//   settle_fork → {}: supervisors; not_found (no fork was noticed), epoch_code_wrong
Result<Decision> decide(const World& world, const SettleFork& cmd);
//   acknowledge_salvage → {}: supervisors; reason_missing, answer_too_long, not_found (none of the name is open)
Result<Decision> decide(const World& world, const AcknowledgeSalvage& cmd);

// Whatever issues a number or moves money is refused while they are stopped: fork_noticed, node_revoked.
Result<Decision> decide(const World& world, const Command& cmd);

}  // namespace karvan::counter
