#include "sync/rules/matters.h"

#include <algorithm>
#include <charconv>

#include "sync/rules/context.h"
#include "sync/rules/sound.h"

namespace karvan::rules {
namespace {

constexpr std::string_view held = "held";
constexpr std::string_view late = "late_review";

// The contender that came first opened the conflict; a field that broke a constraint has none.
std::string opener(const model::Field& field) {
  auto first = std::min_element(field.candidates.begin(), field.candidates.end(),
                                [](const auto& a, const auto& b) { return a.time < b.time; });
  return first == field.candidates.end() ? field.writer : first->writer;
}

// "disputed:licence/7001": the kind before the colon; what it is about after it, else who wrote it.
Matter of_alarm(const model::Alarm& alarm) {
  const auto colon = alarm.what.find(':');
  return {alarm.what.substr(0, colon), colon == alarm.what.npos ? alarm.writer : alarm.what.substr(colon + 1),
          alarm.writer};
}

// Fields and documents say themselves whether they are still in question.
bool told_by_state(const Matter& matter) { return matter.kind == late || matter.kind == "disputed"; }

// An answer that broke a rule is in question while it is held; one that a filing lacked, until that is filed; a stage
// out of its order, until it is reached; a second application, while this one goes on. What has ended wants none of it.
bool is_over(const Matter& matter, const model::Record& record) {
  if (matter.kind == "duplicate") return record.closed.has_value();
  if (matter.kind == "refused")
    return record.closed.has_value() || record.reached(matter.what.substr(0, matter.what.find(':')));
  if (matter.kind != "invalid") return false;
  auto broken = parse_invalid(matter.what);
  if (!broken) return false;
  auto field = record.fields.find(broken->key);
  if (field != record.fields.end() && field->second.held) return false;
  return record.closed.has_value() || record.reached(stage::filed);
}

// "id reason": what waits for something that may yet come waits; all else was set aside.
Matter of_waiting(const std::string& waiting) {
  const auto blank = waiting.find(' ');
  Matter matter;
  matter.what = matter.writer = waiting.substr(0, blank);
  matter.reason = blank == waiting.npos ? "" : waiting.substr(blank + 1);
  const bool comes = matter.reason == name_of(Code::chain_gap) || matter.reason == name_of(Code::version_unknown) ||
                     matter.reason == name_of(Code::catalogue_missing);
  matter.kind = comes ? "waiting" : "parked";
  return matter;
}

// A stage that came too early is on the record: its refusal tells of it.
bool is_early(const model::Record& record, const std::string& writer) {
  return std::any_of(record.early.begin(), record.early.end(),
                     [&](const model::Milestone& early) { return early.writer == writer; });
}

}  // namespace

std::vector<Matter> matters_of(const model::Record& record) {
  std::vector<Matter> matters;
  auto add = [&](Matter matter) {
    const bool there = std::any_of(matters.begin(), matters.end(), [&](const Matter& other) {
      return other.kind == matter.kind && other.what == matter.what;
    });
    if (!there) matters.push_back(std::move(matter));
  };
  for (const auto& [name, field] : record.fields) {
    if (field.held) add({std::string(held), name, opener(field)});
    if (field.late && !field.held) add({std::string(late), name, opener(field)});
  }
  for (const auto& document : record.documents)
    if (document.state == "disputed")
      add({"disputed", document.serial.kind + "/" + std::to_string(document.serial.number), document.writer});
  for (const auto& alarm : record.alarms) {
    auto matter = of_alarm(alarm);
    if (is_open(alarm) && !told_by_state(matter) && !is_over(matter, record)) add(std::move(matter));
  }
  for (const auto& waiting : record.waiting) {
    auto matter = of_waiting(waiting);
    if (!is_early(record, matter.writer)) add(std::move(matter));
  }
  return matters;
}

std::vector<std::string_view> outcomes_of(std::string_view kind) {
  if (kind == held || kind == late) return {};
  if (kind == "parked" || kind == "waiting") return {"released", "rejected"};
  if (kind == "disputed") return {"upheld", "void"};
  if (kind == "suspense") return {"booked"};
  return {"upheld"};
}

std::optional<model::Serial> serial_in(std::string_view what) {
  constexpr std::string_view disputed = "disputed:";
  const auto slash = what.find('/');
  if (!what.starts_with(disputed) || slash == what.npos) return std::nullopt;
  model::Serial serial{std::string(what.substr(disputed.size(), slash - disputed.size())), 0};
  auto [end, bad] = std::from_chars(what.data() + slash + 1, what.data() + what.size(), serial.number);
  if (bad != std::errc{} || end != what.data() + what.size()) return std::nullopt;
  return serial;
}

Result<model::Settled> word_on(const model::Record& record, std::string_view kind, std::string_view what,
                               std::string outcome, std::string reason) {
  model::Settled word{{}, std::string(what), std::move(outcome), std::move(reason)};
  if (kind == "parked" || kind == "waiting") {
    word.what = "parked";
    return word;
  }
  for (const auto& alarm : record.alarms) {
    const auto matter = of_alarm(alarm);
    if (matter.kind != kind || matter.what != what || !is_open(alarm)) continue;
    word.what = alarm.what;
    word.writer = alarm.writer;
    return word;
  }
  if (kind != "refused" || !model::parse_op_id(what)) return fail(Code::not_found, {{"what", std::string(what)}});
  word.what = "refused";
  return word;
}

}  // namespace karvan::rules
