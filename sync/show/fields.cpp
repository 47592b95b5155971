#include "sync/show/fields.h"

#include <algorithm>
#include <array>

#include "sync/rules/check.h"
#include "sync/show/keys.h"
#include "sync/show/texts.h"

namespace karvan::show {
namespace {

const form::Question* question_of(const catalogue::Service* service, const std::string& name) {
  return service ? service->form.question(name) : nullptr;
}

// The chosen labels; of a repeat how many there are; null where the value speaks for itself.
json::value text_of(const catalogue::Service* service, const std::string& name, std::string_view value) {
  if (!service) return nullptr;
  if (service->form.repeat(name)) {
    const auto blanks = std::count(value.begin(), value.end(), ' ');
    return texts({}, std::to_string(value.empty() ? 0 : blanks + 1));
  }
  const auto* question = service->form.question(name);
  return question ? choice(service->form, *question, value) : json::value(nullptr);
}

json::value show_instance(const model::Record& record, const std::string& name, const catalogue::Service* service) {
  if (!service) return nullptr;
  const auto around = instances_of(service->form, record, name);
  if (around.empty()) return nullptr;
  const auto& inner = around.back();
  return json::object{
      {"key", inner.key}, {"label", texts(inner.repeat->label, inner.repeat->name)}, {"number", inner.number}};
}

// Of a model::Field or model::Candidate.
template <class Side>
json::object show_side(const std::string& name, const Side& side, const catalogue::Service* service,
                       const NameOf& name_of) {
  json::object o{{"op", side.writer}, {"value", side.value}, {"text", text_of(service, name, side.value)}};
  sign(o, side.writer, side.actor, side.time, name_of);
  return o;
}

json::array show_all(const std::string& name, const std::vector<model::Candidate>& sides,
                     const catalogue::Service* service, const NameOf& name_of) {
  json::array list;
  for (const auto& side : sides) list.push_back(show_side(name, side, service, name_of));
  return list;
}

json::object show_field(const model::Record& record, const std::string& name, const model::Field& field,
                        const catalogue::Service* service, const NameOf& name_of) {
  const auto* question = question_of(service, name);
  const auto* repeat = service ? service->form.repeat(name) : nullptr;
  auto o = show_side(name, field, service, name_of);
  o.erase("op");
  o["name"] = name;
  o["label"] = texts(question ? question->label : repeat ? repeat->label : form::Texts{}, name);
  o["held"] = field.held;
  o["parallel"] = field.parallel;
  o["late"] = field.late;
  o["writer"] = field.writer;
  o["candidates"] = candidates(name, field, service, name_of);
  o["instance"] = show_instance(record, name, service);
  return o;
}

// Nobody is asked them, and nobody reads them, or they went with their instance; one that is in question is shown all
// the same. A repeat's own list is shown too: who changes it names its writer.
bool silent(const model::Record& record, const std::string& key, const form::Form& form) {
  const auto& field = record.fields.at(key);
  if (field.held || field.late) return false;
  const auto* question = form.question(key);
  const bool list = form.repeat(key) != nullptr;
  if (!question && !list) return true;
  const auto around = instances_of(form, record, key);
  if (std::any_of(around.begin(), around.end(), [](const InstanceOf& one) { return one.number == 0; })) return true;
  if (list) return false;
  const bool asked = question->type != form::Type::hidden && question->type != form::Type::calculate;
  return !asked && question->label.empty();
}

bool is_asked(const form::Question& question, const form::State& state, bool centre) {
  constexpr auto never =
      std::to_array({form::Type::note, form::Type::hidden, form::Type::calculate, form::Type::image, form::Type::file});
  const bool asked = state.relevant && question.meta.empty() && question.binds.calculation.empty();
  if (!asked || std::find(never.begin(), never.end(), question.type) != never.end()) return false;
  return question.merge == "centre" ? centre : !state.read_only;
}

}  // namespace

json::object label(const model::Record& record, const std::string& name, const catalogue::Service* service) {
  return texts(service ? label_of_key(service->form, record, name) : form::Texts{}, name);
}

json::object in_force(const std::string& name, const model::Field& field, const catalogue::Service* service,
                      const NameOf& name_of) {
  return show_side(name, field, service, name_of);
}

json::array candidates(const std::string& name, const model::Field& field, const catalogue::Service* service,
                       const NameOf& name_of) {
  return show_all(name, field.candidates, service, name_of);
}

json::array fields(const model::Record& record, const catalogue::Service* service, const NameOf& name_of) {
  json::array list;
  if (service)
    for (const auto& key : keys_in_order(service->form, record))
      if (!silent(record, key, service->form))
        list.push_back(show_field(record, key, record.fields.at(key), service, name_of));
  for (const auto& [name, field] : record.fields)
    if (!service || !service->form.has_key(name)) list.push_back(show_field(record, name, field, service, name_of));
  return list;
}

json::array unanswered(const model::Record& record, const catalogue::Service* service, const form::Context& day,
                       bool centre, const NameOf& name_of) {
  json::array list;
  if (!service) return list;
  const form::Instance now(service->form, rules::answers_of(record), day);
  const model::Field none;
  for (const auto& [key, question] : now.places()) {
    auto field = record.fields.find(key);
    const bool shown = field != record.fields.end() && !silent(record, key, service->form);
    if (shown || !is_asked(*question, *now.state(key), centre)) continue;
    list.push_back(show_field(record, key, field == record.fields.end() ? none : field->second, service, name_of));
  }
  return list;
}

json::array resolutions(const model::Record& record, const catalogue::Service* service, const NameOf& name_of) {
  json::array list;
  for (const auto& resolution : record.resolutions) {
    const auto& [act, writer, actor, time] = resolution.resolved;
    json::object o{{"field", act.field},
                   {"label", label(record, act.field, service)},
                   {"value", act.value},
                   {"text", text_of(service, act.field, act.value)},
                   {"reason", act.reason},
                   {"late", resolution.late},
                   {"among", show_all(act.field, resolution.among, service, name_of)}};
    sign(o, writer, actor, time, name_of);
    list.push_back(std::move(o));
  }
  return list;
}

}  // namespace karvan::show
