#pragma once
#include "storage/model/op.h"
#include "storage/model/record.h"
#include "sync/rules/context.h"

namespace karvan::rules {

// May this be done? The centre's own check, which the counter asks before it writes an operation, so that an honest
// desk never hears a refusal from the centre. It looks at all acts of the operation together:
//   pin      a creating operation on an application names a service version that is known (unknown_service)
//   actor    role, institution, service (role_not_allowed)
//   all      nothing that the application's ending stops (application_closed; closing.h)
//   all      what a record can hold (record_full)
//   set      questions of the form only (unknown_question), none that is the institution's own (role_not_allowed); of a
//            record that exists: none that is held (field_held) or a set (malformed), and over the value in force
//            (changed_elsewhere)
//   add, remove  sets only: fields under the rule `union`, lists of repeats (unknown_question), none held (field_held);
//            one word (malformed), and of what is in (changed_elsewhere)
//   advance  the stage exists, is the actor's, and its prerequisites are in force (stage_not_reached);
//            "filed" needs a form without faults (form_incomplete, with the first question in `where`);
//            "identity_checked" that every party has shown what it must (party_missing);
//            "documents_captured", "biometrics_captured" that their questions are answered by files
//            (attachment_missing); "fee_paid" needs a charge with nothing left open (amount_differs)
//   returned with a reason, of stages in force that the service reopens, before any decision (reason_missing,
//            stage_not_reached, decided_already, handed_over_already)
//   resolve  a field that is held or late (field_not_held), with a reason, by the value of a contender that was seen
//            (malformed), all of them seen (changed_elsewhere)
//   settled  something open (not_found) by an outcome of its kind (field_wrong_type), with a reason; matters.h
//   erase    of an operation, with a reason
//   closed   see closing.h
//   decided  granted or refused, the latter with a reason; after a decision only another one, with a reason
//            (decided_already, reason_missing)
//   post     a charge is the catalogue's fee (amount_differs); a payment is of the currency and exactly what is open
//            (already_paid, amount_differs); money that moves names its tender (tender_not_accepted); waivers and
//            refunds have a reason and a limit (of lines that are waivable); on a shift: a float first, count and
//            remittance until it is closed (shift_open_already, shift_not_open)
//   issue    within a lease that is not over (no_lease_left), the number on no other document (number_taken); all but
//            receipts: no field they depend on is held, and no second application of the same person is in question
//            (document_field_held); not refused, and decided unless the
//            policy is `issue` (not_decided), and no other one of the kind stands (document_issued_already)
//   void     a document that bears the number, or a number of the lease; with a reason (reason_missing)
//   attach   of questions of the form, by a SHA-256 (unknown_question, malformed)
//   shown    see parties.h
//   handed_over  a document that stands (document_not_issued), once (handed_over_already), nothing of it held
//   sheet    on a visit, once (malformed, exists_already)
Result<void> check(const model::Record& record, const model::Op& op, const Context& context);

// Completes `over` of a change by what else its author, a node, has on the screen: the writers of fields that somebody
// elsewhere has changed. What it does not name was not seen, and the change counts as parallel to it.
void note_seen(const model::Record& record, std::string_view author, model::Op& op);

// Completes a change by what the form makes of it: calculations follow, and what is not relevant any more is blank;
// what is of an instance that went stays, as it may come back. Whole values of sets become additions and removals.
// `before` and `after` are of the same moment, so that what time alone changes is left as it was; so are metadata and
// what `op` sets already.
void note_made(const model::Record& record, const form::Instance& before, const form::Instance& after, model::Op& op);

// The answers of a record, and of a record with an operation's `set` on top.
form::Answers answers_of(const model::Record& record);
form::Answers answers_of(const model::Record& record, const model::Op& op);

}  // namespace karvan::rules
