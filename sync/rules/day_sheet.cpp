#include "sync/rules/day_sheet.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

namespace karvan::rules {
namespace {

using model::Op;
using Numbers = std::vector<std::int64_t>;

struct Movement {
  std::int64_t times = 0, minor = 0;
};

struct ShiftSum {
  std::string staff = "-", currency;
  std::int64_t opening_float = 0, received = 0, refunded = 0, remitted = 0;
  std::optional<std::int64_t> counted;
  bool closed = false;
};

struct Papers {
  Numbers issued, voided, spoiled;
  std::int64_t handed_over = 0;
};

struct Day {
  std::map<std::string, std::int64_t> applications, stages;
  std::map<std::string, Papers> papers;
  std::map<std::tuple<std::string, std::string, std::string>, Movement> money;  // currency, kind, tender
  std::map<std::string, ShiftSum> shifts;
  std::int64_t changes = 0, returns = 0, resolutions = 0, attachments = 0, shown = 0;
  std::uint64_t attached_bytes = 0;
  std::int64_t last_ms = 0;
};

std::string kind_and_id(const Op& op, std::string& id) {
  auto record = model::parse_record_id(op.of);
  if (!record) return "";
  id = record->id;
  return record->kind;
}

void add_papers(Day& day, const Op& op) {
  if (op.issue) day.papers[op.issue->kind].issued.push_back(op.issue->number);
  if (op.voided) day.papers[op.voided->serial.kind].voided.push_back(op.voided->serial.number);
  if (op.printed && op.printed->outcome == "spoiled")
    day.papers[op.printed->serial.kind].spoiled.push_back(op.printed->serial.number);
  if (op.handed_over) ++day.papers[op.handed_over->serial.kind].handed_over;
}

// Cash that an application moved belongs to the shift that its posting names.
void add_cash(Day& day, const model::Post& post) {
  if (post.tender != "cash" || post.shift.empty()) return;
  ShiftSum& shift = day.shifts[post.shift];
  if (shift.currency.empty()) shift.currency = post.amount.currency;
  if (post.kind == "payment") shift.received += post.amount.minor;
  if (post.kind == "refund") shift.refunded += post.amount.minor;
}

void add_to_shift(ShiftSum& shift, const Op& op) {
  if (auto staff = op.set.find("staff"); staff != op.set.end()) shift.staff = staff->second;
  if (op.advance == "closed") shift.closed = true;
  if (!op.post) return;
  shift.currency = op.post->amount.currency;
  if (op.post->kind == "float") shift.opening_float += op.post->amount.minor;
  if (op.post->kind == "remittance") shift.remitted += op.post->amount.minor;
  if (op.post->kind == "count") shift.counted = op.post->amount.minor;
}

void add_application(Day& day, const Op& op) {
  if (op.pin) ++day.applications[op.pin->service];
  if (!op.advance.empty()) ++day.stages[op.advance];
  if (!op.pin && !op.set.empty()) ++day.changes;
  day.returns += op.returned.has_value();
  day.resolutions += op.resolve.has_value();
  day.attachments += static_cast<std::int64_t>(op.attach.size());
  for (const auto& attached : op.attach) day.attached_bytes += attached.bytes;
  day.shown += static_cast<std::int64_t>(op.shown.size());
  if (!op.post) return;
  auto& moved = day.money[{op.post->amount.currency, op.post->kind, op.post->tender}];
  ++moved.times;
  moved.minor += op.post->amount.minor;
  add_cash(day, *op.post);
}

Day add_up(const std::vector<Op>& ops) {
  Day day;
  for (const auto& op : ops) {
    std::string id;
    const auto kind = kind_and_id(op, id);
    if (kind == "application") add_application(day, op);
    if (kind == "shift") add_to_shift(day.shifts[id], op);
    add_papers(day, op);
    day.last_ms = std::max(day.last_ms, op.time.ms);
  }
  return day;
}

// "7001-7040,7042"
std::string ranges(Numbers numbers) {
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  std::string text;
  for (std::size_t first = 0; first < numbers.size();) {
    std::size_t last = first;
    while (last + 1 < numbers.size() && numbers[last + 1] == numbers[last] + 1) ++last;
    if (!text.empty()) text += ',';
    text += std::to_string(numbers[first]);
    if (last > first) text += "-" + std::to_string(numbers[last]);
    first = last + 1;
  }
  return text;
}

void write_papers(std::string& text, const Day& day) {
  for (const auto& [kind, papers] : day.papers) {
    auto line = [&](const char* name, const Numbers& numbers) {
      if (!numbers.empty()) text += fmt::format("{} {} {} {}\n", name, kind, numbers.size(), ranges(numbers));
    };
    line("issued", papers.issued);
    line("void", papers.voided);
    line("spoiled", papers.spoiled);
    if (papers.handed_over > 0) text += fmt::format("handed_over {} {}\n", kind, papers.handed_over);
  }
}

void write_money(std::string& text, const Day& day) {
  for (const auto& [what, moved] : day.money) {
    const auto& [currency, kind, tender] = what;
    text +=
        fmt::format("money {} {} {} {} {}\n", currency, kind, tender.empty() ? "-" : tender, moved.times, moved.minor);
  }
  for (const auto& [id, shift] : day.shifts) {
    const auto expected = shift.opening_float + shift.received - shift.refunded - shift.remitted;
    text += fmt::format("shift {} {} {} float {} received {} refunded {} remitted {} expected {}", id, shift.staff,
                        shift.currency, shift.opening_float, shift.received, shift.refunded, shift.remitted, expected);
    if (shift.counted) text += fmt::format(" counted {} difference {}", *shift.counted, *shift.counted - expected);
    text += shift.closed ? " closed\n" : " open\n";
  }
}

std::string clock_at(std::int64_t ms, int offset_minutes) {
  const auto of_day = (ms / 60'000 + offset_minutes) % (24 * 60);
  return fmt::format("{:02}:{:02}", of_day / 60, of_day % 60);
}

}  // namespace

std::string day_sheet(const DayLog& log) {
  const Day day = add_up(log.ops);
  std::string text = "karvan/day/v1\n";
  text += fmt::format("node {}\noffice {}\ndate {}\noffset_minutes {}\n", log.node, log.office, log.date,
                      log.utc_offset_minutes);
  text += fmt::format("from {}\nto {}\noperations {}\n", log.from.empty() ? "-" : log.from, log.to, log.ops.size());
  for (const auto& [service, count] : day.applications) text += fmt::format("applications {} {}\n", service, count);
  for (const auto& [stage, count] : day.stages) text += fmt::format("stage {} {}\n", stage, count);
  text += fmt::format("changes {}\nreturns {}\nresolutions {}\nshown {}\nattachments {} {}\n", day.changes, day.returns,
                      day.resolutions, day.shown, day.attachments, day.attached_bytes);
  write_papers(text, day);
  write_money(text, day);
  return text + "complete up to " + clock_at(day.last_ms, log.utc_offset_minutes) + "\n";
}

}  // namespace karvan::rules
