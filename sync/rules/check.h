#pragma once
#include "storage/model/op.h"
#include "storage/model/record.h"
#include "sync/rules/context.h"

namespace karvan::rules {

// May this be done? The centre's own check, which the counter asks before it writes an operation, so that an honest
// desk never hears a refusal from the centre. It looks at all acts of the operation together:
//   pin      a creating operation on an application names a service version that is known (unknown_service)
//   actor    role, institution, service (role_not_allowed)
//   set      questions of the form only (unknown_question); none that is held (fee_field_held is the counter's own)
//   advance  the stage exists, is the desk's, and its prerequisites are reached in this round (stage_not_reached);
//            "filed" needs a form without faults (form_incomplete, with the first question in `where`);
//            "fee_paid" needs a charge with nothing left open (amount_differs)
//   post     a charge is the catalogue's fee (amount_differs); a payment is of the currency and exactly what is open
//            (already_paid, amount_differs); money that moves names its tender (tender_not_accepted)
//   issue    within a lease that is not over (no_lease_left), the number on no other document (number_taken)
//   void     a document that bears the number, or a number of the lease; with a reason (reason_missing)
Result<void> check(const model::Record& record, const model::Op& op, const Context& context);

// The answers of a record, and of a record with an operation's `set` on top.
form::Answers answers_of(const model::Record& record);
form::Answers answers_of(const model::Record& record, const model::Op& op);

}  // namespace karvan::rules
