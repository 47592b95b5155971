#include <algorithm>

#include "storage/model/record.h"

namespace karvan::model {
namespace {

bool has_alarm(const Verdict& verdict, std::string_view alarm) {
  return std::find(verdict.alarms.begin(), verdict.alarms.end(), alarm) != verdict.alarms.end();
}

std::string text_of(const Serial& serial) { return serial.kind + "/" + std::to_string(serial.number); }

// A later candidate of the same author replaces the earlier one; the rest stay, sorted, so that order of arrival of
// concurrent operations does not show in the bytes.
void add_candidate(Field& field, Candidate candidate) {
  auto author = [](std::string_view writer) { return writer.substr(0, writer.find('/')); };
  std::erase_if(field.candidates, [&](const Candidate& c) { return author(c.writer) == author(candidate.writer); });
  field.candidates.insert(std::upper_bound(field.candidates.begin(), field.candidates.end(), candidate,
                                           [](const Candidate& a, const Candidate& b) { return a.writer < b.writer; }),
                          std::move(candidate));
}

void set_field(Field& field, const Op& op, const std::string& value, Fate fate) {
  const std::string writer = to_text(op.id);
  switch (fate) {
    case Fate::applied:
    case Fate::parallel:
      if (fate == Fate::parallel && !field.writer.empty() && field.value != value)
        add_candidate(field, {field.value, field.writer});
      field.value = value;
      field.writer = writer;
      field.time = op.time;
      field.parallel = fate == Fate::parallel;
      break;
    case Fate::held:
      field.held = true;
      add_candidate(field, {value, writer});
      break;
    case Fate::lost:
    case Fate::refused:
    case Fate::waiting:
    case Fate::parked:
      add_candidate(field, {value, writer});
      break;
  }
}

void fold_claims(Record& record, const Op& op, const Verdict& verdict) {
  for (const auto& [name, value] : op.set) {
    auto fate = verdict.fields.find(name);
    set_field(record.fields[name], op, value, fate == verdict.fields.end() ? Fate::applied : fate->second);
  }
  if (!op.advance.empty() && verdict.advance == Fate::applied)
    record.milestones.push_back({op.advance, op.time, op.actor, to_text(op.id), record.round});
}

Document* find(Record& record, const Serial& serial) {
  auto found = std::find_if(record.documents.begin(), record.documents.end(),
                            [&](const Document& d) { return d.serial == serial; });
  return found == record.documents.end() ? nullptr : &*found;
}

void fold_facts(Record& record, const Op& op, const Verdict& verdict) {
  const std::string writer = to_text(op.id);
  if (op.post) record.postings.push_back({writer, *op.post, has_alarm(verdict, "suspense")});
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
}

}  // namespace

bool Record::reached(std::string_view stage) const {
  return std::any_of(milestones.begin(), milestones.end(),
                     [&](const Milestone& m) { return m.stage == stage && m.round == round; });
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
