#include "node/counter/replies.h"

namespace karvan::counter {
namespace {

bool has_face(const form::Question& question) {
  return question.type != form::Type::calculate && question.type != form::Type::hidden;
}

json::object write_state(const form::Instance& form, const std::string& name) {
  const form::State& state = *form.state(name);
  json::object o{{"value", state.value},
                 {"relevant", state.relevant},
                 {"required", state.required},
                 {"read_only", state.read_only},
                 {"fault", form::name_of(state.fault)},
                 {"message", nullptr},
                 {"choices", nullptr}};
  if (const auto* message = form.message(name)) o["message"] = write_texts(*message);
  if (state.choices) o["choices"] = json::array(state.choices->begin(), state.choices->end());
  if (state.label) o["label"] = write_texts(*state.label);
  return o;
}

json::array write_missing(const form::Instance& form) {
  json::array missing;
  for (const auto& fault : form.faults())
    missing.push_back(json::object{{"question", fault.question}, {"fault", form::name_of(fault.flaw)}});
  return missing;
}

}  // namespace

json::object write_me(const World& world, const Seat& seat) {
  const auto& staff = *world.staff(seat.staff);
  json::object o{{"id", staff.id},    {"name", staff.name},    {"role", rules::name_of(staff.role)},
                 {"seat", seat.name}, {"locked", seat.locked}, {"under", nullptr}};
  if (seat.under.empty()) return o;
  const auto* under = world.staff(seat.under);
  o["under"] = json::object{{"id", seat.under}, {"name", under ? under->name : seat.under}};
  return o;
}

json::object write_texts(const form::Texts& texts) {
  json::object o;
  for (const auto& [language, words] : texts) o[language] = words;
  return o;
}

json::object write_money(const model::Money& money) { return {{"minor", money.minor}, {"currency", money.currency}}; }

json::object write_states(const form::Instance& form, const std::set<std::string>& only) {
  json::object questions, groups;
  for (const auto& question : form.form().questions())
    if (has_face(question) && only.contains(question.name)) questions[question.name] = write_state(form, question.name);
  for (const auto& group : form.form().groups())
    if (only.contains(group.name)) groups[group.name] = json::object{{"relevant", form.group_relevant(group.name)}};
  return {{"questions", std::move(questions)}, {"groups", std::move(groups)}, {"missing", write_missing(form)}};
}

json::object write_states(const form::Instance& form) {
  std::set<std::string> all;
  for (const auto& question : form.form().questions()) all.insert(question.name);
  for (const auto& group : form.form().groups()) all.insert(group.name);
  return write_states(form, all);
}

}  // namespace karvan::counter
