#include "sync/rules/check.h"

#include <fmt/core.h>
#include <chrono>

#include "sync/rules/acts.h"

namespace karvan::rules {

std::string civil_date(std::int64_t ms, int offset_minutes) {
  using namespace std::chrono;
  auto instant = sys_time<milliseconds>(milliseconds(ms)) + minutes(offset_minutes);
  year_month_day day{floor<days>(instant)};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                     static_cast<unsigned>(day.day()));
}

form::Answers answers_of(const model::Record& record) {
  form::Answers answers;
  for (const auto& [name, field] : record.fields)
    if (!field.value.empty()) answers.emplace(name, field.value);
  return answers;
}

form::Answers answers_of(const model::Record& record, const model::Op& op) {
  auto answers = answers_of(record);
  for (const auto& [name, value] : op.set) answers[name] = value;
  return answers;
}

Result<void> check(const model::Record& record, const model::Op& op, const Context& context) {
  TRY_VOID(check_pin(record, op, context));
  TRY_VOID(check_actor(op, context));
  TRY_VOID(check_set(op, context));
  TRY_VOID(check_form(record, op, context));
  TRY_VOID(check_stage(record, op, context));
  TRY_VOID(check_charge(record, op, context));
  TRY_VOID(check_movement(record, op));
  TRY_VOID(check_settled(record, op));
  TRY_VOID(check_issue(op, context));
  return check_void(record, op, context);
}

}  // namespace karvan::rules
