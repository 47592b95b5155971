#pragma once
#include "storage/model/op.h"
#include "storage/model/record.h"
#include "storage/model/verdict.h"
#include "sync/rules/context.h"
#include "sync/rules/sound.h"

namespace karvan::rules {

// What becomes of it? Total: every operation gets a verdict. Only the centre's counts.
//
// Facts always fold; one that breaks a rule raises an alarm, which the record keeps:
//   disputed:KIND/NUMBER     issued outside a lease of its node, after it, or twice; or while a field that the document
//                            depends on is held, or not as the institution decided; or by somebody without the right
//   suspense                 money of another currency, more than is open, beside an open shift, or by such a one
//   after_closing:ACT        money taken, or a decision, after the application had ended (closing.h)
//   fee_differs              a charge that is not the catalogue's, or a second one: honoured, and looked at
//   voided:KIND/NUMBER       of no lease of its node and no document of the record, or by such a one
//   handed_over:KIND/NUMBER  what was not to leave the desk: void, unknown, held, or handed over before
//   shown:ROLE, attachment, sheet  of nobody that the catalogue knows, of no such question, of no stop
//   decision_superseded      another decision went before
//   invalid:KEY:FLAW         an answer that the form lets nobody give, or one that a filing lacks (sound.h)
//   refused:STAGE:REASON     a stage that was out of its order
//   duplicate:RECORD         the same person has another application for the same service open
//   actor                    an actor unknown, or without the right. Such a one decides nothing
// Claims: a field conflicts when what its author had on the screen (`over`; absent: the record's creator's) is neither
// in force nor equal to that. Then by the catalogue's rule: newest gives parallel or lost; centre gives refused; review
// holds. A set on a held field is always held; one against a resolution that its author had not seen is lost, with the
// alarm late_review:FIELD. What the form calculates conflicts with nothing: it is made again.
// Additions to sets and removals stand, whatever the order. An instance that one took away while another, unseen,
// answered in it stays away; its list is held, and it may come back.
// Changes of different fields by authors who had not seen each other are all marked parallel; what then no longer
// agrees with the form is held, and calculations follow. A stage reached again is lost; without its prerequisites it
// waits, told as refused, and is in force from its own date once they are. A filing whose form has faults on every
// civil date that the desk may have had is refused. A value that breaks a rule of the form is held beside the one in
// force; so is another that a change makes wrong. What an application's ending stops is refused (application_closed),
// unless it was done before; two closings: the second is lost. The first resolution of a held field stands, with
// late_review:FIELD where it did not see every contender; a later one is lost with that alarm. One that saw the
// resolution in force closes a late review. What nobody said is refused. An alarm, or an operation that is parked, is
// settled once. The whole operation waits where it holds an unknown act (version_unknown) or its service is not here
// (catalogue_missing); it is parked where the record cannot hold it (record_full), and refused where its actor may not
// (role_not_allowed).
model::Verdict judge(const model::Record& record, const model::Op& op, const Context& context);

// Whether it reports what has happened in the world.
bool any_fact(const model::Op& op);

// The node's best guess: the same judgement with what the node has. A guess of `held` binds the desk.
inline model::Verdict guess(const model::Record& record, const model::Op& op, const Context& context) {
  return judge(record, op, context);
}

}  // namespace karvan::rules
