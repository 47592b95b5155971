#include "sync/rules/sides.h"

#include <algorithm>
#include <array>

#include "sync/rules/check.h"
#include "sync/rules/closing.h"
#include "sync/rules/due.h"
#include "sync/rules/keys.h"
#include "sync/rules/shown.h"

namespace karvan::rules {
namespace {

const form::Question* question_of(const catalogue::Service* service, const std::string& name) {
  return service ? service->form.question(name) : nullptr;
}

// The chosen labels; of a repeat how many there are; null where the value speaks for itself.
json::value text_of(const catalogue::Service* service, const std::string& name, std::string_view value) {
  if (!service) return nullptr;
  if (service->form.repeat(name)) {
    const auto blanks = std::count(value.begin(), value.end(), ' ');
    return show_texts({}, std::to_string(value.empty() ? 0 : blanks + 1));
  }
  const auto* question = service->form.question(name);
  return question ? show_choice(service->form, *question, value) : json::value(nullptr);
}

json::value show_instance(const model::Record& record, const std::string& name, const catalogue::Service* service) {
  if (!service) return nullptr;
  const auto around = instances_of(service->form, record, name);
  if (around.empty()) return nullptr;
  const auto& inner = around.back();
  return json::object{
      {"key", inner.key}, {"label", show_texts(inner.repeat->label, inner.repeat->name)}, {"number", inner.number}};
}

std::string from_of(const std::string& writer) {
  auto id = model::parse_op_id(writer);
  return id ? id->node : "";
}

// By whom, when and where from; every shape here ends with it.
void sign(json::object& o, const std::string& writer, const std::string& actor, const model::HybridTime& time,
          const NameOf& name_of) {
  o["by"] = name_of(actor);
  o["at"] = time.ms;
  o["from"] = from_of(writer);
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
  o["label"] = show_texts(question ? question->label : repeat ? repeat->label : form::Texts{}, name);
  o["held"] = field.held;
  o["parallel"] = field.parallel;
  o["late"] = field.late;
  o["writer"] = field.writer;
  o["candidates"] = show_candidates(name, field, service, name_of);
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

const model::Milestone* last_of(const model::Record& record, const std::string& stage) {
  if (!record.reached(stage)) return nullptr;
  auto found = std::find_if(record.milestones.rbegin(), record.milestones.rend(),
                            [&](const auto& milestone) { return milestone.stage == stage; });
  return found == record.milestones.rend() ? nullptr : &*found;
}

json::object show_stage(const catalogue::Stage& stage, const model::Milestone* reached, const Due* due,
                        const NameOf& name_of) {
  bool timed = due && due->due_ms != 0;
  return {{"id", stage.id},
          {"number", stage.number},
          {"title", show_texts(stage.title, stage.id)},
          {"reached_at", reached ? json::value(reached->time.ms) : json::value(nullptr)},
          {"by", reached ? name_of(reached->actor) : ""},
          {"due_at", timed ? json::value(due->due_ms) : json::value(nullptr)},
          {"late", due && due->late},
          {"escalated", due && due->escalated},
          {"escalate_to", due && due->escalated ? due->escalate_to : ""},
          {"by_whom", stage.by}};
}

json::object show_money(const model::Money& money) {
  return {{"minor", money.minor}, {"currency", money.currency.empty() ? "XXX" : money.currency}};
}

const std::string* held_among(const model::Record& record, const std::vector<std::string>& fields) {
  auto found = std::find_if(fields.begin(), fields.end(), [&](const auto& field) { return record.held(field); });
  return found == fields.end() ? nullptr : &*found;
}

}  // namespace

json::object show_texts(const form::Texts& texts, std::string_view otherwise) {
  json::object o;
  for (const auto& [language, words] : texts) o[language] = words;
  if (o.empty()) o["en"] = otherwise;
  return o;
}

json::object show_label(const model::Record& record, const std::string& name, const catalogue::Service* service) {
  return show_texts(service ? label_of_key(service->form, record, name) : form::Texts{}, name);
}

json::object show_in_force(const std::string& name, const model::Field& field, const catalogue::Service* service,
                           const NameOf& name_of) {
  return show_side(name, field, service, name_of);
}

json::array show_candidates(const std::string& name, const model::Field& field, const catalogue::Service* service,
                            const NameOf& name_of) {
  return show_all(name, field.candidates, service, name_of);
}

json::array show_fields(const model::Record& record, const catalogue::Service* service, const NameOf& name_of) {
  json::array list;
  if (service)
    for (const auto& key : keys_in_order(service->form, record))
      if (!silent(record, key, service->form))
        list.push_back(show_field(record, key, record.fields.at(key), service, name_of));
  for (const auto& [name, field] : record.fields)
    if (!service || !service->form.has_key(name)) list.push_back(show_field(record, name, field, service, name_of));
  return list;
}

namespace {

bool is_asked(const form::Question& question, const form::State& state, bool centre) {
  constexpr auto never =
      std::to_array({form::Type::note, form::Type::hidden, form::Type::calculate, form::Type::image, form::Type::file});
  const bool asked = state.relevant && question.meta.empty() && question.binds.calculation.empty();
  if (!asked || std::find(never.begin(), never.end(), question.type) != never.end()) return false;
  return question.merge == "centre" ? centre : !state.read_only;
}

}  // namespace

json::array show_unanswered(const model::Record& record, const catalogue::Service* service, const form::Context& day,
                            bool centre, const NameOf& name_of) {
  json::array list;
  if (!service) return list;
  const form::Instance now(service->form, answers_of(record), day);
  const model::Field none;
  for (const auto& [key, question] : now.places()) {
    auto field = record.fields.find(key);
    const bool shown = field != record.fields.end() && !silent(record, key, service->form);
    if (shown || !is_asked(*question, *now.state(key), centre)) continue;
    list.push_back(show_field(record, key, field == record.fields.end() ? none : field->second, service, name_of));
  }
  return list;
}

json::array show_resolutions(const model::Record& record, const catalogue::Service* service, const NameOf& name_of) {
  json::array list;
  for (const auto& resolution : record.resolutions) {
    const auto& [act, writer, actor, time] = resolution.resolved;
    json::object o{{"field", act.field},
                   {"label", show_label(record, act.field, service)},
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

json::array show_returns(const model::Record& record, const NameOf& name_of) {
  json::array list;
  for (const auto& [returned, round] : record.returns) {
    json::object o{{"reason", returned.act.reason},
                   {"reopens", json::array(returned.act.reopens.begin(), returned.act.reopens.end())}};
    sign(o, returned.writer, returned.actor, returned.time, name_of);
    list.push_back(std::move(o));
  }
  return list;
}

json::value show_decision(const model::Record& record, const NameOf& name_of) {
  if (record.decisions.empty()) return nullptr;
  const auto& [act, writer, actor, time] = record.decisions.back();
  json::object o{{"outcome", act.outcome}, {"reason", act.reason}, {"reference", act.reference}};
  sign(o, writer, actor, time, name_of);
  return o;
}

json::array show_stages(const model::Record& record, const catalogue::Service* service, std::int64_t now_ms,
                        const NameOf& name_of) {
  json::array list;
  if (!service) {
    for (const auto& milestone : record.milestones)
      list.push_back(show_stage(catalogue::Stage{.id = milestone.stage}, &milestone, nullptr, name_of));
    return list;
  }
  const auto all = due_stages(record, *service, now_ms);
  for (const auto& stage : service->stages) {
    auto due = std::find_if(all.begin(), all.end(), [&](const Due& each) { return each.stage == stage.id; });
    list.push_back(show_stage(stage, last_of(record, stage.id), due == all.end() ? nullptr : &*due, name_of));
  }
  return list;
}

json::value show_closing(const model::Record& record, const catalogue::Service* service, const NameOf& name_of) {
  const auto ending = closing_of(record, service);
  if (!ending) return nullptr;
  json::object o{{"how", ending->how}, {"reason", ending->reason}, {"text", nullptr}};
  static const form::Texts none;
  if (ending->way)
    for (const auto& reason : ending->way->reasons)
      if (reason.id == ending->reason) o["text"] = show_texts(reason.title, reason.id);
  o["next_step"] = show_texts(ending->way ? ending->way->next_step : none, "");
  sign(o, ending->writer, ending->by, ending->at, name_of);
  return o;
}

json::array show_closings_offered(const model::Record& record, const catalogue::Service* service, const Staff& person,
                                  std::int64_t now_ms) {
  json::array list;
  if (!service) return list;
  for (const auto* way : closings_offered(record, *service, person, now_ms)) {
    json::array reasons;
    for (const auto& reason : way->reasons)
      reasons.push_back(json::object{{"id", reason.id}, {"title", show_texts(reason.title, reason.id)}});
    list.push_back(json::object{{"how", way->how},
                                {"reasons", std::move(reasons)},
                                {"refund", show_money(refund_by(record, *service, *way))},
                                {"next_step", show_texts(way->next_step, "")}});
  }
  return list;
}

json::object show_refund_due(const model::Record& record, const catalogue::Service* service) {
  return show_money(service ? refund_due(record, *service) : model::Money{0, balance(record).currency});
}

json::array show_held_up(const model::Record& record, const catalogue::Service* service) {
  json::array list;
  if (!service) return list;
  auto add = [&](std::string_view what, const std::string& kind, const form::Texts& title, const std::string* field) {
    if (field)
      list.push_back(
          json::object{{"what", what}, {"kind", kind}, {"title", show_texts(title, kind)}, {"field", *field}});
  };
  bool paid = balance(record).open() <= 0 && !record.postings.empty();
  if (!paid)
    for (const auto& line : service->fees)
      add("fee", line.id, line.title, held_among(record, service->depends_on(line)));
  for (const auto& paper : service->templates) {
    auto fields = service->depends_on(paper);
    if (paper.kind != "receipt") add("document", paper.kind, paper.title, held_among(record, fields));
  }
  return list;
}

}  // namespace karvan::rules
