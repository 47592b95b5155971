#include "sync/central/reconcile/listing.h"

#include <algorithm>

#include "storage/model/tracking.h"
#include "sync/central/reconcile/reference.h"
#include "sync/central/reconcile/review.h"
#include "sync/rules/check.h"
#include "sync/rules/closing.h"
#include "sync/rules/context.h"
#include "sync/rules/due.h"

namespace karvan::central {

std::string folded(std::string_view text) {
  std::string plain;
  for (char c : text) {
    if (c == '-') continue;
    plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return plain;
}

model::Fate fate_of(const model::Verdict& verdict) {
  if (verdict.op != model::Fate::applied) return verdict.op;
  if (verdict.advance != model::Fate::applied) return verdict.advance;
  model::Fate fate = std::max({verdict.returned, verdict.resolve, verdict.closed, verdict.settled, verdict.erase});
  for (const auto& [field, of_field] : verdict.fields) fate = std::max(fate, of_field);
  return fate;
}

model::Verdict shown_verdict(const model::OpId& op, const model::Verdict& verdict) {
  return op.node == centre_node ? model::Verdict{} : verdict;
}

std::string state_of(const model::Record& record, const model::Verdict& last) {
  bool held = std::any_of(record.fields.begin(), record.fields.end(), [](const auto& f) { return f.second.held; });
  if (held) return "held";
  if (!record.waiting.empty()) return "waiting";
  bool refused = last.op == model::Fate::refused || last.advance == model::Fate::refused;
  if (!record.decisions.empty()) refused |= record.decisions.back().act.outcome == "refused";
  return refused ? "refused" : "settled";
}

namespace {

std::string handling_of(const model::Record& record) {
  if (record.reached(rules::stage::decided)) return std::string(handling_decided);
  if (record.reached(rules::stage::accepted_by_institution)) return std::string(handling_accepted);
  return record.reached(rules::stage::received_by_centre) ? std::string(handling_received) : "";
}

// Of the answers, those that lists show.
std::string who_of(const model::Record& record, const catalogue::Service& service) {
  form::Answers shown;
  for (const auto& question : service.form.questions()) {
    const auto field = question.summary ? record.fields.find(question.name) : record.fields.end();
    if (field != record.fields.end()) shown.emplace(question.name, field->second.value);
  }
  return service.summary(shown);
}

void list_due(const model::Record& record, const catalogue::Service& service, ApplicationRow& row) {
  const auto next = rules::next_due(record, service);
  row.awaits = next.stage;
  row.due_ms = next.due_ms;
  row.escalate_ms = next.escalates_ms;
  row.escalate_to = next.escalate_to;
  row.citizen = next.citizen && !next.stage.empty();
  const auto lapse = rules::lapse_of(record, service);
  row.lapse = lapse.how;
  row.lapse_ms = lapse.at_ms;
}

}  // namespace

ApplicationRow list_application(const model::RecordId& id, const model::Record& record, const model::Verdict& last,
                                const catalogue::Service* service) {
  ApplicationRow row;
  row.office = id.office;
  row.id = id.id;
  auto creator = model::parse_op_id(record.creator);
  row.node = creator ? creator->node : "";
  row.service = record.pin.service;
  row.version = record.pin.version;
  row.tracking = model::tracking_of(id.id);
  if (service) row.institution = service->institution.id;
  if (service) list_due(record, *service, row);
  row.handling = handling_of(record);
  if (auto ending = rules::closing_of(record, service)) {
    row.closed = ending->how;
    if (rules::stops(*ending, "decided")) row.handling.clear();  // no institution is to look at it any more
  }
  row.round = record.round;
  if (service) row.who = who_of(record, *service);
  row.words = " " + folded(row.who) + " " + folded(row.tracking);
  for (const auto& document : record.documents) row.words += " " + std::to_string(document.serial.number);
  row.state = state_of(record, last);
  auto sum = balance(record);
  row.open = std::max<std::int64_t>(sum.open(), 0);
  row.currency = sum.currency;
  row.filed_ms = row.updated_ms = record.created.ms;
  int furthest = -1;
  for (const auto& milestone : record.milestones) {
    row.updated_ms = std::max(row.updated_ms, milestone.time.ms);
    if (milestone.stage == rules::stage::filed) row.filed_ms = milestone.time.ms;
    const auto* stage = service ? service->stage(milestone.stage) : nullptr;
    int number = stage ? stage->number : 0;
    if (number < furthest) continue;
    furthest = number;
    row.stage = milestone.stage;
  }
  return row;
}

Projection project(const model::RecordId& id, const model::Record& record, const model::OpId& op,
                   const model::Verdict& verdict, const catalogue::Service* service) {
  Projection made{model::write_record(record), {}, {}, {}};
  // What lies on no record is listed by what was set aside, not by the record of the word on it.
  if (id.kind != "conflict") made.reviews = reviews_of(id, record);
  if (id.kind != "application" || record.creator.empty()) return made;
  made.listed = list_application(id, record, shown_verdict(op, verdict), service);
  if (service) made.plan = plan_of(record, *service);
  return made;
}

}  // namespace karvan::central
