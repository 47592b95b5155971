#include "sync/central/api/clerk.h"

#include <algorithm>

#include "storage/model/json.h"
#include "storage/seal/hash.h"
#include "sync/central/reconcile/erasure.h"
#include "sync/central/reconcile/listing.h"
#include "sync/rules/check.h"
#include "sync/rules/matters.h"

namespace karvan::central {
namespace {

constexpr std::size_t order_fields_max = 500;
constexpr std::size_t value_bytes_max = 16 << 10;
constexpr std::size_t reason_bytes_max = 500;
constexpr std::size_t seen_max = 100;
constexpr std::string_view change = "commands/change_application";
constexpr std::string_view resolve = "commands/resolve";
constexpr std::string_view close = "commands/close_application";
constexpr std::string_view settle = "commands/settle";
constexpr std::string_view erase = "commands/erase";

Result<std::map<std::string, std::string>> texts_at(const json::object& o, std::string_view key) {
  TRY(auto members, json::object_at(o, key));
  if (members->size() > order_fields_max) return fail(Code::body_too_large, {}, std::string(key));
  std::map<std::string, std::string> texts;
  for (const auto& [name, value] : *members) {
    if (!value.is_string()) return fail(Code::field_wrong_type, {{"field", std::string(name)}}, std::string(key));
    if (value.get_string().size() > value_bytes_max)
      return fail(Code::answer_too_long, {{"question", std::string(name)}}, std::string(name));
    texts.emplace(name, value.get_string());
  }
  return texts;
}

Result<std::vector<std::string>> list_at(const json::object& o, std::string_view key) {
  TRY(auto members, json::array_at(o, key));
  if (members->size() > seen_max) return fail(Code::body_too_large, {}, std::string(key));
  std::vector<std::string> list;
  for (const auto& member : *members) {
    if (!member.is_string()) return fail(Code::field_wrong_type, {{"field", std::string(key)}});
    list.emplace_back(member.get_string());
  }
  return list;
}

Result<std::string> reason_at(const json::object& o) {
  TRY(auto reason, json::string_at(o, "reason"));
  if (reason.find_first_not_of(" \n\t") == reason.npos) return fail(Code::reason_missing);
  if (reason.size() > reason_bytes_max) return fail(Code::answer_too_long, {}, "reason");
  return reason;
}

Result<model::Op> make_resolution(const Before& before, model::Resolved wanted) {
  auto found = before.record.fields.find(wanted.field);
  if (found == before.record.fields.end()) return fail(Code::field_not_held, {{"field", wanted.field}});
  const model::Field& field = found->second;
  wanted.value = field.value;
  for (const auto& candidate : field.candidates)
    if (candidate.writer == wanted.chosen) wanted.value = candidate.value;
  model::Op op;
  op.resolve = std::move(wanted);
  return op;
}

// What is settled may be no application: a shift, a visit, what lies on no record.
Result<PersonsAct> settle_act(const json::object& o, PersonsAct act) {
  TRY(act.of, json::string_at(o, "record"));
  TRY_VOID(model::parse_record_id(act.of));
  TRY(auto kind, json::string_at(o, "kind"));
  TRY(auto what, json::string_at(o, "what"));
  TRY(auto outcome, json::string_at(o, "outcome"));
  TRY(auto reason, reason_at(o));
  act.make = [kind, what, outcome, reason](const Before& before) -> Result<model::Op> {
    model::Op op;
    TRY(op.settled, rules::word_on(before.record, kind, what, outcome, reason));
    return op;
  };
  return act;
}

// What is set must be sound by the form; faults that were there before are the desk's. What follows from it is set too.
Result<void> follow_form(const Before& before, model::Op& op) {
  if (!before.service) return {};
  const std::string& id = before.record.id;
  const form::Context day{before.today, before.today + "T12:00:00.000Z", id.substr(id.rfind('/') + 1)};
  const form::Instance was(before.service->form, rules::answers_of(before.record), day);
  const form::Instance is(before.service->form, rules::answers_of(before.record, op), day);
  for (const auto& fault : is.faults())
    if (op.set.contains(fault.question))
      return fail(Code::constraint_failed, {{"question", fault.question}}, fault.question);
  rules::note_made(before.record, was, is, op);
  return {};
}

Result<model::Op> make_change(const Before& before, const std::map<std::string, std::string>& set,
                              const std::map<std::string, std::string>& over) {
  model::Op op;
  for (const auto& [name, value] : set) {
    auto found = before.record.fields.find(name);
    bool same = found != before.record.fields.end() && found->second.value == value;
    if (same) continue;
    op.set.emplace(name, value);
  }
  for (const auto& [name, writer] : over)
    if (op.set.contains(name) || writer != before.record.creator) op.over.emplace(name, writer);
  if (op.set.empty()) return fail(Code::field_missing, {{"field", "set"}}, "set");
  TRY_VOID(follow_form(before, op));
  return op;
}

// With `answers`, what it answered goes from the record too.
Result<model::Op> make_erasure(const Before& before, model::Erase order, bool answers) {
  if (answers) order = with_answers(before.record, std::move(order));
  if (order.fields.size() > model::erased_fields_max) return fail(Code::body_too_large, {}, "fields");
  model::Op op;
  op.erase = std::move(order);
  return op;
}

}  // namespace

bool is_clerks(std::string_view route) {
  return route == change || route == resolve || route == close || route == settle || route == erase;
}

std::string digest_of(std::string_view who, std::string_view route, std::string_view body) {
  std::string text(who);
  text.append("\n").append(route).append("\n").append(body);
  return seal::to_hex(seal::sha256(text));
}

Result<PersonsAct> clerks_act(std::string_view route, const std::string& body, const rules::Staff& me) {
  if (me.role != rules::Role::clerk)
    return fail(Code::role_not_allowed, {{"role", std::string(rules::name_of(me.role))}});
  TRY(auto o, json::parse_object(body));
  PersonsAct act;
  TRY(act.cmd, json::string_at(o, "cmd"));
  act.actor = me.id;
  act.asked = digest_of(me.id, route, body);
  if (route == settle) return settle_act(o, std::move(act));
  TRY(auto office, json::string_at(o, "office"));
  TRY(auto id, json::string_at(o, "id"));
  act.of = office + "/application/" + id;
  if (route == change) {
    TRY(auto set, texts_at(o, "set"));
    TRY(auto over, texts_at(o, "over"));
    act.make = [set, over](const Before& before) { return make_change(before, set, over); };
    return act;
  }
  if (route == close) {
    model::Closed closed;
    TRY(closed.how, json::string_at(o, "how"));
    TRY(closed.reason, reason_at(o));
    act.make = [closed](const Before&) -> Result<model::Op> {
      model::Op op;
      op.closed = closed;
      return op;
    };
    return act;
  }
  if (route == erase) {
    model::Erase order;
    TRY(order.of, json::string_at(o, "op"));
    TRY(order.reason, reason_at(o));
    const bool answers = json::bool_or(o, "answers");
    act.make = [order, answers](const Before& before) { return make_erasure(before, order, answers); };
    return act;
  }
  model::Resolved wanted;
  TRY(wanted.field, json::string_at(o, "field"));
  TRY(wanted.chosen, json::string_at(o, "chosen"));
  TRY(wanted.seen, list_at(o, "seen"));
  TRY(wanted.reason, reason_at(o));
  act.make = [wanted](const Before& before) { return make_resolution(before, wanted); };
  return act;
}

std::string show_outcome(const Outcome& outcome) {
  json::object fields;
  for (const auto& [name, fate] : outcome.verdict.fields) fields[name] = model::name_of(fate);
  return json::write(json::object{{"op", model::to_text(outcome.op)},
                                  {"fate", outcome.settled ? model::name_of(fate_of(outcome.verdict)) : ""},
                                  {"reason", outcome.verdict.reason},
                                  {"fields", std::move(fields)}});
}

}  // namespace karvan::central
