#include "node/core/day.h"

#include <fmt/format.h>

#include "node/core/book.h"
#include "node/core/rows.h"
#include "storage/seal/hash.h"
#include "sync/rules/day_sheet.h"

// A stop's closing: the day sheet over this node's log, and the notes of those before.
namespace karvan::core {
namespace {

constexpr std::size_t day_lines_at_once = 1'000;

std::string point_text(const store::Head& head) {
  return fmt::format("{}/{} {}", head.epoch, head.seq, seal::to_hex(head.hash));
}

Result<void> collect(store::Log log, const store::EpochMarks& epoch, std::uint64_t from, std::vector<model::Op>& ops) {
  while (from <= epoch.last) {
    TRY(auto lines, log.lines(epoch.epoch, from, day_lines_at_once));
    if (lines.empty()) return {};
    for (const auto& line : lines) {
      if (line.erased) continue;  // what it said is gone, here and at the centre
      TRY(auto op, model::parse_op(line.line));
      ops.push_back(std::move(op));
    }
    from = lines.back().seq + 1;
  }
  return {};
}

Result<std::vector<model::Op>> ops_since(store::Log log, const LogPoint& from) {
  TRY(auto marks, log.marks());
  std::vector<model::Op> ops;
  bool after = from.epoch.empty();
  for (const auto& epoch : marks) {
    const bool here = epoch.epoch == from.epoch;
    if (!after && !here) continue;
    TRY_VOID(collect(log, epoch, here ? from.seq + 1 : 1, ops));
    after = true;
  }
  return ops;
}

// The line of the note that the node signed with, without its newline.
std::string signature_of(const std::string& note) {
  const auto from = note.rfind('\n', note.size() - 2) + 1;
  return note.substr(from, note.size() - 1 - from);
}

}  // namespace

Result<counter::DaySheet> Book::day_sheet() const {
  rules::DayLog log{.node = options_.site.node,
                    .office = options_.site.office,
                    .date = when().today,
                    .utc_offset_minutes = options_.utc_offset_minutes,
                    .from = {},
                    .to = {},
                    .ops = {}};
  TRY(auto last, store_.documents().get("day_point", "last"));
  if (last) log.from = last->bytes;
  TRY(auto head, store_.log().head());
  log.to = point_text(head);
  TRY(log.ops, ops_since(store_.log(), parse_point(log.from)));
  counter::DaySheet day{.sheet = {log.date, {}, {}},
                        .text = rules::day_sheet(log),
                        .from = log.from,
                        .to = log.to,
                        .utc_offset_minutes = log.utc_offset_minutes};
  day.sheet.digest = seal::to_hex(seal::sha256(day.text));
  day.sheet.signature = signature_of(seal::sign_note(day.text, options_.key));
  return day;
}

bool Book::has_day_sheet(std::string_view date) const {
  auto row = store_.documents().get(sheet_kind, date);
  return row && *row;
}

Result<void> Book::write_one(const counter::KeepSheet& change) {
  TRY_VOID(store_.documents().put({std::string(sheet_kind), change.date, write_sheet({change.note, change.visit}), 0}));
  return store_.documents().put({"day_point", "last", change.to, 0});
}

Result<std::optional<std::string>> day_note(store::Documents documents, std::string_view date) {
  TRY(auto row, documents.get(sheet_kind, date));
  if (!row) return std::nullopt;
  TRY(auto sheet, read_sheet(row->bytes));
  return std::move(sheet.note);
}

Result<std::vector<SheetLine>> day_sheets(store::Documents documents) {
  TRY(auto rows, documents.list(sheet_kind));
  std::vector<SheetLine> lines;
  for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
    TRY(auto sheet, read_sheet(row->bytes));
    lines.push_back({row->id, std::move(sheet.visit)});
  }
  return lines;
}

}  // namespace karvan::core
