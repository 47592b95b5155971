#include "tests/sim/checkers.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "storage/model/record.h"
#include "storage/seal/hash.h"
#include "sync/central/store/inbox.h"
#include "sync/central/store/records.h"
#include "sync/rules/fleet.h"

namespace karvan::sim {
namespace {

constexpr std::size_t all = 1'000'000;

template <class Visit>
void each_line(Bus& bus, Visit visit) {
  auto log = bus.core().book().store().log();
  auto marks = log.marks();
  if (!marks) return;
  for (const auto& epoch : *marks)
    if (auto lines = log.lines(epoch.epoch, 1, all))
      for (const auto& line : *lines) visit(line);
}

// Its days were over, by the box's clock, and it is safe at the centre (P12).
bool was_purged(Bus& bus, const std::string& record) {
  const auto shadow = bus.core().book().store().shadows().get(record);
  const auto is = [&](std::string_view reason) { return (*shadow)->reason == reason; };
  return shadow && *shadow && (is(store::shadow_purged) || is(store::shadow_touched));
}

}  // namespace

void check_numbers(const std::vector<Bus*>& buses, Story& story) {
  std::map<std::string, std::map<std::int64_t, store::Lease>> ranges;  // kind -> first -> lease
  for (Bus* bus : buses) {
    auto leases = bus->core().book().store().leases();
    for (const auto& lease : leases.list().value_or(std::vector<store::Lease>{})) {
      for (const auto& [first, other] : ranges[lease.kind])
        if (lease.first <= other.last && first <= lease.last && lease.id != other.id)
          story.broken("P5", fmt::format("leases of {} overlap at {}", lease.kind, lease.first));
      ranges[lease.kind][lease.first] = lease;
      // Numbers are used in order: each below `next` was issued or is void.
      auto used = leases.numbers(lease.kind, lease.first, all).value_or(std::vector<store::Number>{});
      std::int64_t inside = 0;
      for (const auto& number : used) inside += number.serial.number <= lease.last;
      if (lease.state == "open" && inside != lease.next - lease.first)
        story.broken("P5", fmt::format("{}: {} of {} numbers are accounted for", bus->label(), inside,
                                       lease.next - lease.first));
    }
    std::map<model::Serial, std::string> bearers;  // of one box: two boxes of one node are told apart at the centre
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
    for (const auto& [id, promised] : person->filed()) {
      auto application = bus.core().book().application(id);
      if (was_purged(bus, std::string(office) + "/application/" + id)) continue;
      if (!application) {
        story.broken("P1", "an application that was filed is gone: " + id);
        continue;
      }
      const auto& filed = filings[application->record.id];
      for (const auto& [question, value] : promised.answers) {
        auto field = filed.find(question);
        if (field == filed.end() || field->second != value)
          story.broken("P1", fmt::format("{}: {} is not what was saved", id, question));
      }
    }
}

void check_failed(Bus& bus, const Seated& person, Story& story) {
  for (const auto& key : person.failed()) {
    auto answer = bus.core().book().store().commands().answer(key);
    if (answer && *answer) story.broken("P1", person.seat() + " was told that it failed, and it has happened: " + key);
  }
}

void check_time(Bus& bus, Story& story) {
  model::HybridTime last;
  each_line(bus, [&](const store::LogLine& line) {
    auto op = model::parse_op(line.line);
    if (!op) return;
    if (op->time <= last) story.broken("P4", bus.label() + ": hybrid time runs backwards at " + model::to_text(op->id));
    last = op->time;
  });
}

void check_secrecy(const std::string& whose, const test::MemoryVfs& disk, Story& story) {
  for (const auto& [path, bytes] : disk.image())
    for (const char* secret : {"Sana Tariq", "Tariq Mahm", "0300-", "full_name", "35202-"})
      if (bytes.find(secret) != bytes.npos)
        story.broken("P13", fmt::format("{}: {} can be read in {}", whose, secret, path));
}

void check_equal_records(Bus& bus, Centre& centre, Story& story) {
  constexpr std::size_t slice = 1'000;
  auto records = bus.core().book().store().records();
  std::string last;
  for (;;) {
    auto some = central::Records(centre.files().records).after(office, last, slice);
    if (!some || some->empty()) return;
    for (const auto& row : *some) {
      last = row.id;
      if (row.id.find("/application/") == row.id.npos) continue;
      auto here = records.settled(row.id);
      auto there = central::Records(centre.files().records).record(office, row.id);
      if (here && !*here && was_purged(bus, row.id)) continue;
      if (!here || !*here || !there || !*there) {
        story.broken("P3", row.id + " has not come to " + bus.label());
        continue;
      }
      if ((*here)->position != (*there)->position)
        story.broken("P3", fmt::format("{} is at {} on {}, at {} at the centre", row.id, (*here)->position, bus.label(),
                                       (*there)->position));
      if ((*here)->body != (*there)->body)
        story.broken("P3", row.id + " differs between " + bus.label() + " and the centre");
      story.witness((*here)->body);
    }
  }
}

void check_all_arrived(Bus& bus, Centre& centre, Excuse excuse, Story& story) {
  auto log = bus.core().book().store().log();
  std::map<std::string, std::uint64_t> safe;
  for (const auto& epoch : log.marks().value_or(std::vector<store::EpochMarks>{})) safe[epoch.epoch] = epoch.safe;
  auto unsent = log.count_unsent().value_or(1);
  auto unsettled = excuse.revoked ? 0 : log.count_unsettled().value_or(1);
  if (unsent + unsettled > 0)
    story.broken("P16", fmt::format("{}: {} unsent, {} unsettled after the calm", bus.label(), unsent, unsettled));
  std::uint64_t count = 0;
  each_line(bus, [&](const store::LogLine& line) {
    ++count;
    auto there = central::Inbox(centre.files().inbox).line({bus.name(), line.epoch, line.seq});
    if (!there || !*there || (!line.erased && (*there)->line != line.line))
      story.broken(line.seq <= safe[line.epoch] ? "P12" : "P2",
                   fmt::format("{}/{}/{} is not at the centre as it was written", bus.label(), line.epoch, line.seq));
  });
  for (const auto& [epoch, seq] : safe)
    if (seq > centre.copied(bus.name(), epoch))
      story.broken("P12", fmt::format("{} takes {}/{} for safe, and no copy holds it", bus.label(), epoch, seq));
  auto received = centre.received(bus.name());
  if (excuse.put_back ? received < count : received != count)
    story.broken("P2", fmt::format("{} wrote {} operations, the centre has {}", bus.label(), count, received));
  story.tell(fmt::format("{}: {} operations, all at the centre", bus.label(), count));
}

void check_fork(const std::vector<Bus*>& boxes, Centre& centre, ForkExcuse excuse, Story& story) {
  const auto& node = boxes.front()->name();
  const bool known = centre.knows_of_fork(node);
  if (known && !excuse.put_back) return story.broken("P7", node + " is one box, and was taken for two");
  if (excuse.revoked) return;
  std::map<std::pair<std::string, std::uint64_t>, std::size_t> holders;
  for (Bus* box : boxes) each_line(*box, [&](const store::LogLine& line) { ++holders[{line.epoch, line.seq}]; });
  std::size_t authors = 0;
  bool went_on = false;  // since it was turned on last, so since it was put back
  for (Bus* box : boxes) {
    std::size_t alone = 0;
    each_line(*box, [&](const store::LogLine& line) { alone += holders[{line.epoch, line.seq}] == 1; });
    authors += alone > 0;
    went_on |= box->core().book().store().log().head().value_or(store::Head{}).seq > 0;
  }
  const bool lost = centre.received(node) > holders.size();
  if ((authors > 1 || (lost && went_on)) && !known) story.broken("P7", node + " is two, and nobody noticed");
}

void check_files(Bus& bus, Centre& centre, Story& story) {
  auto attachments = bus.core().book().store().attachments();
  for (const auto& hash : attachments.hashes().value_or(std::vector<std::string>{})) {
    auto row = attachments.get(hash);
    if (!row || !*row || (*row)->state != "there") continue;
    auto there = centre.uploads().find(hash);
    if (there == centre.uploads().end() || seal::to_hex(seal::sha256(there->second.bytes)) != hash)
      story.broken("P11", bus.label() + ": a file that was sent is not at the centre: " + hash);
  }
}

bool knows_it_is_revoked(Bus& bus) {
  const auto& options = bus.setup().options;
  auto kept = bus.core().book().store().documents().get("fleet", "current");
  if (!kept || !*kept) return false;
  auto text = seal::open_note((*kept)->bytes, options.centre);
  auto fleet = text ? rules::parse_fleet(*text) : tl::unexpected<Error>(text.error());
  return fleet && rules::revoked(*fleet, options.site.node);
}

std::size_t count_issued(Bus& bus) {
  std::size_t issued = 0;
  each_line(bus, [&](const store::LogLine& line) {
    auto op = model::parse_op(line.line);
    issued += op && op->issue;
  });
  return issued;
}

void check_revoked(Centre& centre, const std::map<std::string, std::int64_t>& revoked, Story& story) {
  for (const auto& row : centre.leases()) {
    auto node = revoked.find(row.lease.node);
    if (node != revoked.end() && row.lease.issued_ms > node->second)
      story.broken("P14",
                   fmt::format("{} was lent {} {} after it was revoked", node->first, row.lease.kind, row.lease.first));
  }
}

void check_witnessed(Bus& bus, Centre& centre, const std::map<std::string, std::string>& parked, Story& story) {
  const auto head = centre.witnessed(bus.name());
  if (!head) return;
  bool there = false, beyond = head->epoch.empty();  // a log is in the order of its writing
  each_line(bus, [&](const store::LogLine& line) {
    const model::OpId id{bus.name(), line.epoch, line.seq};
    const bool of_head = line.epoch == head->epoch;
    beyond |= of_head ? line.seq > head->seq : there;
    there |= of_head;
    const auto found = parked.find(model::to_text(id));
    const bool aside = found != parked.end() && found->second == name_of(Code::node_revoked);
    if (!beyond && aside)
      story.broken("P15", model::to_text(id) + " was witnessed, and stays set aside as of a revoked box");
    if (beyond && found == parked.end()) story.broken("P14", model::to_text(id) + " of a revoked box counts");
  });
}

void check_parked(Centre& centre, Story& story) {
  std::set<std::string> waiting;
  for (const char* kind : {"application", "shift", "visit", "lease"})
    for (const auto& [id, record] : centre.records(kind))
      for (const auto& each : record.waiting) waiting.insert(each.substr(0, each.find(' ')));
  const auto parked = centre.parked();
  for (const auto& [op, reason] : parked)
    if (!waiting.contains(op) && reason != "fork_noticed" && reason != "malformed")
      story.broken("P15", op + " is settled, and stays on the list of what waits: " + reason);
  for (const auto& op : waiting)
    if (!parked.contains(op)) story.broken("P15", op + " waits, and is on no list");
}

void check_money(Centre& centre, Story& story) {
  for (const auto& [id, record] : centre.applications()) {
    auto sum = model::balance(record);
    const bool suspense =
        std::any_of(record.postings.begin(), record.postings.end(), [](const model::Posting& p) { return p.suspense; });
    if (sum.open() < 0 && !suspense) story.broken("P6", id + " was paid twice");
    std::set<model::Serial> issued;
    for (const auto& document : record.documents)
      if (document.state == "issued" && !issued.insert(document.serial).second)
        story.broken("P5", id + " bears a number twice");
  }
}

}  // namespace karvan::sim
