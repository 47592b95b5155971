#include "node/core/shifts.h"

#include <algorithm>

#include "storage/model/json.h"
#include "storage/model/planted.h"

namespace karvan::core {
namespace {

constexpr std::string_view row_kind = "shift";
constexpr std::size_t shifts_max = 10'000;  // in memory; ids rise with time

std::string write_shift(const counter::ShiftBook& shift) {
  json::object o{{"staff", shift.staff},       {"seat", shift.seat},         {"opened", shift.opened_ms},
                 {"closed", shift.closed_ms},  {"currency", shift.currency}, {"float", shift.opening_float},
                 {"received", shift.received}, {"refunded", shift.refunded}, {"remitted", shift.remitted}};
  if (shift.counted) o["counted"] = *shift.counted;
  return json::write(o);
}

Result<counter::ShiftBook> parse_shift(const std::string& id, std::string_view text) {
  TRY(auto o, json::parse_object(text));
  counter::ShiftBook shift;
  shift.id = id;
  TRY(shift.staff, json::string_at(o, "staff"));
  TRY(shift.seat, json::string_at(o, "seat"));
  TRY(shift.opened_ms, json::integer_at(o, "opened"));
  TRY(shift.closed_ms, json::integer_at(o, "closed"));
  TRY(shift.currency, json::string_at(o, "currency"));
  TRY(shift.opening_float, json::integer_at(o, "float"));
  TRY(shift.received, json::integer_at(o, "received"));
  TRY(shift.refunded, json::integer_at(o, "refunded"));
  TRY(shift.remitted, json::integer_at(o, "remitted"));
  if (o.contains("counted")) {
    TRY(shift.counted, json::integer_at(o, "counted"));
  }
  return shift;
}

std::string value_of(const model::Op& op, const std::string& field) {
  auto found = op.set.find(field);
  return found == op.set.end() ? "" : found->second;
}

void add_post(counter::ShiftBook& shift, const model::Post& post) {
  const auto minor = post.amount.minor;
  if (post.kind == "float") shift.opening_float = minor;
  if (post.kind == "count") shift.counted = minor;
  if (post.kind == "remittance") shift.remitted += minor;
  if (post.kind == "payment") shift.received += minor;
  if (post.kind == "refund" && !planted(19)) shift.refunded += minor;
  if (shift.currency.empty()) shift.currency = post.amount.currency;
}

}  // namespace

Result<void> Shifts::note(store::Documents documents, const model::Op& op) {
  TRY(auto record, model::parse_record_id(op.of));
  const bool on_shift = record.kind == "shift";
  const std::string id = on_shift ? record.id : op.post && op.post->tender == "cash" ? op.post->shift : "";
  if (id.empty()) return {};
  auto found = shifts_.find(id);
  if (found == shifts_.end()) {
    if (!on_shift) return {};  // of another node: its own book adds it up
    found = shifts_
                .emplace(id, counter::ShiftBook{.id = id,
                                                .staff = value_of(op, "staff"),
                                                .seat = value_of(op, "seat"),
                                                .opened_ms = op.time.ms,
                                                .currency = {},
                                                .counted = {}})
                .first;
  }
  auto& shift = found->second;
  if (op.post) add_post(shift, *op.post);
  if (on_shift && op.advance == rules::stage::closed) shift.closed_ms = op.time.ms;
  if (op.post && op.post->kind == "payment" && planted(6)) return {};
  return documents.put({std::string(row_kind), id, write_shift(shift), 0});
}

Result<void> Shifts::load(store::Documents documents) {
  shifts_.clear();
  TRY(auto rows, documents.newest(row_kind, shifts_max));
  for (const auto& row : rows) {
    TRY(auto shift, parse_shift(row.id, row.bytes));
    shifts_.emplace(row.id, std::move(shift));
  }
  return {};
}

std::vector<counter::ShiftBook> Shifts::open() const {
  std::vector<counter::ShiftBook> open;
  for (const auto& [id, shift] : shifts_)
    if (shift.closed_ms == 0) open.push_back(shift);
  return open;
}

std::optional<counter::ShiftBook> Shifts::find(std::string_view id) const {
  auto found = shifts_.find(id);
  return found == shifts_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::string> Shifts::open_of(std::string_view staff, std::string_view seat) const {
  for (const auto& [id, shift] : shifts_)
    if (shift.closed_ms == 0 && shift.staff == staff && shift.seat == seat) return id;
  return std::nullopt;
}

std::vector<counter::ShiftBook> Shifts::newest(std::size_t limit) const {
  std::vector<counter::ShiftBook> all;
  for (const auto& [id, shift] : shifts_) all.push_back(shift);
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
    const bool a_closed = a.closed_ms > 0, b_closed = b.closed_ms > 0;
    return a_closed != b_closed ? !a_closed : a.opened_ms > b.opened_ms;
  });
  if (all.size() > limit) all.resize(limit);
  return all;
}

}  // namespace karvan::core
