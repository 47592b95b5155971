#include "node/counter/replies.h"

#include <algorithm>

#include "node/counter/spots.h"
#include "storage/model/tracking.h"

namespace karvan::counter {
namespace {

bool has_face(const form::Question& question) {
  return question.type != form::Type::calculate && question.type != form::Type::hidden;
}

json::object write_state(const form::Instance& form, const std::string& key, const form::State& state) {
  json::object o{{"value", state.value},
                 {"relevant", state.relevant},
                 {"required", state.required},
                 {"read_only", state.read_only},
                 {"fault", form::name_of(state.fault)},
                 {"message", nullptr},
                 {"choices", nullptr}};
  if (const auto* message = form.message(key)) o["message"] = write_texts(*message);
  if (state.choices) o["choices"] = json::array(state.choices->begin(), state.choices->end());
  if (state.label) o["label"] = write_texts(*state.label);
  return o;
}

// What a page is told of a form: pieces of it, a key each.
struct Told {
  json::object questions, groups, repeats;

  void add(const form::Instance& form, const std::string& key, const form::Question& question) {
    if (has_face(question)) questions[key] = write_state(form, key, *form.state(key));
  }
  // A group, a repeat or an instance; a label is told where its words depend on answers.
  void add(const form::Instance& form, const std::string& key, const form::Group& group) {
    json::object o{{"relevant", form.group_relevant(key)}};
    if (const auto label = form.group_label(key); !label.empty() && label != group.label)
      o["label"] = write_texts(label);
    groups[key] = std::move(o);
    if (!form.form().repeat(key)) return;
    const auto ids = form.instances(key);
    repeats[key] = json::array(ids.begin(), ids.end());
  }
  void add(const form::Instance& form, const Spot& spot) {
    spot.question ? add(form, spot.key, *spot.question) : add(form, spot.key, *spot.group);
  }
};

json::value write_due(const catalogue::Service& service, const form::Instance& form) {
  const auto fee = catalogue::fee_so_far(service, form);
  return fee ? json::value(write_fee(*fee)) : json::value(nullptr);
}

const form::Group* group_at(const form::Instance& form, std::string_view key) {
  // Of an instance it is its repeat.
  const auto* repeat = form.form().repeat(repeat_of(key));
  return repeat && number_of(form, key) > 0 ? repeat : form.form().group(name_in(key));
}

std::set<std::string> instances_that_came(const form::Instance& before, const form::Instance& after,
                                          const std::set<std::string>& changed) {
  std::set<std::string> came;
  for (const auto& key : changed) {
    if (!after.form().repeat(key)) continue;
    const auto had = before.instances(key);
    for (const auto& id : after.instances(key))
      if (std::find(had.begin(), had.end(), id) == had.end()) came.insert(key + "/" + id);
  }
  return came;
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

json::object write_fee(const catalogue::Fee& fee, const std::map<std::string, std::int64_t>& waived) {
  json::array lines;
  for (const auto& line : fee.lines) {
    const auto given = waived.find(line.id);
    lines.push_back(json::object{{"id", line.id},
                                 {"title", write_texts(line.title)},
                                 {"amount", write_money(line.amount)},
                                 {"why", catalogue::name_of(line.why)},
                                 {"full", write_money(line.before)},
                                 {"exempt", write_texts(line.exemption)},
                                 {"waivable", line.waivable},
                                 {"waived", given == waived.end() ? 0 : given->second}});
  }
  return {{"total", write_money(fee.total)}, {"lines", std::move(lines)}};
}

json::object write_looked_up(const LookedUp& one) {
  return {{"question", one.question},
          {"kind", one.serial.kind},
          {"number", one.serial.number},
          {"application", one.application},
          {"tracking", model::tracking_of(one.application)},
          {"filled", json::array(one.filled.begin(), one.filled.end())}};
}

json::object write_states(const catalogue::Service& service, const form::Instance& form) {
  Told told;
  for (const auto& spot : spots_of(form)) told.add(form, spot);
  return {{"questions", std::move(told.questions)},
          {"groups", std::move(told.groups)},
          {"repeats", std::move(told.repeats)},
          {"missing", write_missing(form)},
          {"fee", write_due(service, form)}};
}

json::object write_changes(const catalogue::Service& service, const form::Instance& before, const form::Instance& after,
                           const std::set<std::string>& changed) {
  Told told;
  for (const auto& key : changed) {
    if (!stands(after, key)) continue;
    if (after.state(key))
      told.add(after, key, *after.form().question(key));
    else if (const auto* group = group_at(after, key))
      told.add(after, key, *group);
  }
  const auto came = instances_that_came(before, after, changed);
  if (!came.empty())
    for (const auto& spot : spots_of(after))
      if (std::any_of(came.begin(), came.end(), [&](const auto& instance) { return is_in(spot.key, instance); }))
        told.add(after, spot);
  return {{"questions", std::move(told.questions)},
          {"groups", std::move(told.groups)},
          {"repeats", std::move(told.repeats)},
          {"missing", write_missing(after)},
          {"fee", write_due(service, after)}};
}

}  // namespace karvan::counter
