#pragma once
#include <set>
#include <string>
#include <string_view>

#include "node/counter/decision.h"

// Inside this room: changes of a form that a draft or an application holds.
namespace karvan::counter {

// The next version of the draft by this person; the reply tells the differences. answer_too_long
Result<Decision> changed(const World& world, const By& by, const catalogue::Service& service, const Draft& before,
                         Draft after, const std::set<std::string>& keys);

// An open repeat: unknown_question, answer_read_only (the form itself counts it)
Result<const form::Group*> open_repeat(const form::Form& form, std::string_view key);

// Takes an instance away, with its answers: nothing of it is kept in the form. Gives the keys that changed.
Result<std::set<std::string>> take_away(form::Instance& form, std::string_view instance, form::Context context);

}  // namespace karvan::counter
