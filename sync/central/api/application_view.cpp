#include "sync/central/api/application_view.h"

#include <algorithm>

#include "storage/model/tracking.h"
#include "sync/central/api/rule_view.h"
#include "sync/central/reconcile/listing.h"
#include "sync/rules/captured.h"
#include "sync/rules/check.h"
#include "sync/rules/matters.h"
#include "sync/show/closing.h"
#include "sync/show/fields.h"
#include "sync/show/record.h"
#include "sync/show/stages.h"
#include "sync/show/texts.h"

namespace karvan::central {
namespace {

json::object show_title(const std::string& id, const catalogue::Service* service) {
  return service ? show::texts(service->title, id) : show::texts({}, id);
}

json::object show_stage(const std::string& id, const catalogue::Service* service) {
  const auto* stage = service ? service->stage(id) : nullptr;
  return {{"id", id},
          {"number", stage ? stage->number : 0},
          {"title", stage ? show::texts(stage->title, id) : show::texts({}, id)}};
}

bool late(const ApplicationRow& row, std::int64_t now_ms) { return row.due_ms > 0 && row.due_ms < now_ms; }

bool escalated(const ApplicationRow& row, std::int64_t now_ms) {
  return row.escalate_ms > 0 && row.escalate_ms < now_ms;
}

json::value show_awaited(const ApplicationRow& row, const Showing& showing) {
  if (row.awaits.empty()) return nullptr;
  const auto* service = showing.service;
  auto o = show_stage(row.awaits, service);
  const auto* stage = service ? service->stage(row.awaits) : nullptr;
  o["by_whom"] = stage ? stage->by : "";
  o["due_at"] = row.due_ms > 0 ? json::value(row.due_ms) : json::value(nullptr);
  o["escalated"] = escalated(row, showing.now_ms);
  o["escalate_to"] = escalated(row, showing.now_ms) ? row.escalate_to : "";
  o["citizen"] = row.citizen;
  return o;
}

json::array show_acts(const Showing& showing) {
  json::array list;
  for (const auto& act : showing.acts)
    list.push_back(json::object{{"op", model::to_text(act.op.id)},
                                {"time", act.op.time.ms},
                                {"by", showing.name_of(act.op.actor)},
                                {"from", act.op.id.node},
                                {"what", show::names_of_acts(act.op)},
                                {"fate", model::name_of(fate_of(act.verdict))},
                                {"reason", act.verdict.reason},
                                {"erased", act.erased}});
  return list;
}

json::array show_attachments(const model::Record& record, const Showing& showing) {
  json::array list;
  for (const auto& attached : rules::attached_of(record)) {
    bool missing = showing.missing_files.contains(attached.hash);
    list.push_back(json::object{{"question", attached.name},
                                {"label", show::label(record, attached.name, showing.service)},
                                {"hash", attached.hash},
                                {"media", attached.media},
                                {"bytes", attached.bytes},
                                {"exception", attached.exception},
                                {"state", missing ? "waiting" : "there"}});
  }
  return list;
}

json::array show_handed_over(const model::Record& record, const Showing& showing) {
  json::array list;
  for (const auto& [act, writer, actor, time] : record.handed_over)
    list.push_back(json::object{{"kind", act.serial.kind},
                                {"number", act.serial.number},
                                {"recipient", act.recipient},
                                {"relation", act.relation},
                                {"by", showing.name_of(actor)},
                                {"at", time.ms}});
  return list;
}

json::array show_choices(const form::Form& form, const form::Question& question) {
  json::array choices;
  constexpr std::size_t shown_max = 500;
  const bool chosen = question.type == form::Type::select_one || question.type == form::Type::select_multiple;
  if (!chosen || form.choices(question).size() > shown_max) return choices;
  for (const auto& choice : form.choices(question))
    choices.push_back(json::object{{"name", choice.name}, {"label", show::texts(choice.label, choice.name)}});
  return choices;
}

// Answers, with what a page needs to let a clerk change one.
json::array show_answers(json::array fields, const Showing& showing) {
  for (auto& each : fields) {
    auto& field = each.as_object();
    const auto* question =
        showing.service ? showing.service->form.question(std::string(field["name"].as_string())) : nullptr;
    const bool open = question && (question->binds.read_only.empty() || question->merge == "centre");
    const bool given = open && question->binds.calculation.empty();
    field["type"] = given ? form::name_of(question->type) : "";
    field["choices"] = given ? show_choices(showing.service->form, *question) : json::array{};
  }
  return fields;
}

json::array show_unanswered(const model::Record& record, const Showing& showing) {
  const int offset = showing.service ? showing.service->calendar.utc_offset_minutes : 0;
  const auto today = rules::civil_date(showing.now_ms, offset);
  const form::Context day{today, today + rules::civil_time(showing.now_ms, offset)};
  return show::unanswered(record, showing.service, day, true, showing.name_of);
}

std::string newest_reason(const model::Record& record, const std::vector<Act>& acts) {
  bool refused = !record.decisions.empty() && record.decisions.back().act.outcome == "refused";
  if (refused) return {};
  for (auto act = acts.rbegin(); act != acts.rend(); ++act)
    if (!act->verdict.reason.empty()) return act->verdict.reason;
  return {};
}

json::array show_kinds(const std::vector<ReviewRow>& reviews) {
  std::set<std::string> kinds;
  for (const auto& review : reviews) kinds.insert(review.kind);
  return json::array(kinds.begin(), kinds.end());
}

json::value show_document(const ReviewRow& review) {
  auto slash = review.what.find('/');
  const bool serial = review.kind == "disputed" || review.kind == "handed_over" || review.kind == "voided";
  if (!serial || slash == review.what.npos) return nullptr;
  return json::object{{"kind", review.what.substr(0, slash)}, {"number", review.what.substr(slash + 1)}};
}

// Lateness goes by itself.
json::array show_outcomes(const ReviewRow& review) {
  json::array list;
  if (review.kind == review_escalated) return list;
  for (const auto outcome : rules::outcomes_of(review.kind)) list.push_back(json::value(outcome));
  return list;
}

json::value show_other(const ReviewRow& review) {
  if (review.kind != "duplicate") return nullptr;
  auto other = model::parse_record_id(review.what);
  if (!other) return nullptr;
  return json::object{{"office", other->office}, {"id", other->id}, {"tracking", model::tracking_of(other->id)}};
}

}  // namespace

json::object show_line(const ApplicationRow& row, const Showing& showing) {
  const auto* service = showing.service;
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
          {"open", json::object{{"minor", row.open}, {"currency", currency}}},
          {"round", row.round},
          {"late", late(row, showing.now_ms)},
          {"escalated", escalated(row, showing.now_ms)},
          {"closed", row.closed},
          {"awaits", show_awaited(row, showing)},
          {"reviews", show_kinds(showing.reviews)}};
}

json::object show_whole(const ApplicationRow& row, const model::Record& record, const Showing& showing) {
  const auto* service = showing.service;
  return {{"id", row.id},
          {"office", row.office},
          {"node", row.node},
          {"tracking", row.tracking},
          {"service", row.service},
          {"version", row.version},
          {"title", show_title(row.service, service)},
          {"who", row.who},
          {"state", row.state},
          {"reason", row.state == "settled" ? "" : newest_reason(record, showing.acts)},
          {"round", row.round},
          {"late", late(row, showing.now_ms)},
          {"escalated", escalated(row, showing.now_ms)},
          {"closing", show::closing(record, service, showing.name_of)},
          {"closings", json::array{}},
          {"refund_due", show::refund_due(record, service)},
          {"awaits", show_awaited(row, showing)},
          {"reviews", show_kinds(showing.reviews)},
          {"stages", show::stages(record, service, showing.now_ms, showing.name_of)},
          {"fields", show_answers(show::fields(record, showing.service, showing.name_of), showing)},
          {"unanswered", show_answers(show_unanswered(record, showing), showing)},
          {"held_up", show::held_up(record, service)},
          {"resolutions", show::resolutions(record, service, showing.name_of)},
          {"returns", show::returns(record, showing.name_of)},
          {"decision", show::decision(record, showing.name_of)},
          {"attachments", show_attachments(record, showing)},
          {"handed_over", show_handed_over(record, showing)},
          {"balance", show::balance(record)},
          {"documents", show::documents(record)},
          {"acts", show_acts(showing)}};
}

json::object show_review(const ReviewRow& review, const ApplicationRow* row, const model::Record& record,
                         const Showing& showing) {
  const auto* service = showing.service;
  json::object o{{"office", review.office},
                 {"record", review.record},
                 {"application", row ? json::value(row->id) : json::value(nullptr)},
                 {"tracking", row ? row->tracking : ""},
                 {"title", row ? json::value(show_title(row->service, service)) : json::value(nullptr)},
                 {"who", row ? row->who : ""},
                 {"kind", review.kind},
                 {"what", review.what},
                 {"opened_at", review.opened_ms},
                 {"document", show_document(review)},
                 {"field", nullptr},
                 {"label", nullptr},
                 {"value", nullptr},
                 {"candidates", json::array{}},
                 {"held_up", json::array{}},
                 {"rule", show_rule(review, record, showing)},
                 {"outcomes", show_outcomes(review)},
                 {"written", nullptr},
                 {"other", show_other(review)}};
  auto found = record.fields.find(review.what);
  bool of_field = (review.kind == "held" || review.kind == "late_review") && found != record.fields.end();
  if (!of_field) return o;
  o["field"] = review.what;
  o["label"] = show::label(record, review.what, service);
  o["value"] = show::in_force(review.what, found->second, service, showing.name_of);
  o["candidates"] = show::candidates(review.what, found->second, service, showing.name_of);
  if (review.kind == "held") o["held_up"] = show::held_up(record, service);
  return o;
}

json::object show_to_institution(const ApplicationRow& row, const model::Record& record, const Showing& showing) {
  json::object answers;
  json::array held;
  for (const auto& [name, field] : record.fields) {
    answers[name] = field.value;
    if (field.held) held.push_back(json::value(name));
  }
  return {{"office", row.office},
          {"id", row.id},
          {"tracking", row.tracking},
          {"service", row.service},
          {"version", row.version},
          {"state", row.handling},
          {"filed_at", row.filed_ms},
          {"late", late(row, showing.now_ms)},
          {"awaits", show_awaited(row, showing)},
          {"answers", std::move(answers)},
          {"held", std::move(held)},
          {"attachments", show_attachments(record, showing)},
          {"decision", show::decision(record, showing.name_of)}};
}

}  // namespace karvan::central
