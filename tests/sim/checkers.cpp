#include "tests/sim/checkers.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "storage/model/record.h"
#include "sync/central/store/inbox.h"
#include "sync/central/store/records.h"

namespace karvan::sim {
namespace {

constexpr std::size_t all = 100'000;

std::vector<store::Summary> applications(Bus& bus) {
  return bus.core()
      .book()
      .store()
      .records()
      .list({.kind = "application", .limit = all})
      .value_or(std::vector<store::Summary>{});
}

template <class Visit>
void each_line(Bus& bus, Visit visit) {
  auto log = bus.core().book().store().log();
  auto marks = log.marks();
  if (!marks) return;
  for (const auto& epoch : *marks)
    if (auto lines = log.lines(epoch.epoch, 1, all))
      for (const auto& line : *lines) visit(line);
}

}  // namespace

void check_numbers(const std::vector<Bus*>& buses, Story& story) {
  std::map<model::Serial, std::string> bearers;
  std::map<std::string, std::map<std::int64_t, std::int64_t>> ranges;  // kind -> first -> last
  for (Bus* bus : buses) {
    auto leases = bus->core().book().store().leases();
    for (const auto& lease : leases.list().value_or(std::vector<store::Lease>{})) {
      for (const auto& [first, last] : ranges[lease.kind])
        if (lease.first <= last && first <= lease.last)
          story.broken("P5", fmt::format("leases of {} overlap at {}", lease.kind, lease.first));
      ranges[lease.kind][lease.first] = lease.last;
      // Numbers are used in order: each below `next` was issued or is void.
      auto used = leases.numbers(lease.kind, lease.first, all).value_or(std::vector<store::Number>{});
      std::int64_t inside = 0;
      for (const auto& number : used) inside += number.serial.number <= lease.last;
      if (lease.state == "open" && inside != lease.next - lease.first)
        story.broken(
            "P5", fmt::format("{}: {} of {} numbers are accounted for", bus->name(), inside, lease.next - lease.first));
    }
    each_line(*bus, [&](const store::LogLine& line) {
      auto op = model::parse_op(line.line);
      if (!op || !op->issue) return;
      auto [bearer, fresh] = bearers.try_emplace(*op->issue, op->of);
      if (!fresh && bearer->second != op->of)
        story.broken("P5", fmt::format("{} {} is on two documents", op->issue->kind, op->issue->number));
    });
  }
}

void check_desks(Bus& bus, const std::vector<const Operator*>& people, Story& story) {
  std::map<std::string, std::map<std::string, std::string>> filings;
  each_line(bus, [&](const store::LogLine& line) {
    auto op = model::parse_op(line.line);
    if (op && op->pin) filings[op->of] = op->set;
  });
  for (const Operator* person : people)
    for (const auto& [id, answers] : person->filed()) {
      auto application = bus.core().book().application(id);
      if (!application) {
        story.broken("P1", "an application that was filed is gone: " + id);
        continue;
      }
      const auto& filed = filings[application->record.id];
      for (const auto& [question, value] : answers) {
        auto field = filed.find(question);
        if (field == filed.end() || field->second != value)
          story.broken("P1", fmt::format("{}: {} is not what was saved", id, question));
      }
    }
}

void check_time(Bus& bus, Story& story) {
  model::HybridTime last;
  each_line(bus, [&](const store::LogLine& line) {
    auto op = model::parse_op(line.line);
    if (!op) return;
    if (op->time <= last) story.broken("P4", bus.name() + ": hybrid time runs backwards at " + model::to_text(op->id));
    last = op->time;
  });
}

void check_equal_records(Bus& bus, Centre& centre, Story& story) {
  auto records = bus.core().book().store().records();
  for (const auto& summary : applications(bus)) {
    auto here = records.settled(summary.id);
    auto there = central::Records(centre.files().records).record(summary.office, summary.id);
    if (!here || !*here || !there || !*there) continue;
    if ((*here)->position != (*there)->position) continue;
    if ((*here)->body != (*there)->body)
      story.broken("P3", summary.id + " differs between " + bus.name() + " and the centre");
    story.witness((*here)->body);
  }
}

void check_all_arrived(Bus& bus, Centre& centre, Story& story) {
  auto log = bus.core().book().store().log();
  auto unsent = log.count_unsent().value_or(1);
  auto unsettled = log.count_unsettled().value_or(1);
  if (unsent + unsettled > 0)
    story.broken("P16", fmt::format("{}: {} unsent, {} unsettled after the calm", bus.name(), unsent, unsettled));
  std::uint64_t count = 0;
  each_line(bus, [&](const store::LogLine& line) {
    ++count;
    auto there = central::Inbox(centre.files().inbox).line({bus.name(), line.epoch, line.seq});
    if (!there || !*there || (*there)->line != line.line)
      story.broken("P2",
                   fmt::format("{}/{}/{} is not at the centre as it was written", bus.name(), line.epoch, line.seq));
  });
  auto received = central::Inbox(centre.files().inbox).received(bus.name()).value_or(0);
  if (received != count)
    story.broken("P2", fmt::format("{} wrote {} operations, the centre has {}", bus.name(), count, received));
  story.tell(fmt::format("{}: {} operations, all at the centre", bus.name(), count));
}

void check_money(Centre& centre, const std::vector<Bus*>& buses, Story& story) {
  for (Bus* bus : buses)
    for (const auto& summary : applications(*bus)) {
      auto row = central::Records(centre.files().records).record(summary.office, summary.id);
      if (!row || !*row) {
        story.broken("P16", summary.id + " never came to the centre");
        continue;
      }
      auto record = model::parse_record((*row)->body);
      if (!record) {
        story.broken("P3", summary.id + " cannot be read at the centre");
        continue;
      }
      auto sum = model::balance(*record);
      const bool suspense = std::any_of(record->postings.begin(), record->postings.end(),
                                        [](const model::Posting& p) { return p.suspense; });
      if (sum.open() < 0 && !suspense) story.broken("P6", summary.id + " was paid twice");
      std::set<model::Serial> issued;
      for (const auto& document : record->documents)
        if (document.state == "issued" && !issued.insert(document.serial).second)
          story.broken("P5", summary.id + " bears a number twice");
    }
}

}  // namespace karvan::sim
