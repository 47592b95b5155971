#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "tests/sim/checkers.h"

// P8, value by value and by name: the feed says what each operation did to a field, and the record must still have
// whoever lost by it.
namespace karvan::sim {
namespace {

using model::Fate;
using model::Op;

// One field of one application, as the feed tells it.
class Course {
 public:
  // Somebody wrote it and it stands; who was in force is due unless its value was seen, or is the same.
  void put(const std::string& writer, const std::string& value, const std::string& base) {
    if (value != value_ && !saw(base)) owe();
    stand(writer, value);
  }
  // A form made it of answers that met, or a person settled it: who was in force is due.
  void displace(const std::string& writer, const std::string& value) {
    if (writer != writer_) owe();
    stand(writer, value);
  }
  void contend(const std::string& writer, const std::string& value) {
    values_[writer] = value;
    due_.insert(writer);
  }
  // Whether what `writer` wrote is what `seen` wrote.
  bool same(const std::string& writer, const std::string& seen) const {
    const auto one = values_.find(writer), other = values_.find(seen);
    return one != values_.end() && other != values_.end() && one->second == other->second;
  }
  const std::string& value() const { return value_; }
  const std::string& writer() const { return writer_; }
  const std::set<std::string>& due() const { return due_; }

 private:
  bool saw(const std::string& base) const {
    const auto found = values_.find(base);
    return base == writer_ || (found != values_.end() && found->second == value_);
  }
  void owe() {
    if (!writer_.empty()) due_.insert(writer_);
  }
  void stand(const std::string& writer, const std::string& value) {
    values_[writer] = value;
    writer_ = writer;
    value_ = value;
  }

  std::string value_, writer_;
  std::map<std::string, std::string> values_;  // that ever stood or contended, by writer
  std::set<std::string> due_;                  // must stand beside it, or in the resolution of somebody who saw them
};

using Courses = std::map<std::string, Course>;

bool stands(const model::Verdict& verdict, const std::string& name) {
  const auto fate = verdict.fields.find(name);
  return fate == verdict.fields.end() || fate->second == Fate::applied || fate->second == Fate::parallel;
}

void follow(Courses& courses, const model::Record& record, const Op& op, const model::Verdict& verdict) {
  const auto id = model::to_text(op.id);
  for (const auto& [name, value] : op.set) {
    auto& course = courses[name];
    if (stands(verdict, name))
      course.put(id, value, model::base_of(record, op, name));
    else
      course.contend(id, value);
  }
  if (op.resolve && verdict.resolve == Fate::applied) courses[op.resolve->field].displace(id, op.resolve->value);
  for (const auto& [name, value] : verdict.computed) courses[name].displace(id, value);
}

bool is_of(const std::vector<model::Candidate>& candidates, const std::string& writer) {
  return std::any_of(candidates.begin(), candidates.end(), [&](const auto& each) { return each.writer == writer; });
}

bool is_kept(const model::Record& record, const std::string& name, const Course& course, const std::string& writer) {
  const auto& field = record.fields.at(name);
  if (field.writer == writer || is_of(field.candidates, writer) || is_of(field.replaced, writer)) return true;
  return std::any_of(record.resolutions.begin(), record.resolutions.end(), [&](const model::Resolution& resolution) {
    const auto& act = resolution.resolved.act;
    return act.field == name && is_of(resolution.among, writer) &&
           std::any_of(act.seen.begin(), act.seen.end(),
                       [&](const std::string& seen) { return seen == writer || course.same(writer, seen); });
  });
}

void check_courses(const Courses& courses, const model::Record& record, Story& story) {
  for (const auto& [name, course] : courses) {
    const auto field = record.fields.find(name);
    if (field == record.fields.end()) {
      story.broken("P8", fmt::format("{} of {} is not there", name, record.id));
      continue;
    }
    if (!field->second.members.empty()) continue;  // a set keeps each addition itself
    if (field->second.value != course.value() || field->second.writer != course.writer())
      story.broken("P8", fmt::format("{} of {} is of {}, and {} wrote it last", name, record.id, field->second.writer,
                                     course.writer()));
    for (const auto& writer : course.due())
      if (!is_kept(record, name, course, writer))
        story.broken("P8", fmt::format("{} of {}: what {} wrote is gone", name, record.id, writer));
  }
}

}  // namespace

void check_values(const Archive& archive, Story& story) {
  std::map<std::string, const Op*> operations;
  for (const auto& op : archive.operations) operations.emplace(model::to_text(op.id), &op);
  std::set<std::string> judged;
  for (const auto& [of, record] : archive.records) {
    const auto entries = archive.entries.find(of);
    if (!is_application(of) || entries == archive.entries.end()) continue;
    for (const auto& word : record.settled)
      if (word.act.outcome == "rejected") judged.insert(word.act.writer);
    Courses courses;
    bool whole = true;  // nothing of it was erased, so that all is known of who saw what
    for (const auto& entry : entries->second) {
      const auto op = operations.find(model::to_text(entry.op));
      whole = whole && !is_erased(record, entry.op);
      if (entry.verdict.op != Fate::applied || op == operations.end()) continue;
      judged.insert(op->first);
      follow(courses, record, *op->second, entry.verdict);
    }
    if (whole) check_courses(courses, record, story);
  }
  for (const auto& [id, op] : operations)
    if (is_application(op->of) && !op->set.empty() && !archive.parked.contains(id) && !judged.contains(id))
      story.broken("P8", fmt::format("what {} wrote on {} nobody has judged", id, op->of));
}

}  // namespace karvan::sim
