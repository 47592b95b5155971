#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "storage/model/op.h"
#include "sync/central/store/inbox.h"
#include "sync/central/store/nodes.h"
#include "tests/sim/centre.h"

// What the centre keeps, read by those who check it.
namespace karvan::sim {
namespace {

constexpr std::size_t slice = 1'000;

// Ids begin with the time at which they were made.
std::string first_id_of(std::int64_t ms) {
  auto digits = fmt::format("{:012x}", ms);
  return fmt::format("{}/application/{}-{}", office, digits.substr(0, 8), digits.substr(8));
}

}  // namespace

std::map<std::string, model::Record> Centre::records() {
  std::map<std::string, model::Record> all;
  central::Records records(files_->records);
  std::string last;
  for (;;) {
    auto some = records.after(office, last, slice);
    if (!some || some->empty()) return all;
    for (auto& row : *some) {
      last = row.id;
      auto record = model::parse_record(row.body);
      if (!record) story_.broken("P3", row.id + " cannot be read at the centre");
      if (record) all.emplace_hint(all.end(), row.id, std::move(*record));
    }
  }
}

std::vector<model::OpId> Centre::who_says(const std::string& of, const std::string& text) {
  std::vector<model::OpId> all;
  auto entries = central::Feeds(files_->records).of_record(office, of, slice);
  for (const auto& entry : entries.value_or(std::vector<central::EntryRow>{})) {
    auto line = central::Inbox(files_->inbox).line(entry.op);
    const bool says = !line || (*line && (*line)->line.find(text) != std::string::npos);
    if (says && std::find(all.begin(), all.end(), entry.op) == all.end()) all.push_back(entry.op);
  }
  return all;
}

std::map<std::string, std::vector<central::EntryRow>> Centre::entries() {
  std::map<std::string, std::vector<central::EntryRow>> all;
  central::Feeds feeds(files_->records);
  for (std::uint64_t last = 0;;) {
    auto some = feeds.entries(office, last, slice);
    if (!some || some->empty()) return all;
    last = some->back().position;
    for (auto& entry : *some) all[entry.record].push_back(std::move(entry));
  }
}

std::vector<central::KeyedRecord> Centre::applications_since(std::int64_t since_ms, std::size_t limit) {
  const auto kind = std::string("/application/");
  auto rows = central::Records(files_->records).after(office, first_id_of(since_ms), limit);
  if (!rows) return {};
  std::erase_if(*rows, [&](const central::KeyedRecord& row) { return row.id.find(kind) == row.id.npos; });
  return std::move(*rows);
}

std::vector<central::KeyedRecord> Centre::newest_applications(std::int64_t since_ms, std::size_t limit) {
  const auto end = std::string(office) + "/application0";  // what comes after all of "/application/"
  auto rows = files_->records.query(
      "SELECT id, body, position FROM record WHERE office = ? AND id > ? AND id < ? ORDER BY id DESC LIMIT ?", office,
      first_id_of(since_ms), end, limit);
  std::vector<central::KeyedRecord> newest;
  while (rows && rows->next().value_or(false)) {
    auto& row = newest.emplace_back();
    row.id = rows->text(0);
    row.body = rows->text(1);
    row.position = static_cast<std::uint64_t>(rows->integer(2));
  }
  return newest;
}

std::vector<model::Op> Centre::operations() {
  std::vector<model::Op> all;
  central::Inbox inbox(files_->inbox);
  auto epochs = inbox.epochs();
  if (!epochs) return all;
  for (const auto& epoch : *epochs) {
    for (std::uint64_t from = 1;;) {
      auto lines = inbox.lines(epoch.node, epoch.epoch, from, slice);
      if (!lines || lines->empty()) break;
      from += lines->size();
      for (const auto& line : *lines)
        if (auto op = model::parse_op(line.line)) all.push_back(std::move(*op));
    }
  }
  // What a restore had lost and a box handed back stands by its id, beyond the end of its epoch.
  std::set<std::string> known;
  for (const auto& op : all) known.insert(model::to_text(op.id));
  for (std::uint64_t mark = 0;;) {
    auto admitted = inbox.admitted_since(mark, slice);
    if (!admitted || admitted->empty()) return all;
    for (const auto& line : *admitted)
      if (auto op = model::parse_op(line.line); op && known.insert(model::to_text(op->id)).second)
        all.push_back(std::move(*op));
  }
}

std::uint64_t Centre::received(const std::string& node) {
  return central::Inbox(files_->inbox).received(node).value_or(0);
}

std::map<std::string, std::uint64_t> Centre::epochs_of(const std::string& node) {
  std::map<std::string, std::uint64_t> all;
  for (const auto& row : central::Inbox(files_->inbox).epochs().value_or(std::vector<central::EpochRow>{}))
    if (row.node == node) all[row.epoch] = row.received.seq;
  return all;
}

std::map<std::string, std::uint64_t> Centre::judged_of(const std::string& node) {
  std::map<std::string, std::uint64_t> all;
  auto rows = files_->records.query("SELECT epoch, seq FROM cursor WHERE node = ?", node);
  while (rows && rows->next().value_or(false)) all[rows->text(0)] = static_cast<std::uint64_t>(rows->integer(1));
  return all;
}

std::map<std::string, std::string> Centre::parked() {
  std::map<std::string, std::string> all;
  auto rows = files_->records.query("SELECT node, epoch, seq, reason FROM parked");
  while (rows && rows->next().value_or(false)) {
    model::OpId id{rows->text(0), rows->text(1), static_cast<std::uint64_t>(rows->integer(2))};
    all[model::to_text(id)] = rows->text(3);
  }
  return all;
}

std::vector<model::Op> Centre::waiting() {
  std::vector<model::Op> all;
  auto rows = central::Records(files_->records).parked_for(name_of(Code::chain_gap), 0, slice);
  for (const auto& row : rows.value_or(std::vector<central::ParkedRow>{})) {
    auto line = central::Inbox(files_->inbox).line(row.op);
    if (auto op = model::parse_op(line && *line ? (*line)->line : "")) all.push_back(std::move(*op));
  }
  return all;
}

bool Centre::lacks_cause(const model::Op& op) {
  auto lacks = [&](const auto& over) {
    const auto cause = model::parse_op_id(over.second);
    const auto line = cause ? central::Inbox(files_->inbox).line(*cause) : fail(Code::malformed);
    return line && !*line;
  };
  return !is_begun(op.of) || std::any_of(op.over.begin(), op.over.end(), lacks);
}

bool Centre::is_begun(const std::string& of) {
  auto row = central::Records(files_->records).record(office, of);
  const auto record = row && *row ? model::parse_record((*row)->body) : fail(Code::not_found);
  return record && !record->creator.empty();
}

std::vector<central::LeaseRow> Centre::leases() {
  return central::LeaseBook(files_->records).list("").value_or(std::vector<central::LeaseRow>{});
}

bool Centre::knows_of_fork(const std::string& node) {
  return central::Inbox(files_->inbox).forks(node).value_or(0) > 0;
}

}  // namespace karvan::sim
