#include "storage/model/candidates.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "storage/model/members.h"

namespace karvan::model {
namespace {

// An author's own: what the same node wrote over it, or what the same person wrote there since it last started. Two
// boxes of one name, and two people at the centre, are two authors.
bool is_own(const Candidate& earlier, const Op& op, const std::string& base) {
  auto writer = parse_op_id(earlier.writer);
  if (!writer || writer->node != op.id.node) return false;
  return earlier.writer == base || (writer->epoch == op.id.epoch && earlier.actor == op.actor);
}

// Once, however often the same is folded.
void contend_for(Field& field, Candidate candidate) {
  const bool there = std::any_of(field.candidates.begin(), field.candidates.end(), [&](const Candidate& each) {
    return each.writer == candidate.writer && each.value == candidate.value;
  });
  if (!there) add_candidate(field.candidates, std::move(candidate));
}

}  // namespace

void add_candidate(std::vector<Candidate>& candidates, Candidate candidate) {
  auto by_writer = [](const Candidate& a, const Candidate& b) { return a.writer < b.writer; };
  auto place = std::upper_bound(candidates.begin(), candidates.end(), candidate, by_writer);
  candidates.insert(place, std::move(candidate));
}

Candidate in_force(const Field& field) {
  return {field.members.empty() ? field.value : words_by(field, field.writer), field.writer, field.actor, field.time};
}

void contend(Field& field, const Op& op, const std::string& value, const std::string& base) {
  std::vector<Candidate> others;
  for (auto& each : field.candidates) {
    if (is_own(each, op, base))
      add_candidate(field.replaced, std::move(each));
    else
      others.push_back(std::move(each));
  }
  field.candidates = std::move(others);
  add_candidate(field.candidates, {value, to_text(op.id), op.actor, op.time});
}

void contend_for_answered(Field& field, const Op& op, const std::string& list) {
  for (const auto& member : field.members) {
    const std::string instance = list + "/" + member.value + "/";
    const auto answered = op.set.lower_bound(instance);
    const bool answers = answered != op.set.end() && answered->first.starts_with(instance);
    if (answers && !is_in(field, member.value)) contend_for(field, {member.value, to_text(op.id), op.actor, op.time});
  }
}

void contend_for_removed(Record& record, const Op& op, const std::string& list) {
  Field& field = record.fields[list];
  for (const auto& act : op.remove) {
    if (act.field != list || is_in(field, act.value)) continue;
    const std::string instance = list + "/" + act.value + "/";
    const Field* last = nullptr;
    for (auto each = record.fields.lower_bound(instance);
         each != record.fields.end() && each->first.starts_with(instance); ++each) {
      const Field& answer = each->second;
      if (!is_answer_unseen(record, op, each->first, act.of)) continue;
      if (!last || std::tie(last->time, last->writer) < std::tie(answer.time, answer.writer)) last = &answer;
    }
    if (last) contend_for(field, {act.value, last->writer, last->actor, last->time});
  }
}

bool is_unseen(const Record& record, const Op& op, const std::string& name) {
  auto found = record.fields.find(name);
  if (found == record.fields.end() || found->second.writer.empty()) return false;
  auto writer = parse_op_id(found->second.writer);
  return writer && writer->node != op.id.node && !is_current(found->second, base_of(record, op, name));
}

bool is_answer_unseen(const Record& record, const Op& op, const std::string& name, const std::string& added) {
  auto found = record.fields.find(name);
  if (found == record.fields.end() || found->second.value.empty()) return false;
  return found->second.writer != added && is_unseen(record, op, name);
}

bool is_current(const Field& field, const std::string& writer) {
  return field.writer == writer || std::any_of(field.earlier.begin(), field.earlier.end(), [&](const Said& said) {
           return said.writer == writer && said.value == field.value;
         });
}

}  // namespace karvan::model
