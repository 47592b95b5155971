#include <algorithm>
#include <utility>

#include "storage/model/fields.h"
#include "storage/model/planted.h"
#include "storage/model/record.h"

namespace karvan::model {
namespace {

bool has_alarm(const Verdict& verdict, std::string_view alarm) {
  return std::find(verdict.alarms.begin(), verdict.alarms.end(), alarm) != verdict.alarms.end();
}

std::string text_of(const Serial& serial) { return serial.kind + "/" + std::to_string(serial.number); }

template <class Act>
Dated<Act> dated(const Op& op, const Act& act) {
  return {act, to_text(op.id), op.actor, op.time};
}

// ---- stages

// An act belongs to the round in which it was done: one that arrives late adds its date to its own.
std::uint32_t round_at(const Record& record, HybridTime time) {
  std::uint32_t round = 1;
  for (const auto& each : record.returns)
    if (each.returned.time < time) round = std::max(round, each.round);
  return round;
}

// A stage that was early counts from its own date once what it needs is there.
void fold_stages(Record& record, const Op& op, const Verdict& verdict) {
  const Milestone reached{op.advance, op.time, op.actor, to_text(op.id), round_at(record, op.time)};
  if (!op.advance.empty() && verdict.advance == Fate::applied) record.milestones.push_back(reached);
  if (!op.advance.empty() && verdict.advance == Fate::waiting) record.early.push_back(reached);
  for (const auto& writer : verdict.ripe) {
    auto found = std::find_if(record.early.begin(), record.early.end(),
                              [&](const Milestone& early) { return early.writer == writer; });
    if (found == record.early.end()) continue;
    found->round = round_at(record, found->time);
    record.milestones.push_back(*found);
    record.early.erase(found);
  }
}

// What is left open by a fact, and now settled: the paper, the money, or that somebody has looked at it.
void fold_settled(Record& record, const Op& op) {
  const Settled& act = *op.settled;
  if (act.what == "parked" || act.what == "refused") return record.settled.push_back(dated(op, act));
  for (auto& alarm : record.alarms)
    if (alarm.writer == act.writer && alarm.what == act.what && !alarm.settled) alarm.settled = dated(op, act);
  for (auto& document : record.documents) {
    if (act.what != "disputed:" + text_of(document.serial) || document.state != "disputed") continue;
    document.state = act.outcome == "void" ? "void" : "issued";
    document.reason = act.reason;
  }
  for (auto& posting : record.postings)
    if (act.what == "suspense" && posting.writer == act.writer) posting.suspense = false;
}

void fold_claims(Record& record, const Op& op, const Verdict& verdict) {
  fold_fields(record, op, verdict);
  if (op.returned && verdict.returned == Fate::applied)
    record.returns.push_back({dated(op, *op.returned), ++record.round});
  if (op.closed && verdict.closed == Fate::applied) record.closed = dated(op, *op.closed);
  fold_stages(record, op, verdict);
  if (op.settled && verdict.settled == Fate::applied) fold_settled(record, op);
  if (op.erase && verdict.erase == Fate::applied) {
    record.erased.push_back(dated(op, *op.erase));
    erase_values(record, *op.erase);
  }
  // P9: it is the institution's word only where it is theirs to speak.
  if (op.decided && planted(9)) record.decisions.clear();
  if (op.decided) record.decisions.push_back(dated(op, *op.decided));
}

// ---- facts

Document* find(Record& record, const Serial& serial) {
  auto found = std::find_if(record.documents.begin(), record.documents.end(),
                            [&](const Document& d) { return d.serial == serial; });
  return found == record.documents.end() ? nullptr : &*found;
}

void fold_papers(Record& record, const Op& op, const Verdict& verdict) {
  const std::string writer = to_text(op.id);
  if (op.voided) {
    Document* document = find(record, op.voided->serial);
    if (!document) document = &record.documents.emplace_back(Document{writer, op.voided->serial, {}, {}, {}});
    document->state = "void";
    document->reason = op.voided->reason;
  }
  if (op.issue) {
    bool disputed = has_alarm(verdict, "disputed:" + text_of(*op.issue));
    record.documents.push_back({writer, *op.issue, disputed ? "disputed" : "issued", {}, {}});
  }
  if (op.printed) {
    if (Document* document = find(record, op.printed->serial)) document->prints.push_back(op.printed->outcome);
  }
  if (op.handed_over) record.handed_over.push_back(dated(op, *op.handed_over));
}

void fold_facts(Record& record, const Op& op, const Verdict& verdict) {
  const std::string writer = to_text(op.id);
  if (op.post) record.postings.push_back({writer, *op.post, has_alarm(verdict, "suspense")});
  if (planted(26) && op.post && op.post->kind == "charge") record.postings.push_back(record.postings.back());
  fold_papers(record, op, verdict);
  for (const auto& attached : op.attach) record.attachments.push_back(dated(op, attached));
  for (const auto& shown : op.shown) record.shown.push_back(dated(op, shown));
  if (op.sheet) record.sheets.push_back(dated(op, *op.sheet));
  if (op.lease && !record.lease) record.lease = dated(op, *op.lease);
  for (const auto& alarm : verdict.alarms) record.alarms.push_back({writer, alarm});
}

}  // namespace

bool Record::reached(std::string_view stage) const {
  auto reopened_since = [&](const Milestone& milestone) {
    return std::any_of(returns.begin(), returns.end(), [&](const Return& each) {
      const auto& reopens = each.returned.act.reopens;
      return each.round > milestone.round && std::find(reopens.begin(), reopens.end(), stage) != reopens.end();
    });
  };
  return std::any_of(milestones.begin(), milestones.end(),
                     [&](const Milestone& m) { return m.stage == stage && !reopened_since(m); });
}

bool Record::held(std::string_view field) const {
  auto found = fields.find(std::string(field));
  if (found != fields.end()) return found->second.held;
  const auto last = "/" + std::string(field);
  return std::any_of(fields.begin(), fields.end(),
                     [&](const auto& one) { return one.second.held && one.first.ends_with(last); });
}

namespace {

bool never_said(const Field& field, const std::string& writer) {
  auto by = [&](const auto& each) { return each.writer == writer; };
  return field.writer != writer && field.earlier.size() < earlier_max &&
         std::none_of(field.earlier.begin(), field.earlier.end(), by) &&
         std::none_of(field.candidates.begin(), field.candidates.end(), by);
}

}  // namespace

bool is_open(const Alarm& alarm) { return !alarm.settled; }

const std::string& base_of(const Record& record, const Op& op, const std::string& name) {
  auto shown = op.over.find(name);
  if (shown != op.over.end()) return shown->second;
  // Where the creator said nothing, the screen showed nothing: that is in force where it is blank again.
  auto field = record.fields.find(name);
  const bool blank = field != record.fields.end() && !field->second.held && field->second.value.empty();
  return blank && never_said(field->second, record.creator) ? field->second.writer : record.creator;
}

Record apply(Record record, const Op& op, const Verdict& verdict) {
  if (record.id.empty()) record.id = op.of;
  const std::string id = to_text(op.id);
  std::erase_if(record.waiting, [&](const std::string& w) { return w.starts_with(id + " "); });
  if (verdict.op == Fate::waiting || verdict.op == Fate::parked) {
    if (record.waiting.size() >= waiting_max) return record;
    record.waiting.push_back(id + " " + (verdict.reason.empty() ? std::string(name_of(verdict.op)) : verdict.reason));
    return record;
  }
  if (verdict.op == Fate::lost) return record;  // a person has set it aside
  // One that waits creates nothing, as its cause may be the creator; nor does a person's word on it.
  if (record.creator.empty() && (!op.settled || op.pin)) {
    record.creator = id;
    record.created = op.time;
    if (op.pin) record.pin = *op.pin;
  }
  fold_facts(record, op, verdict);
  if (verdict.op == Fate::applied) fold_claims(record, op, verdict);
  return record;
}

Balance balance(const Record& record) {
  Balance sum;
  for (const auto& posting : record.postings) {
    const Post& post = posting.post;
    if (sum.currency.empty()) sum.currency = post.amount.currency;
    if (post.kind == "charge") sum.charged += post.amount.minor;
    if (post.kind == "waiver") sum.waived += post.amount.minor;
    if (post.kind == "payment") sum.received += post.amount.minor;
    if (post.kind == "refund") sum.refunded += post.amount.minor;
  }
  return sum;
}

}  // namespace karvan::model
