#pragma once
#include <set>
#include <string>
#include <vector>

#include "storage/model/op.h"
#include "storage/model/record.h"
#include "storage/model/verdict.h"
#include "sync/form/instance.h"
#include "sync/rules/context.h"

// Fields that are sets: those under the rule `union`, and the lists of open repeats. Inside this room only.
namespace karvan::rules {

bool is_set(const form::Form& form, std::string_view key);
// Those that an operation adds to or removes from.
std::set<std::string> sets_of(const model::Op& op);

// Of the repeats that a key stands in, the lists that do not hold its instance (any more), outermost first.
std::vector<std::string> lists_without(const model::Record& record, const form::Form& form, std::string_view key);
// Whether an instance that the key stands in has gone from the form.
bool is_gone(const form::Instance& instance, std::string_view key);

// Turns whole values of sets in a change of what stands into additions and removals of what differs.
void change_sets(const model::Record& record, const form::Form& form, model::Op& op);

// At the desk: of fields that are sets, one word each, a removal of what is in; none that is held.
Result<void> check_sets(const model::Record& record, const model::Op& op, const Context& context);

// Each set that is changed: refused where it is none, or not the author's to write. One who takes an instance away in
// which others have answered, unseen, and one who answers where others, unseen, took it away: the list is held, the
// instance stays away, and may come back.
void judge_sets(const model::Record& record, const model::Op& op, const Context& context, model::Verdict& verdict);
// Keys of such answers.
std::set<std::string> orphans_of(const model::Record& record, const model::Op& op, const Context& context);

}  // namespace karvan::rules
