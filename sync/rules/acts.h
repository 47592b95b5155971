#pragma once
#include "storage/model/op.h"
#include "storage/model/record.h"
#include "sync/rules/context.h"

// What is asked of each act alone; `check` demands all of it, `judge` turns what fails into an alarm or a fate.
// Inside this room only.
namespace karvan::rules {

// acts.cpp
Result<void> check_actor(const model::Op& op, const Context& context);
Result<void> check_pin(const model::Record& record, const model::Op& op, const Context& context);
Result<void> check_stage(const model::Record& record, const model::Op& op, const Context& context);
// A filing whose form has no faults; answers that the form lets somebody give.
Result<void> check_form(const model::Record& record, const model::Op& op, const Context& context);
// identity_checked: all parties have shown what they must.
Result<void> check_identity(const model::Record& record, const model::Op& op, const Context& context);

// changes.cpp
Result<void> check_set(const model::Record& record, const model::Op& op, const Context& context);
Result<void> check_returned(const model::Record& record, const model::Op& op, const Context& context);
// Wanted of a resolution at the desk; the centre judges what of it stands (judge.cpp).
Result<void> check_resolved(const model::Record& record, const model::Op& op);
Result<void> check_decided(const model::Record& record, const model::Op& op);
// Whether the record can hold what the operation brings (record_full).
Result<void> check_room(const model::Record& record, const model::Op& op);
// Whether the author had not seen the value in force, and sets another.
bool conflicts(const model::Record& record, const model::Op& op, const std::string& field);
// Whether the author of a change works where the fields under the rule `centre` are written.
bool is_central(const Context& context);
// The value of a contender, the one in force included; nullptr where it stands no longer.
const std::string* contender(const model::Record& record, const std::string& field, const std::string& writer);

// settling.cpp
// not_found where nothing of the kind is open.
Result<void> check_settling(const model::Record& record, const model::Op& op);
Result<void> check_erase(const model::Op& op);

// money.cpp
Result<void> check_charge(const model::Record& record, const model::Op& op, const Context& context);
Result<void> check_movement(const model::Record& record, const model::Op& op, const Context& context);
Result<void> check_settled(const model::Record& record, const model::Op& op);
Result<void> check_shift(const model::Record& record, const model::Op& op);

// papers.cpp
Result<void> check_attached(const model::Op& op, const Context& context);
// documents_captured, biometrics_captured: what they are of is there.
Result<void> check_captures(const model::Record& record, const model::Op& op, const Context& context);
// A receipt says what was paid and no more; every other paper says what the institution vouches for.
bool is_receipt(const catalogue::Service* service, const model::Serial& serial);
Result<void> check_issue(const model::Op& op, const Context& context);
Result<void> check_document(const model::Record& record, const model::Op& op, const Context& context);
Result<void> check_void(const model::Record& record, const model::Op& op, const Context& context);
Result<void> check_handed_over(const model::Record& record, const model::Op& op, const Context& context);
Result<void> check_sheet(const model::Record& record, const model::Op& op);

// An application's record, and so under the rules of a service.
bool is_application(const model::Op& op);
// Of which kind the record is: application, shift, visit, …; empty where its id does not read.
std::string kind_of(const model::Op& op);

}  // namespace karvan::rules
