#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "sync/rules/captured.h"
#include "sync/rules/context.h"
#include "tests/sim/checkers.h"

namespace karvan::sim {
namespace {

using model::Op;
using model::Record;
using Records = std::map<std::string, Record>;

template <class List>
bool written_by(const List& list, const std::string& writer) {
  return std::any_of(list.begin(), list.end(), [&](const auto& each) { return each.writer == writer; });
}

bool is_void(const Record& record, const model::Serial& serial) {
  return std::any_of(record.documents.begin(), record.documents.end(),
                     [&](const model::Document& d) { return d.serial == serial && d.state == "void"; });
}

bool facts_are_in(const Record& record, const Op& op) {
  const auto id = model::to_text(op.id);
  return (!op.post || written_by(record.postings, id)) && (!op.issue || written_by(record.documents, id)) &&
         (!op.voided || is_void(record, op.voided->serial)) &&
         (op.attach.empty() || written_by(record.attachments, id)) &&
         (op.shown.empty() || written_by(record.shown, id)) &&
         (!op.handed_over || written_by(record.handed_over, id)) && (!op.sheet || written_by(record.sheets, id));
}

// What a closed drawer held, by all that the applications say of it (P6).
void check_drawers(const Records& records, Story& story) {
  std::map<std::string, std::int64_t> cash;
  for (const auto& [id, record] : records)
    for (const auto& posting : record.postings) {
      const auto& post = posting.post;
      if (post.kind == "float" || post.kind == "payment") cash[post.shift] += post.amount.minor;
      if (post.kind == "remittance" || post.kind == "refund") cash[post.shift] -= post.amount.minor;
    }
  for (const auto& [id, record] : records)
    for (const auto& posting : record.postings)
      if (posting.post.kind == "count" && posting.post.amount.minor != cash[posting.post.shift])
        story.broken(
            "P6", fmt::format("{}: counted {}, but {} moved", id, posting.post.amount.minor, cash[posting.post.shift]));
}

// Whether a claim that an ending stops was let in all the same.
bool in_force(const Op& op, const model::Verdict& verdict) {
  using model::Fate;
  if (verdict.op != Fate::applied) return false;
  const bool set = std::any_of(op.set.begin(), op.set.end(), [&](const auto& answer) {
    auto fate = verdict.fields.find(answer.first);
    return fate == verdict.fields.end() || fate->second != Fate::refused;
  });
  return set || (!op.advance.empty() && verdict.advance == Fate::applied) ||
         (op.returned && verdict.returned == Fate::applied) || (op.closed && verdict.closed == Fate::applied);
}

}  // namespace

Archive read_archive(Centre& centre) {
  return {centre.operations(), centre.records(), centre.parked(), centre.entries()};
}

bool is_erased(const Record& record, const model::OpId& op) {
  const auto id = model::to_text(op);
  return std::any_of(record.erased.begin(), record.erased.end(), [&](const auto& order) { return order.act.of == id; });
}

bool is_application(const std::string& id) { return id.find("/application/") != id.npos; }

void check_money(const Archive& archive, Story& story) {
  for (const auto& [id, record] : archive.records) {
    if (!is_application(id)) continue;
    auto sum = model::balance(record);
    const bool suspense =
        std::any_of(record.postings.begin(), record.postings.end(), [](const model::Posting& p) { return p.suspense; });
    if (sum.open() < 0 && !suspense) story.broken("P6", id + " was paid twice");
    // A filing charges its fee. Where more than one does, somebody is told.
    const auto charges = std::count_if(record.postings.begin(), record.postings.end(),
                                       [](const model::Posting& p) { return p.post.kind == "charge"; });
    const bool told = std::any_of(record.alarms.begin(), record.alarms.end(),
                                  [](const model::Alarm& alarm) { return alarm.what == "fee_differs"; });
    if (charges > 1 && !told) story.broken("P6", id + " was charged twice, and nobody was told");
    std::set<model::Serial> issued;
    for (const auto& document : record.documents)
      if (document.state == "issued" && !issued.insert(document.serial).second)
        story.broken("P5", id + " bears a number twice");
  }
}

void check_parked(const Archive& archive, Story& story) {
  std::set<std::string> waiting;
  for (const auto& [id, record] : archive.records)
    for (const auto& each : record.waiting) waiting.insert(each.substr(0, each.find(' ')));
  for (const auto& [op, reason] : archive.parked)
    if (!waiting.contains(op) && reason != "fork_noticed" && reason != "malformed")
      story.broken("P15", op + " is settled, and stays on the list of what waits: " + reason);
  for (const auto& op : waiting)
    if (!archive.parked.contains(op)) story.broken("P15", op + " waits, and is on no list");
}

void check_complete(const Archive& archive, Centre& centre, Story& story) {
  for (const auto& [of, record] : archive.records) {
    auto received = std::find_if(record.milestones.begin(), record.milestones.end(), [](const auto& milestone) {
      return milestone.stage == rules::stage::received_by_centre;
    });
    if (received == record.milestones.end()) continue;
    // Of a question that was captured again nobody waits for the file before.
    for (const auto& attached : rules::attached_of(record)) {
      auto file = centre.uploads().find(attached.hash);
      const auto came_ms = file == centre.uploads().end() ? INT64_MAX : file->second.at_ms;
      if (came_ms <= received->time.ms) continue;
      story.broken("P11", of + " was received (" + received->writer + ", " + std::to_string(received->time.ms) +
                              ") before its file " + attached.hash + " came (" + std::to_string(came_ms) + ")");
    }
  }
}

void check_facts(const Archive& archive, Story& story) {
  const auto& records = archive.records;
  for (const auto& op : archive.operations) {
    if (archive.parked.contains(model::to_text(op.id))) continue;
    auto record = records.find(op.of);
    if (record == records.end()) {
      story.broken("P15", op.of + " is nowhere at the centre");
    } else if (!facts_are_in(record->second, op)) {
      story.broken("P15", "a fact of " + model::to_text(op.id) + " is not in " + op.of);
    }
  }
  check_drawers(records, story);
  std::map<model::Serial, std::string> bearers;
  for (const auto& [id, record] : records)
    for (const auto& document : record.documents) {
      if (document.state != "issued") continue;
      auto [bearer, fresh] = bearers.try_emplace(document.serial, id);
      if (!fresh)
        story.broken("P5", fmt::format("{} {} is on {} and {}, and nobody disputes it", document.serial.kind,
                                       document.serial.number, bearer->second, id));
    }
}

void check_closings(const Archive& archive, Story& story) {
  std::map<std::string, const Op*> operations;
  for (const auto& op : archive.operations) operations.emplace(model::to_text(op.id), &op);
  for (const auto& [of, record] : archive.records) {
    if (!is_application(of) || !record.closed || record.reached(rules::stage::delivered))
      continue;  // whoever came before it was told
    const auto entries = archive.entries.find(of);
    if (entries == archive.entries.end()) continue;
    bool over = false;  // in the order in which they were judged
    for (const auto& entry : entries->second) {
      const auto found = operations.find(model::to_text(entry.op));
      if (found == operations.end() && is_erased(record, entry.op)) continue;
      if (found == operations.end())
        return story.broken("P3", fmt::format("{} stands in the feed and not in the inbox", model::to_text(entry.op)));
      const auto& op = *found->second;
      if (over && op.time > record.closed->time && in_force(op, entry.verdict))
        story.broken("closing", fmt::format("{} came into force in {} after its end", model::to_text(op.id), of));
      const bool stands = entry.verdict.op == model::Fate::applied;  // else it waited, and has a later entry
      over = over || (stands && model::to_text(op.id) == record.closed->writer);
    }
  }
}

namespace {

// In their order, and what a restore had lost where a box handed it back.
bool stands_as_decided(const std::vector<std::string>& stand, const std::vector<Headquarters::Decision>& decided) {
  std::vector<std::string> due, lost;
  for (const auto& decision : decided) (decision.lost ? lost : due).push_back(decision.outcome);
  std::size_t next = 0;
  for (const auto& outcome : stand) {
    if (next < due.size() && outcome == due[next]) {
      ++next;
      continue;
    }
    auto back = std::find(lost.begin(), lost.end(), outcome);
    if (back == lost.end()) return false;
    lost.erase(back);
  }
  return next == due.size();
}

}  // namespace

void check_decisions(const Archive& archive, const Headquarters& headquarters, Story& story) {
  std::map<std::string, std::vector<std::string>> stand;
  for (const auto& [of, record] : archive.records)
    for (const auto& decision : record.decisions) stand[of].push_back(decision.act.outcome);
  for (const auto& [of, decided] : headquarters.decided())
    if (!stands_as_decided(stand[of], decided)) story.broken("P9", of + " was decided otherwise");
}

}  // namespace karvan::sim
