#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/op.h"
#include "storage/model/record.h"
#include "sync/rules/context.h"

// Whether what an operation says could have been said with the form: the desk's own engine lets nobody say anything
// else, so what breaks here was written by a client that was tampered with, or is broken.
namespace karvan::rules {

// An answer and the rule of the form that it breaks: unknown (no such question or instance), type, choice (not
// offered), constraint, required, read_only, calculation (the engine makes another value of the same answers),
// irrelevant (not asked), limit (too long, too many).
struct Broken {
  std::string key;
  std::string flaw;
  bool operator==(const Broken&) const = default;
};

struct Soundness {
  std::vector<Broken> said;  // by the operation itself, in the order of its keys
  std::vector<Broken> left;  // of other answers: what stops its filing, or what it made wrong that was not
  bool whole() const { return said.empty() && left.empty(); }
};

// An operation does not name the desk's civil date, so it is sound where it is so on the date that the service's
// calendar gives for its time, or the day after or before. What the clock, chance or a trigger made, and what is
// metadata, is believed. `creates`: nothing is on the record yet. Nothing of a record without a service.
Soundness soundness_of(const model::Record& record, const model::Op& op, const Context& context);

// The desk's own date only.
Soundness soundness_on(const model::Record& record, const model::Op& op, const Context& context,
                       const form::Context& day);

// The code that says it to a person: unknown_question, answer_read_only, form_incomplete, answer_too_long,
// constraint_failed, with the question in `where` and the flaw among the arguments.
Error error_of(const Broken& broken);

// What `judge` raises and reviews show: "invalid:KEY:FLAW".
std::string alarm_of(const Broken& broken);
Result<Broken> parse_invalid(std::string_view what);  // after "invalid:"

// Whether a calculation, and all that it reads, gives the same of the same answers at any time: none of the clock, of
// chance, or of a trigger.
bool is_lasting(const form::Form& form, const form::Question& question);
// Two texts of one number.
bool same_number(std::string_view a, std::string_view b);

// No more alarms than this are raised of one operation; what is beyond is held all the same.
inline constexpr std::size_t broken_told_max = 32;

}  // namespace karvan::rules
