#include <algorithm>
#include <iterator>
#include <utility>

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

// ---- fields

bool by_writer(const Candidate& a, const Candidate& b) { return a.writer < b.writer; }

// A later candidate of the same author replaces the earlier one; the rest stay, sorted, so that order of arrival of
// concurrent operations does not show in the bytes.
void add_candidate(Field& field, Candidate candidate) {
  auto author = [](std::string_view writer) { return writer.substr(0, writer.find('/')); };
  std::erase_if(field.candidates, [&](const Candidate& c) { return author(c.writer) == author(candidate.writer); });
  auto place = std::upper_bound(field.candidates.begin(), field.candidates.end(), candidate, by_writer);
  field.candidates.insert(place, std::move(candidate));
}

Candidate in_force(const Field& field) { return {field.value, field.writer, field.actor, field.time}; }

void put_in_force(Field& field, const Op& op, const std::string& value) {
  field.value = value;
  field.writer = to_text(op.id);
  field.actor = op.actor;
  field.time = op.time;
}

// `unseen`: the author had not seen what is in force.
void set_field(Field& field, const Op& op, const std::string& value, Fate fate, bool unseen) {
  if (fate == Fate::applied || fate == Fate::parallel) {
    field.parallel = fate == Fate::parallel;
    if (unseen && field.value != value) add_candidate(field, in_force(field));
    put_in_force(field, op, value);
    return;
  }
  if (fate == Fate::held) field.held = true;
  add_candidate(field, {value, to_text(op.id), op.actor, op.time});
}

void mark_field(Record& record, const std::string& name, Fate fate) {
  auto field = record.fields.find(name);
  if (field == record.fields.end()) return;
  if (fate == Fate::parallel) field->second.parallel = true;
  if (fate == Fate::held) field->second.held = true;
}

// What the person saw moves into the resolution; a contender whom they had not seen stays beside the field.
void resolve(Record& record, const Op& op, Fate fate) {
  if (fate != Fate::applied && fate != Fate::lost) return;
  const Resolved& act = *op.resolve;
  Field& field = record.fields[act.field];
  Resolution resolution{dated(op, act), {}, fate == Fate::lost};
  if (fate == Fate::applied) {
    auto seen = [&](const Candidate& c) {
      return std::find(act.seen.begin(), act.seen.end(), c.writer) != act.seen.end();
    };
    auto all = std::exchange(field.candidates, {});
    if (!field.writer.empty()) all.push_back(in_force(field));
    std::sort(all.begin(), all.end(), by_writer);
    std::partition_copy(all.begin(), all.end(), std::back_inserter(resolution.among),
                        std::back_inserter(field.candidates), seen);
    put_in_force(field, op, act.value);
    field.held = field.parallel = false;
    field.late = !field.candidates.empty();
  }
  record.resolutions.push_back(std::move(resolution));
}

// ---- stages

// An act belongs to the round in which it was done: one that arrives late adds its date to its own.
std::uint32_t round_at(const Record& record, HybridTime time) {
  std::uint32_t round = 1;
  for (const auto& each : record.returns)
    if (each.returned.time < time) round = std::max(round, each.round);
  return round;
}

void fold_claims(Record& record, const Op& op, const Verdict& verdict) {
  for (const auto& [name, value] : op.set) {
    auto fate = verdict.fields.find(name);
    Field& field = record.fields[name];
    const bool unseen = !field.writer.empty() && field.writer != base_of(record, op, name);
    set_field(field, op, value, fate == verdict.fields.end() ? Fate::applied : fate->second, unseen);
  }
  for (const auto& [name, fate] : verdict.fields)
    if (!op.set.contains(name)) mark_field(record, name, fate);
  if (op.resolve) resolve(record, op, verdict.resolve);
  for (auto& [name, field] : record.fields)
    if (has_alarm(verdict, "late_review:" + name)) field.late = true;
  if (op.returned && verdict.returned == Fate::applied)
    record.returns.push_back({dated(op, *op.returned), ++record.round});
  if (op.closed && verdict.closed == Fate::applied) record.closed = dated(op, *op.closed);
  if (!op.advance.empty() && verdict.advance == Fate::applied)
    record.milestones.push_back({op.advance, op.time, op.actor, to_text(op.id), round_at(record, op.time)});
  // P9: it is the institution's word only where it is theirs to speak.
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
  fold_papers(record, op, verdict);
  for (const auto& attached : op.attach) record.attachments.push_back(dated(op, attached));
  for (const auto& shown : op.shown) record.shown.push_back(dated(op, shown));
  if (op.sheet) record.sheets.push_back(dated(op, *op.sheet));
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

const std::string& base_of(const Record& record, const Op& op, const std::string& field) {
  auto shown = op.over.find(field);
  return shown == op.over.end() ? record.creator : shown->second;
}

Record apply(Record record, const Op& op, const Verdict& verdict) {
  if (record.id.empty()) record.id = op.of;
  const std::string id = to_text(op.id);
  std::erase_if(record.waiting, [&](const std::string& w) { return w.starts_with(id + " "); });
  if (verdict.op == Fate::waiting || verdict.op == Fate::parked) {
    record.waiting.push_back(id + " " + (verdict.reason.empty() ? std::string(name_of(verdict.op)) : verdict.reason));
    return record;
  }
  if (record.creator.empty()) {  // one that waits creates nothing: its cause may be the creator
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
