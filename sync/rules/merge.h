#pragma once
#include "storage/model/op.h"
#include "storage/model/record.h"
#include "storage/model/verdict.h"
#include "sync/rules/context.h"
#include "sync/rules/sound.h"

// What becomes of changes that met. Inside this room only.
namespace karvan::rules {

// Each field that is set, by its merge rule. Where the author had not seen what somebody elsewhere changed, what both
// changed is marked parallel, and the form is evaluated again: what then breaks a constraint or is no longer asked is
// held, and nothing is erased.
// `sound`: a value that breaks a rule of the form is held beside the one in force, and an alarm says which rule; one
// whose author had not seen what others changed is blamed for nothing that depends on other answers.
void judge_fields(const model::Record& record, const model::Op& op, const Context& context, const Soundness& sound,
                  model::Verdict& verdict);

// Raises the alarm of a broken rule, and gives its code as the verdict's reason where there is none yet.
void tell_broken(const Broken& broken, model::Verdict& verdict);

// The first resolution stands. A later one is lost; so is one of a field that nothing contends for. One that chose what
// nobody had said is refused. The form is evaluated again over what it puts in force.
void judge_resolve(const model::Record& record, const model::Op& op, const Context& context, model::Verdict& verdict);

}  // namespace karvan::rules
