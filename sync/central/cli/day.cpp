#include <charconv>

#include "storage/seal/hash.h"
#include "sync/central/cli/papers.h"
#include "sync/central/reconcile/erasure.h"
#include "sync/central/store/files.h"
#include "sync/central/store/inbox.h"
#include "sync/central/store/nodes.h"
#include "sync/central/store/records.h"
#include "sync/exchange/parts.h"
#include "sync/rules/day_sheet.h"

namespace karvan::central {
namespace {

constexpr std::size_t slice = 1'000;

struct Closing {
  model::Sheet sheet;
  std::string from, to;
  int utc_offset_minutes = 0;
};

std::string value_of(const model::Record& record, const std::string& name) {
  auto found = record.fields.find(name);
  return found == record.fields.end() ? "" : found->second.value;
}

int number_of(const std::string& text) {
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::optional<Closing> closing_of(const model::Record& visit, const std::string& node, const std::string& date) {
  auto creator = model::parse_op_id(visit.creator);
  bool theirs = creator && creator->node == node && !visit.sheets.empty() && visit.sheets.front().act.date == date;
  if (!theirs) return std::nullopt;
  return Closing{visit.sheets.front().act, value_of(visit, "from"), value_of(visit, "to"),
                 number_of(value_of(visit, "utc_offset"))};
}

Result<Closing> find_closing(Files& files, const Node& node, const std::string& date) {
  const std::string prefix = node.office + "/visit/";
  std::string last = prefix;
  while (true) {
    TRY(auto rows, Records(files.records).after(node.office, last, slice));
    for (const auto& row : rows) {
      last = row.id;
      if (!row.id.starts_with(prefix)) return fail(Code::not_found, {{"date", date}}, "day sheet");
      TRY(auto visit, model::parse_record(row.body));
      if (auto found = closing_of(visit, node.name, date)) return *found;
    }
    if (rows.empty()) return fail(Code::not_found, {{"date", date}}, "day sheet");
  }
}

// "EPOCH/SEQ HASH"; empty: before the first operation.
Place parse_point(const std::string& text) {
  Place at;
  auto slash = text.find('/');
  if (slash == text.npos) return at;
  at.epoch = text.substr(0, slash);
  std::from_chars(text.data() + slash + 1, text.data() + text.size(), at.seq);
  return at;
}

Result<std::vector<InboxLine>> lines_of(Inbox inbox, const std::string& node, const std::string& epoch,
                                        std::uint64_t after, std::uint64_t to) {
  std::vector<InboxLine> all;
  while (after < to) {
    TRY(auto some, inbox.lines(node, epoch, after + 1, slice));
    if (some.empty()) return fail(Code::chain_gap, {{"node", node}}, "what the sheet covers has not all come");
    for (auto& line : some) {
      if (line.seq > to) break;
      after = line.seq;
      all.push_back(std::move(line));
    }
  }
  return all;
}

// Back over the epochs, each by the operation that its start names.
Result<std::vector<InboxLine>> lines_between(Inbox inbox, const std::string& node, const Place& from, Place to) {
  std::vector<InboxLine> all;
  while (!to.epoch.empty()) {
    const bool here = to.epoch == from.epoch;
    TRY(auto part, lines_of(inbox, node, to.epoch, here ? from.seq : 0, to.seq));
    part.insert(part.end(), std::make_move_iterator(all.begin()), std::make_move_iterator(all.end()));
    all = std::move(part);
    if (here) return all;
    TRY(auto row, inbox.epoch(node, to.epoch));
    if (!row || !row->parent) return fail(Code::chain_gap, {{"node", node}}, "what the sheet covers has not all come");
    to = *row->parent;
  }
  return all;
}

Result<std::string> verified(Files& files, const std::string& node, const Closing& closing, std::string text) {
  if (seal::to_hex(seal::sha256(text)) != closing.sheet.digest)
    return fail(Code::signature_wrong, {{"node", node}}, "the sheet computed here is not the one that the node signed");
  std::string note = text + "\n" + closing.sheet.signature + "\n";
  TRY(auto keys, Nodes(files.inbox).keys());
  for (const auto& known : keys) {
    if (known.node != node) continue;
    TRY(auto key, seal::parse_verifying_key(known.head_key));
    if (seal::open_note(note, key)) return note;
  }
  return fail(Code::signature_wrong, {{"node", node}}, "the sheet's signature is by none of the node's keys");
}

// `shells`: of what was erased, what may still be told of it.
Result<std::vector<model::Op>> ops_of(Files& files, const std::vector<InboxLine>& lines, bool shells) {
  std::vector<model::Op> ops;
  for (const auto& line : lines) {
    if (exchange::erased_of(line.line)) {
      TRY(auto told, told_of(files, {line.node, line.epoch, line.seq}));
      if (told && shells) ops.push_back(std::move(told->op));
      continue;
    }
    TRY(auto op, model::parse_op(line.line));
    ops.push_back(std::move(op));
  }
  return ops;
}

}  // namespace

Result<std::string> day_sheet(const House& house, const std::string& name, const std::string& date) {
  TRY(auto files, open_files(house.files));
  TRY(auto node, Nodes(files.inbox).get(name));
  if (!node || name == "centre") return fail(Code::not_enrolled, {{"node", name}});
  TRY(auto closing, find_closing(files, *node, date));
  rules::DayLog log{name, node->office, date, closing.utc_offset_minutes, closing.from, closing.to, {}};
  TRY(auto lines, lines_between(Inbox(files.inbox), name, parse_point(closing.from), parse_point(closing.to)));
  TRY(log.ops, ops_of(files, lines, true));
  auto sheet = verified(files, name, closing, rules::day_sheet(log));
  if (sheet) return sheet;
  // What was erased before the stop closed is not counted in it.
  TRY(log.ops, ops_of(files, lines, false));
  auto without = verified(files, name, closing, rules::day_sheet(log));
  return without ? without : sheet;
}

}  // namespace karvan::central
