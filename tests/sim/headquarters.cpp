#include "tests/sim/headquarters.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "storage/seal/hash.h"
#include "sync/central/reconcile/erasure.h"
#include "sync/central/store/reviews.h"
#include "sync/rules/context.h"
#include "sync/rules/matters.h"
#include "tests/sim/people.h"

namespace karvan::sim {
namespace {

constexpr auto clerk = "leyla";
constexpr auto officer = "officer";
constexpr std::int64_t newest_ms = 40 * 60'000;
constexpr std::size_t looked_at_max = 400, newest_max = 6;
constexpr std::uint64_t forgets_one_in = 20;

rules::Staff person(const char* id, rules::Role role) {
  rules::Staff staff;
  staff.id = staff.name = id;
  staff.role = role;
  return staff;
}

}  // namespace

Headquarters::Headquarters(Centre& centre, Random random, Story& story)
    : centre_(centre), random_(random), story_(story) {
  centre_.employ(person(clerk, rules::Role::clerk));
  auto speaks = person(officer, rules::Role::officer);
  speaks.institutions = {"punjab-revenue", "punjab-traffic-police"};
  centre_.employ(speaks);
}

void Headquarters::act(std::int64_t now_ms) {
  if (!forgotten_.empty() && (closing_ || random_.one_in(6)) && erase(now_ms)) return;
  if (closing_ || random_.one_in(4)) return settle(now_ms);
  if (random_.one_in(forgets_one_in) && forget(now_ms)) return;
  // The newest are those that the desks are at too.
  const auto rows = centre_.newest_applications(now_ms - newest_ms, newest_max);
  if (rows.empty()) return;
  const auto& row = rows[random_.below(rows.size())];
  auto read = model::parse_record(row.body);
  if (!read) return story_.broken("P3", row.id + " cannot be read at the centre");
  const auto& [id, record] = std::tie(row.id, *read);
  if (random_.one_in(3) && resolve(id, record, now_ms)) return;
  if (random_.one_in(30)) return close(id, record, now_ms);
  if (random_.below(3) == 0)
    decide(id, record, now_ms);
  else
    change(id, record, now_ms);
}

bool Headquarters::forget(std::int64_t now_ms) {
  for (const auto& row : centre_.applications_since(now_ms - newest_ms, looked_at_max)) {
    const auto record = says_own_name(row.body) ? model::parse_record(row.body) : fail(Code::not_found);
    if (!record) continue;
    const auto field = record->fields.find("full_name");
    if (field == record->fields.end() || !is_own_name(field->second.value)) continue;
    const auto& name = field->second.value;
    if (std::any_of(forgotten_.begin(), forgotten_.end(), [&](const auto& each) { return each.name == name; }))
      continue;
    forgotten_.push_back({row.id, name, {}});
    return erase(now_ms);
  }
  return false;
}

std::string Headquarters::body_of(const std::string& of) {
  auto row = central::Records(centre_.files().records).record(office, of);
  return row && *row ? std::move((*row)->body) : "";
}

Result<model::Record> Headquarters::record_of(const std::string& of) { return model::parse_record(body_of(of)); }

bool Headquarters::erase(std::int64_t now_ms) {
  erases_ = false;
  for (auto& [of, name, unsaid_in] : forgotten_) {
    auto body = body_of(of);
    if (!body.empty() && body == unsaid_in) continue;
    const auto saying = centre_.who_says(of, name);
    if (saying.empty()) unsaid_in = std::move(body);
    for (const auto& op : saying) {
      if (!centre_.is_safe(op)) continue;
      const auto record = record_of(of);
      if (!record) continue;
      model::Op order;
      order.erase = central::with_answers(*record, {model::to_text(op), "the citizen asked for it", {}});
      erases_ = write(clerk, of, order, now_ms);
      if (erases_) return true;
    }
  }
  return false;
}

void Headquarters::settle(std::int64_t now_ms) {
  for (const char* kind : {"held", "late_review"}) {
    auto open = central::Reviews(centre_.files().records).list({.office = office, .kind = kind, .limit = newest_max});
    for (const auto& review : open.value_or(std::vector<central::ReviewRow>{})) {
      const auto record = record_of(review.record);
      if (record && resolve(review.record, *record, now_ms)) return;
    }
  }
  if (closing_) look_at_early(now_ms);
}

// What they need was lost for good, or nobody files again what was returned: whoever wrote them is told that it was
// seen.
void Headquarters::look_at_early(std::int64_t now_ms) {
  auto open =
      central::Reviews(centre_.files().records).list({.office = office, .kind = "refused", .limit = newest_max});
  for (const auto& review : open.value_or(std::vector<central::ReviewRow>{})) {
    const auto record = record_of(review.record);
    if (!record || !review.what.ends_with(name_of(Code::stage_not_reached))) continue;
    auto word = rules::word_on(*record, review.kind, review.what, "upheld", "what came before is not to be had");
    if (!word) continue;
    model::Op op;
    op.settled = std::move(*word);
    write(clerk, review.record, op, now_ms);
    return;
  }
}

bool Headquarters::resolve(const std::string& of, const model::Record& record, std::int64_t now_ms) {
  for (const auto& [name, field] : record.fields) {
    if (!field.held && !field.late) continue;
    model::Op op;
    op.resolve = model::Resolved{name, field.value, field.writer, {field.writer}, "the card says so"};
    for (const auto& candidate : field.candidates) op.resolve->seen.push_back(candidate.writer);
    if (!field.candidates.empty() && random_.one_in(2)) {
      const auto& chosen = field.candidates[random_.below(field.candidates.size())];
      op.resolve->value = chosen.value;
      op.resolve->chosen = chosen.writer;
    }
    return write(clerk, of, op, now_ms);
  }
  return false;
}

void Headquarters::change(const std::string& of, const model::Record& record, std::int64_t now_ms) {
  auto [name, value] = some_change(random_);
  auto field = record.fields.find(name);
  if (field == record.fields.end() || field->second.value == value) return;
  model::Op op;
  op.set[name] = value;
  for (const auto& [other, shown] : record.fields)
    if (other == name || shown.writer != record.creator) op.over[other] = shown.writer;
  write(clerk, of, op, now_ms);
}

// The citizen has written, or telephoned: whoever is at the same application at a bus does not know.
void Headquarters::close(const std::string& of, const model::Record& record, std::int64_t now_ms) {
  if (record.closed) return;
  model::Op op;
  op.closed = model::Closed{random_.one_in(2) ? "withdrawn" : "returned", "by letter"};
  write(clerk, of, op, now_ms);
}

void Headquarters::decide(const std::string& of, const model::Record& record, std::int64_t now_ms) {
  model::Op op;
  if (!record.reached(rules::stage::accepted_by_institution)) {
    op.advance = rules::stage::accepted_by_institution;
    write(officer, of, op, now_ms);
    return;
  }
  const bool again = !record.decisions.empty();
  if (again && !random_.one_in(10)) return;
  const std::string before = again ? record.decisions.back().act.outcome : "refused";
  const bool grants = again ? before == "refused" : random_.below(4) > 0;
  op.decided = model::Decided{grants ? "granted" : "refused", grants && !again ? "" : "on second thoughts", "77"};
  if (!again) op.advance = rules::stage::decided;
  if (write(officer, of, op, now_ms)) decided_[of].push_back({now_ms, op.decided->outcome});
}

// Where the application itself is lost there is nothing that it could count for.
void Headquarters::settle_lost(const model::Op& op, std::int64_t now_ms) {
  if (!lost_.insert(op.id).second) return;
  const bool begun = centre_.is_begun(op.of);
  model::Op word;
  word.settled =
      model::Settled{"parked", model::to_text(op.id), begun ? "released" : "rejected", "what it rests on is lost"};
  write(clerk, op.of, word, now_ms);
}

void Headquarters::centre_was_restored(std::int64_t to_ms) {
  for (auto& [of, decisions] : decided_)
    for (auto& decision : decisions) decision.lost |= decision.at_ms >= to_ms;
}

bool Headquarters::write(const char* actor, const std::string& of, const model::Op& op, std::int64_t now_ms) {
  central::PersonsAct act;
  act.cmd = seal::to_hex(random_.bytes(16));
  act.asked = act.cmd;
  act.actor = actor;
  act.of = of;
  act.make = [&](const central::Before&) { return op; };
  auto outcome = centre_.act(act, now_ms);
  // An impatient finger, or an answer that was lost: the same act is written once (P2).
  if (outcome && random_.one_in(5)) {
    auto again = centre_.act(act, now_ms);
    if (!again || again->op != outcome->op) story_.broken("P2", "an act at headquarters was written twice: " + of);
  }
  const bool word = op.settled && op.settled->outcome == "upheld";
  const char* what = op.closed        ? "closes"
                     : op.erase       ? "erases"
                     : word           ? "looks at an early stage of"
                     : op.settled     ? "settles what waits on"
                     : op.resolve     ? "resolves"
                     : op.decided     ? "decides"
                     : op.set.empty() ? "accepts"
                                      : "changes";
  if (outcome) story_.note_act(what);
  story_.tell(fmt::format("{} {} {}: {}", actor, what, of, outcome ? "done" : describe(outcome.error())));
  return outcome.has_value();
}

}  // namespace karvan::sim
