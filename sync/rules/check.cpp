#include "sync/rules/check.h"

#include <fmt/compile.h>
#include <chrono>

#include "sync/rules/acts.h"
#include "sync/rules/closing.h"
#include "sync/rules/duplicates.h"
#include "sync/rules/parties.h"
#include "sync/rules/sets.h"

namespace karvan::rules {

std::string civil_date(std::int64_t ms, int offset_minutes) {
  using namespace std::chrono;
  auto instant = sys_time<milliseconds>(milliseconds(ms)) + minutes(offset_minutes);
  year_month_day day{floor<days>(instant)};
  return fmt::format(FMT_COMPILE("{:04}-{:02}-{:02}"), static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                     static_cast<unsigned>(day.day()));
}

std::string civil_time(std::int64_t ms, int offset_minutes) {
  constexpr std::int64_t day_ms = 86'400'000;
  const std::int64_t of_day = ((ms + offset_minutes * 60'000LL) % day_ms + day_ms) % day_ms;
  const int off = offset_minutes < 0 ? -offset_minutes : offset_minutes;
  return fmt::format(FMT_COMPILE("T{:02}:{:02}:{:02}.{:03}{}{:02}:{:02}"), of_day / 3'600'000, of_day / 60'000 % 60,
                     of_day / 1'000 % 60, of_day % 1'000, offset_minutes < 0 ? '-' : '+', off / 60, off % 60);
}

form::Answers answers_of(const model::Record& record) {
  form::Answers answers;
  for (const auto& [name, field] : record.fields)
    if (!field.value.empty()) answers.emplace_hint(answers.end(), name, field.value);
  return answers;
}

form::Answers answers_of(const model::Record& record, const model::Op& op) {
  if (record.fields.empty() && op.add.empty() && op.remove.empty()) return op.set;
  auto answers = answers_of(record);
  for (const auto& [name, value] : op.set) answers.insert_or_assign(answers.end(), name, value);
  for (const auto& name : sets_of(op)) {
    auto field = record.fields.find(name);
    answers[name] = model::value_after(field == record.fields.end() ? model::Field{} : field->second, op, name);
  }
  return answers;
}

void note_made(const model::Record& record, const form::Instance& before, const form::Instance& after, model::Op& op) {
  const auto old = before.filed(), now = after.filed();
  auto all = old;
  all.insert(now.begin(), now.end());
  for (const auto& [key, any] : all) {
    const auto* question = after.form().question(key);
    if ((question && !question->meta.empty()) || op.set.contains(key) || is_gone(after, key)) continue;
    auto was = old.find(key), is = now.find(key);
    if (was != old.end() && is != now.end() && was->second == is->second) continue;
    op.set[key] = is == now.end() ? "" : is->second;
    if (auto field = record.fields.find(key); field != record.fields.end()) op.over[key] = field->second.writer;
  }
  change_sets(record, after.form(), op);
}

namespace {

Result<void> check_all_shown(const model::Op& op, const Context& context) {
  for (const auto& shown : op.shown)
    if (context.service) TRY_VOID(check_shown(*context.service, shown));
  return {};
}

Result<void> check_claims(const model::Record& record, const model::Op& op, const Context& context) {
  TRY_VOID(check_set(record, op, context));
  TRY_VOID(check_sets(record, op, context));
  TRY_VOID(check_returned(record, op, context));
  TRY_VOID(check_resolved(record, op));
  TRY_VOID(check_settling(record, op));
  TRY_VOID(check_erase(op));
  TRY_VOID(check_form(record, op, context));
  TRY_VOID(check_stage(record, op, context));
  TRY_VOID(check_identity(record, op, context));
  return check_captures(record, op, context);
}

Result<void> check_facts(const model::Record& record, const model::Op& op, const Context& context) {
  TRY_VOID(check_charge(record, op, context));
  TRY_VOID(check_movement(record, op, context));
  TRY_VOID(check_shift(record, op));
  TRY_VOID(check_issue(op, context));
  TRY_VOID(check_document(record, op, context));
  TRY_VOID(check_alone(record, op, context.service));
  TRY_VOID(check_void(record, op, context));
  TRY_VOID(check_attached(op, context));
  TRY_VOID(check_all_shown(op, context));
  TRY_VOID(check_decided(record, op));
  TRY_VOID(check_handed_over(record, op, context));
  TRY_VOID(check_sheet(record, op));
  return check_settled(record, op);
}

}  // namespace

Result<void> check(const model::Record& record, const model::Op& op, const Context& context) {
  TRY_VOID(check_pin(record, op, context));
  TRY_VOID(check_actor(op, context));
  TRY_VOID(check_room(record, op));
  if (auto ending = closing_of(record, context.service)) TRY_VOID(check_open(*ending, op, context.service));
  TRY_VOID(check_closed(record, op, context));
  TRY_VOID(check_claims(record, op, context));
  return check_facts(record, op, context);
}

}  // namespace karvan::rules
