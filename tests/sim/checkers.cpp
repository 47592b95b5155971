#include "tests/sim/checkers.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "storage/model/record.h"
#include "storage/seal/hash.h"
#include "sync/central/store/feeds.h"
#include "sync/central/store/inbox.h"
#include "sync/central/store/records.h"
#include "sync/exchange/parts.h"
#include "sync/rules/fleet.h"
#include "tests/sim/needles.h"

namespace karvan::sim {
namespace {

constexpr std::size_t all = 1'000'000;

// Its days were over, by the box's clock, and it is safe at the centre (P12).
bool was_purged(Bus& bus, const std::string& record) {
  const auto shadow = bus.core().book().store().shadows().get(record);
  const auto is = [&](std::string_view reason) { return (*shadow)->reason == reason; };
  return shadow && *shadow && (is(store::shadow_purged) || is(store::shadow_touched));
}

// Numbers and money of a box that does not stay after a fork wait for a person (P7).
std::uint64_t count_of_other(Bus& bus) {
  std::uint64_t count = 0;
  for (const auto& line : bus.core().book().store().log().troubled(all).value_or(std::vector<store::LogLine>{}))
    count += line.fate == model::Fate::parked && line.reason == name_of(Code::fork_noticed);
  return count;
}

using Ranges = std::map<std::string, std::map<std::int64_t, store::Lease>>;  // kind -> first -> lease

// Numbers are used in order: each below `next` was issued or is void, also of a lease that is over.
void check_leases(Bus& bus, Ranges& ranges, Story& story) {
  auto leases = bus.core().book().store().leases();
  for (const auto& lease : leases.list().value_or(std::vector<store::Lease>{})) {
    for (const auto& [first, other] : ranges[lease.kind])
      if (lease.first <= other.last && first <= lease.last && lease.id != other.id)
        story.broken("P5", fmt::format("leases of {} overlap at {}", lease.kind, lease.first));
    ranges[lease.kind][lease.first] = lease;
    auto used = leases.numbers(lease.kind, lease.first, all).value_or(std::vector<store::Number>{});
    const auto inside =
        std::count_if(used.begin(), used.end(), [&](const auto& number) { return number.serial.number <= lease.last; });
    if (inside != lease.next - lease.first)
      story.broken(
          "P5", fmt::format("{}: {} of {} numbers are accounted for", bus.label(), inside, lease.next - lease.first));
  }
}

// Of one box: two boxes of one node are told apart at the centre. No number is on two documents, and none of a lease
// that was given back, or is over, comes after that was said.
void check_issues(const BoxLog& box, Story& story) {
  std::map<model::Serial, std::string> bearers;
  std::map<std::string, store::Lease> held;
  for (auto& lease : box.bus->core().book().store().leases().list().value_or(std::vector<store::Lease>{}))
    held.emplace(lease.id, std::move(lease));
  std::vector<const store::Lease*> over;
  for (const auto& [line, op] : box.lines) {
    if (op && op->lease && held.contains(op->lease->id)) over.push_back(&held.at(op->lease->id));
    if (!op || !op->issue) continue;
    const auto& [kind, number] = *op->issue;
    auto [bearer, fresh] = bearers.try_emplace(*op->issue, op->of);
    if (!fresh && bearer->second != op->of) story.broken("P5", fmt::format("{} {} is on two documents", kind, number));
    const bool too_late = std::any_of(over.begin(), over.end(), [&, &kind = kind, &number = number](const auto* lease) {
      return lease->kind == kind && lease->first <= number && number <= lease->last;
    });
    if (too_late) story.broken("P5", fmt::format("{} {} was issued after its lease was over", kind, number));
  }
}

void tell_unsettled(const BoxLog& box, Story& story) {
  std::set<std::string> records;
  for (const auto& [line, op] : box.lines) records.insert(line.of);
  auto log = box.bus->core().book().store().log();
  for (const auto& of : records)
    for (const auto& line : log.pending(of).value_or(std::vector<store::LogLine>{}))
      story.tell(fmt::format("{}/{}/{} on {} is unsettled: entry {}, {} {}", box.bus->name(), line.epoch, line.seq, of,
                             line.entry, model::name_of(line.fate), line.reason));
}

// What was ordered away stays on its box until a copy covers it.
bool as_written(const std::string& there, const store::LogLine& line, std::uint64_t safe) {
  if (line.erased || there == line.line) return true;
  return line.seq > safe && exchange::erased_of(there) && exchange::digest_of_line(there) == line.digest;
}

}  // namespace

BoxLog read_log(Bus& bus) {
  BoxLog read{&bus, {}};
  auto log = bus.core().book().store().log();
  for (const auto& epoch : log.marks().value_or(std::vector<store::EpochMarks>{}))
    for (auto& line : log.lines(epoch.epoch, 1, all).value_or(std::vector<store::LogLine>{})) {
      auto op = model::parse_op(line.line);
      read.lines.push_back({std::move(line), op ? std::optional(std::move(*op)) : std::nullopt});
    }
  return read;
}

void check_numbers(const std::vector<const BoxLog*>& boxes, Story& story) {
  Ranges ranges;
  for (const auto* box : boxes) {
    check_leases(*box->bus, ranges, story);
    check_issues(*box, story);
  }
}

void check_desks(const BoxLog& box, const std::vector<const Operator*>& people, Story& story) {
  Bus& bus = *box.bus;
  std::map<std::string, std::map<std::string, std::string>> filings;
  for (const auto& [line, op] : box.lines)
    if (op && op->pin) filings[op->of] = op->set;
  for (const Operator* person : people)
    for (const auto& [id, promised] : person->filed()) {
      auto application = bus.core().book().application(id);
      if (was_purged(bus, std::string(office) + "/application/" + id)) continue;
      if (application && !application->record.erased.empty()) continue;  // what it said went on purpose
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

void check_time(const BoxLog& box, Story& story) {
  model::HybridTime last;
  for (const auto& [line, op] : box.lines) {
    if (!op) continue;
    if (op->time <= last)
      story.broken("P4", box.bus->label() + ": hybrid time runs backwards at " + model::to_text(op->id));
    last = op->time;
  }
}

void check_secrecy(const std::string& whose, const test::MemoryVfs& disk, Story& story) {
  constexpr auto secrets =
      std::to_array<std::string_view>({"Sana Tariq", "Sana Zq", "Tariq Mahm", "0300-", "full_name", "35202-"});
  const Needles needles(secrets);
  for (const auto& [path, bytes] : disk.read()) {
    const auto readable = needles.in(bytes);
    for (std::size_t i = 0; i < secrets.size(); ++i)
      if (readable[i]) story.broken("P13", fmt::format("{}: {} can be read in {}", whose, secrets[i], path));
  }
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

std::uint64_t count_unsettled(Bus& bus) {
  const auto count = bus.core().book().store().log().count_unsettled().value_or(1);
  return count > 0 ? count - std::min(count, count_of_other(bus)) : 0;
}

void check_all_arrived(const BoxLog& box, Centre& centre, Excuse excuse, Story& story) {
  Bus& bus = *box.bus;
  auto log = bus.core().book().store().log();
  std::map<std::string, std::uint64_t> safe;
  for (const auto& epoch : log.marks().value_or(std::vector<store::EpochMarks>{})) safe[epoch.epoch] = epoch.safe;
  auto unsent = log.count_unsent().value_or(1);
  auto unsettled = excuse.revoked ? 0 : count_unsettled(bus);
  if (unsettled > 0) tell_unsettled(box, story);
  if (unsent + unsettled > 0)
    story.broken("P16", fmt::format("{}: {} unsent, {} unsettled after the calm", bus.label(), unsent, unsettled));
  const std::uint64_t count = box.lines.size();
  for (const auto& [line, op] : box.lines) {
    auto there = central::Inbox(centre.files().inbox).line({bus.name(), line.epoch, line.seq});
    if (!there || !*there || !as_written((*there)->line, line, safe[line.epoch]))
      story.broken(line.seq <= safe[line.epoch] ? "P12" : "P2",
                   fmt::format("{}/{}/{} is not at the centre as it was written", bus.label(), line.epoch, line.seq));
  }
  for (const auto& [epoch, seq] : safe)
    if (seq > centre.copied(bus.name(), epoch))
      story.broken("P12", fmt::format("{} takes {}/{} for safe, and no copy holds it", bus.label(), epoch, seq));
  auto received = centre.received(bus.name());
  if (excuse.put_back ? received < count : received != count)
    story.broken("P2", fmt::format("{} wrote {} operations, the centre has {}", bus.label(), count, received));
  story.tell(fmt::format("{}: {} operations, all at the centre", bus.label(), count));
}

void check_fork(const std::vector<const BoxLog*>& boxes, Centre& centre, ForkExcuse excuse, Story& story) {
  const auto& node = boxes.front()->bus->name();
  const bool known = centre.knows_of_fork(node);
  if (known && !excuse.put_back) return story.broken("P7", node + " is one box, and was taken for two");
  if (excuse.revoked) return;
  std::map<std::pair<std::string, std::uint64_t>, std::size_t> holders;
  for (const auto* box : boxes)
    for (const auto& [line, op] : box->lines) ++holders[{line.epoch, line.seq}];
  std::size_t authors = 0;
  bool went_on = false;  // since it was turned on last, so since it was put back
  for (const auto* box : boxes) {
    std::size_t alone = 0;
    for (const auto& [line, op] : box->lines) alone += holders[{line.epoch, line.seq}] == 1;
    authors += alone > 0;
    went_on |= box->bus->core().book().store().log().head().value_or(store::Head{}).seq > 0;
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

void check_edition(Bus& bus, Centre& centre, Story& story) {
  const auto there = central::Feeds(centre.files().records).last(central::reference_feed, "manifest", "catalogue");
  const auto here = bus.core().book().store().documents().get("manifest", "current");
  if (!there || !*there || !here || !*here || (*here)->bytes != (*there)->body)
    story.broken("P16", bus.label() + " has another edition of the catalogue than the centre");
}

void check_looked_at(Bus& bus, Story& story) {
  auto& store = bus.core().book().store();
  for (const auto& line : store.log().troubled(all).value_or(std::vector<store::LogLine>{})) {
    if (line.reason != name_of(Code::stage_not_reached)) continue;
    const auto settled = store.records().settled(line.of);
    const auto record = settled && *settled ? model::parse_record((*settled)->body) : fail(Code::not_found);
    if (!record) continue;
    const auto op = model::to_text(model::OpId{bus.name(), line.epoch, line.seq});
    for (const auto& alarm : record->alarms)
      if (alarm.writer == op && !model::is_open(alarm))
        story.broken("P15", op + " was looked at, and stays on its box's list");
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

void check_stays(Bus& bus, bool stays, Story& story) {
  const auto stopped = bus.core().book().money_stopped();
  if (stays && stopped == Code::fork_noticed)
    story.broken("P7", bus.label() + " was told that it stays, and is stopped");
  if (!stays && !stopped) story.broken("P7", bus.label() + " is not the one that stays, and is not stopped");
}

std::size_t count_issued(const BoxLog& box) {
  return static_cast<std::size_t>(
      std::count_if(box.lines.begin(), box.lines.end(), [](const Logged& each) { return each.op && each.op->issue; }));
}

void check_revoked(Centre& centre, const std::map<std::string, Revocation>& revoked, Story& story) {
  for (const auto& row : centre.leases()) {
    auto node = revoked.find(row.lease.node);
    if (node != revoked.end() && row.lease.issued_ms > node->second.at_ms)
      story.broken("P14",
                   fmt::format("{} was lent {} {} after it was revoked", node->first, row.lease.kind, row.lease.first));
  }
}

void check_set_aside(Centre& centre, const std::string& node, Revocation& revocation, Story& story) {
  const auto parked = centre.parked();
  // What goes on from lines that the centre lost with a restore waits for these, and does not count yet.
  for (const auto& [epoch, last] : centre.judged_of(node)) {
    const auto had = revocation.had.contains(epoch) ? revocation.had.at(epoch) : 0;
    auto& looked_at = revocation.looked_at[epoch];
    for (auto seq = std::max(had, looked_at) + 1; seq <= last; ++seq)
      if (const model::OpId id{node, epoch, seq}; !parked.contains(model::to_text(id)))
        story.broken("P14", model::to_text(id) + " came of a box that was revoked, and counts");
    looked_at = last;
  }
  for (const auto& [op, reason] : parked) {
    const auto id = model::parse_op_id(op);
    if (!id || id->node != node || reason != name_of(Code::node_revoked)) continue;
    if (const auto had = revocation.had.find(id->epoch); had != revocation.had.end() && id->seq <= had->second)
      story.broken("P15", op + " was there when its box was revoked, and is set aside for that");
  }
}

void check_witnessed(const BoxLog& box, Centre& centre, const std::map<std::string, std::string>& parked,
                     Story& story) {
  const auto& node = box.bus->name();
  const auto head = centre.witnessed(node);
  if (!head) return;
  bool there = false, beyond = head->epoch.empty();  // a log is in the order of its writing
  for (const auto& [line, op] : box.lines) {
    const model::OpId id{node, line.epoch, line.seq};
    const bool of_head = line.epoch == head->epoch;
    beyond |= of_head ? line.seq > head->seq : there;
    there |= of_head;
    const auto found = parked.find(model::to_text(id));
    const bool aside = found != parked.end() && found->second == name_of(Code::node_revoked);
    if (!beyond && aside)
      story.broken("P15", model::to_text(id) + " was witnessed, and stays set aside as of a revoked box");
    if (beyond && found == parked.end()) story.broken("P14", model::to_text(id) + " of a revoked box counts");
  }
}

}  // namespace karvan::sim
