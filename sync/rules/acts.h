#pragma once
#include "storage/model/op.h"
#include "storage/model/record.h"
#include "sync/rules/context.h"

// What is asked of each act alone; `check` demands all of it, `judge` turns what fails into an alarm or a fate.
// Inside this room only.
namespace karvan::rules {

Result<void> check_actor(const model::Op& op, const Context& context);
Result<void> check_pin(const model::Record& record, const model::Op& op, const Context& context);
Result<void> check_set(const model::Op& op, const Context& context);
Result<void> check_stage(const model::Record& record, const model::Op& op, const Context& context);
Result<void> check_settled(const model::Record& record, const model::Op& op);
Result<void> check_form(const model::Record& record, const model::Op& op, const Context& context);
Result<void> check_charge(const model::Record& record, const model::Op& op, const Context& context);
Result<void> check_movement(const model::Record& record, const model::Op& op);
Result<void> check_issue(const model::Op& op, const Context& context);
Result<void> check_void(const model::Record& record, const model::Op& op, const Context& context);

// An application's record, and so under the rules of a service.
bool is_application(const model::Op& op);

}  // namespace karvan::rules
