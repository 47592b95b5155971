#include "sync/central/api/application_view.h"

#include <algorithm>

#include "sync/rules/shown.h"

namespace karvan::central {
namespace {

json::object show_texts(const form::Texts& texts, std::string_view otherwise) {
  json::object o;
  for (const auto& [language, words] : texts) o[language] = words;
  if (o.empty()) o["en"] = otherwise;
  return o;
}

json::object show_title(const std::string& id, const catalogue::Service* service) {
  return service ? show_texts(service->title, id) : show_texts({}, id);
}

json::object show_stage(const std::string& id, const catalogue::Service* service) {
  const auto* stage = service ? service->stage(id) : nullptr;
  return {{"id", id},
          {"number", stage ? stage->number : 0},
          {"title", stage ? show_texts(stage->title, id) : show_texts({}, id)}};
}

json::object show_milestone(json::object stage, const model::Milestone* reached) {
  stage["reached_at"] = reached ? json::value(reached->time.ms) : json::value(nullptr);
  stage["by"] = reached ? reached->actor : "";
  return stage;
}

json::array show_stages(const model::Record& record, const catalogue::Service* service) {
  json::array stages;
  auto find = [&](const std::string& id) {
    auto found = std::find_if(record.milestones.rbegin(), record.milestones.rend(),
                              [&](const auto& m) { return m.stage == id; });
    return found == record.milestones.rend() ? nullptr : &*found;
  };
  if (!service)
    for (const auto& m : record.milestones) stages.push_back(show_milestone(show_stage(m.stage, service), &m));
  if (service)
    for (const auto& s : service->stages) stages.push_back(show_milestone(show_stage(s.id, service), find(s.id)));
  return stages;
}

json::array show_fields(const model::Record& record, const catalogue::Service* service) {
  json::array fields;
  auto show = [&](const std::string& name, const model::Field& field, const form::Question* question) {
    fields.push_back(json::object{
        {"name", name},
        {"label", show_texts(question ? question->label : form::Texts{}, name)},
        {"value", field.value},
        {"text", question ? rules::show_choice(service->form, *question, field.value) : json::value(nullptr)},
        {"held", field.held},
        {"parallel", field.parallel}});
  };
  if (service)
    for (const auto& question : service->form.questions())
      if (auto found = record.fields.find(question.name); found != record.fields.end())
        show(question.name, found->second, &question);
  for (const auto& [name, field] : record.fields)
    if (!service || !service->form.question(name)) show(name, field, nullptr);
  return fields;
}

// The page shows one fate an act: the operation's, else the stage's, else the worst of its fields.
model::Fate fate_of(const model::Verdict& verdict) {
  if (verdict.op != model::Fate::applied) return verdict.op;
  if (verdict.advance != model::Fate::applied) return verdict.advance;
  model::Fate fate = model::Fate::applied;
  for (const auto& [field, of_field] : verdict.fields) fate = std::max(fate, of_field);
  return fate;
}

json::array show_acts(const std::vector<Act>& acts) {
  json::array list;
  for (const auto& act : acts)
    list.push_back(json::object{{"op", model::to_text(act.op.id)},
                                {"time", act.op.time.ms},
                                {"by", act.op.actor},
                                {"what", rules::names_of_acts(act.op)},
                                {"fate", model::name_of(fate_of(act.verdict))},
                                {"reason", act.verdict.reason}});
  return list;
}

std::string newest_reason(const std::vector<Act>& acts) {
  for (auto act = acts.rbegin(); act != acts.rend(); ++act)
    if (!act->verdict.reason.empty()) return act->verdict.reason;
  return {};
}

}  // namespace

json::object show_line(const ApplicationRow& row, const catalogue::Service* service) {
  std::string currency = row.currency;
  if (currency.empty()) currency = service && !service->fees.empty() ? service->fees.front().amount.currency : "XXX";
  return {{"id", row.id},
          {"office", row.office},
          {"node", row.node},
          {"tracking", row.tracking},
          {"service", row.service},
          {"title", show_title(row.service, service)},
          {"who", row.who},
          {"stage", show_stage(row.stage, service)},
          {"state", row.state},
          {"filed_at", row.filed_ms},
          {"open", json::object{{"minor", row.open}, {"currency", currency}}}};
}

json::object show_whole(const ApplicationRow& row, const model::Record& record, const std::vector<Act>& acts,
                        const catalogue::Service* service) {
  return {{"id", row.id},
          {"office", row.office},
          {"node", row.node},
          {"tracking", row.tracking},
          {"service", row.service},
          {"version", row.version},
          {"title", show_title(row.service, service)},
          {"who", row.who},
          {"state", row.state},
          {"reason", row.state == "settled" ? "" : newest_reason(acts)},
          {"stages", show_stages(record, service)},
          {"fields", show_fields(record, service)},
          {"balance", rules::show_balance(record)},
          {"documents", rules::show_documents(record)},
          {"acts", show_acts(acts)}};
}

}  // namespace karvan::central
