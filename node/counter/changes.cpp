#include <algorithm>
#include <set>

#include "node/counter/decide.h"
#include "node/counter/filing.h"
#include "node/counter/repeats.h"
#include "node/counter/spots.h"
#include "sync/rules/closing.h"
#include "sync/rules/matters.h"

// After filing: corrections, the way back to the citizen, approval, and what a person settles.
namespace karvan::counter {
namespace {

Result<void> not_decided(const model::Record& record) {
  if (record.decisions.empty()) return {};
  return refuse(Code::decided_already, {{"outcome", record.decisions.back().act.outcome}});
}

Result<void> still_open(const Application& app) {
  TRY_VOID(not_decided(app.record));
  const auto ending = rules::closing_of(app.record, app.service);
  return ending ? refuse(Code::application_closed, {{"how", ending->how}}) : Result<void>{};
}

std::string writer_of(const model::Record& record, const std::string& field) {
  auto found = record.fields.find(field);
  return found == record.fields.end() ? "" : found->second.writer;
}

// May this one answer, or the list of a repeat's instances, be changed, by someone who saw what it says now?
Result<void> changeable(const Application& app, const std::string& name, const ChangeApplication& cmd) {
  if (app.service->form.repeat(name)) {
    TRY_VOID(open_repeat(app.service->form, name));
  } else {
    const auto* question = app.service->form.question(name);
    if (!question) return refuse(Code::unknown_question, {{"question", name}});
    if (app.service->merge_rule(name) == "centre" || is_picture(*question))
      return refuse(Code::answer_read_only, {{"question", name}});
  }
  auto seen = cmd.over.find(name);
  if ((seen == cmd.over.end() ? "" : seen->second) != writer_of(app.record, name))
    return refuse(Code::changed_elsewhere, {{"field", name}});
  return {};
}

// Those not named go, those not known come at the end.
Result<void> set_instances(form::Instance& form, const std::string& repeat, const std::string& value) {
  const auto wanted = ids_in(value);
  const auto there = form.instances(repeat);
  auto among = [](const auto& list, const auto& id) { return std::find(list.begin(), list.end(), id) != list.end(); };
  for (const auto& id : there)
    if (!among(wanted, id)) TRY_VOID(form.remove(repeat + "/" + id));
  for (const auto& id : wanted)
    if (!among(there, id)) TRY_VOID(form.add(repeat, id));
  return {};
}

Result<form::Instance> changed_form(form::Instance form, const Application& app, const ChangeApplication& cmd) {
  for (const auto& [key, value] : outside_in(cmd.set)) {
    TRY_VOID(changeable(app, key, cmd));
    if (form.form().repeat(key)) {
      TRY_VOID(set_instances(form, key, value));
    } else {
      TRY_VOID(form.set(key, value));
    }
  }
  for (const auto& fault : form.faults())
    if (cmd.set.contains(fault.question) && fault.flaw != form::Flaw::required)
      return fail(Code::constraint_failed, {{"question", fault.question}}, fault.question);
  // What time alone has made wrong of other answers stands in no correction's way; it stops a filing.
  if (!app.record.reached(rules::stage::filed)) TRY_VOID(complete(form));
  return form;
}

std::vector<std::string> reopened(const Application& app) {
  auto stages = app.service->reopens;
  std::erase_if(stages, [&](const auto& stage) { return !app.record.reached(stage); });
  return stages;
}

std::set<std::string> contenders(const model::Field& field) {
  std::set<std::string> ops{field.writer};
  for (const auto& candidate : field.candidates) ops.insert(candidate.writer);
  return ops;
}

Result<std::string> value_chosen(const model::Field& field, const std::string& chosen) {
  if (field.writer == chosen) return field.value;
  auto found = std::find_if(field.candidates.begin(), field.candidates.end(),
                            [&](const auto& candidate) { return candidate.writer == chosen; });
  if (found == field.candidates.end()) return refuse(Code::field_wrong_type, {{"field", "chosen"}});
  return found->value;
}

// Once more, of a filing that was refused or sent back. What was sent back says itself what is to be done again; of
// what was refused, the rest was done already.
Result<Decision> refiled(const World& world, const Application& app, const By& by, model::Op op) {
  Filing filing(world, by, *app.service, app.record);
  TRY_VOID(filing.add(std::move(op), rules::stage::filed));
  if (app.record.round == 1) TRY_VOID(filing.catch_up());
  return Decision{.ops = std::move(filing.ops)};
}

}  // namespace

Result<Decision> decide(const World& world, const ChangeApplication& cmd) {
  TRY(auto app, world.application(cmd.application));
  TRY_VOID(may(world, cmd.by, "change", app.service));
  TRY_VOID(still_open(app));
  const form::Instance before(app.service->form, rules::answers_of(app.record), context_of(world, app.id));
  TRY(auto after, changed_form(before, app, cmd));
  model::Op op = cmd.by.on(app.record.id);
  rules::note_made(app.record, before, after, op);
  const bool changes = !op.set.empty() || !op.add.empty() || !op.remove.empty();
  if (changes) rules::note_seen(app.record, world.site().node, op);
  if (!app.record.reached(rules::stage::filed)) return refiled(world, app, cmd.by, std::move(op));
  return changes ? only(world, app, std::move(op)) : Decision{};
}

Result<Decision> decide(const World& world, const ReturnApplication& cmd) {
  TRY_VOID(reasoned(cmd.reason));
  TRY(auto app, world.application(cmd.application));
  TRY_VOID(may(world, cmd.by, "return", app.service));
  TRY_VOID(still_open(app));
  auto stages = reopened(app);
  if (stages.empty()) return refuse(Code::stage_not_reached, {{"stage", std::string(rules::stage::filed)}});
  model::Op op = cmd.by.on(app.record.id);
  op.returned = model::Returned{std::move(stages), cmd.reason};
  return only(world, app, std::move(op));
}

Result<Decision> decide(const World& world, const CloseApplication& cmd) {
  if (cmd.reason.size() > reason_bytes_max) return refuse(Code::answer_too_long, {{"field", "reason"}});
  TRY(auto app, world.application(cmd.application));
  TRY_VOID(may(world, cmd.by, "close", app.service));
  model::Op op = cmd.by.on(app.record.id);
  op.closed = model::Closed{cmd.how, cmd.reason};
  return only(world, app, std::move(op));
}

Result<Decision> decide(const World& world, const ApproveApplication& cmd) {
  TRY(auto app, world.application(cmd.application));
  TRY_VOID(may(world, cmd.by, "approve", app.service));
  TRY_VOID(not_decided(app.record));
  if (app.record.reached(rules::stage::reviewed))
    return refuse(Code::exists_already, {{"stage", std::string(rules::stage::reviewed)}});
  model::Op op = cmd.by.on(app.record.id);
  op.advance = rules::stage::reviewed;
  return only(world, app, std::move(op));
}

Result<Decision> decide(const World& world, const SettleReview& cmd) {
  TRY_VOID(reasoned(cmd.reason));
  TRY(auto app, world.application(cmd.application));
  TRY_VOID(may(world, cmd.by, "settle", app.service));
  model::Op op = cmd.by.on(app.record.id);
  TRY(op.settled, rules::word_on(app.record, cmd.kind, cmd.what, cmd.outcome, cmd.reason));
  return only(world, app, std::move(op));
}

Result<Decision> decide(const World& world, const Resolve& cmd) {
  TRY_VOID(reasoned(cmd.reason));
  TRY(auto app, world.application(cmd.application));
  TRY_VOID(may(world, cmd.by, "resolve", app.service));
  auto found = app.record.fields.find(cmd.field);
  if (found == app.record.fields.end() || !(found->second.held || found->second.late))
    return refuse(Code::field_not_held, {{"field", cmd.field}});
  const auto& field = found->second;
  // Who settles it has seen all that contends.
  if (contenders(field) != std::set<std::string>(cmd.seen.begin(), cmd.seen.end()))
    return refuse(Code::changed_elsewhere, {{"field", cmd.field}});
  TRY(auto value, value_chosen(field, cmd.chosen));
  model::Op op = cmd.by.on(app.record.id);
  op.resolve = model::Resolved{cmd.field, std::move(value), cmd.chosen, cmd.seen, cmd.reason};
  return only(world, app, std::move(op));
}

}  // namespace karvan::counter
