#include <algorithm>

#include "node/core/book.h"
#include "node/core/tail.h"

// What an order of erasure takes away on this box.
namespace karvan::core {
namespace {

constexpr std::string_view slips_erased = "slips_erased";  // of store::Documents: a record
// The same: OpId text, in whose name and why, of a line that goes once it is safe.
constexpr std::string_view ordered_kind = "erase_when_safe";

// The form's answers come back with what is typed: kept, so that a command that comes again gets the same (P2).
Result<void> forget_answers(store::Store& store, const model::OpId& id) {
  TRY(const auto line, store.log().line(id.epoch, id.seq));
  const auto op = line && !line->erased ? model::parse_op(line->line) : Result<model::Op>(fail(Code::not_found));
  if (!op) return {};
  std::vector<std::string> said;
  for (const auto& [field, value] : op->set) said.push_back(value);
  return store.commands().forget(std::move(said));
}

bool is_safe(const std::vector<store::EpochMarks>& unsafe, const model::OpId& id) {
  return std::none_of(unsafe.begin(), unsafe.end(),
                      [&](const auto& marks) { return marks.epoch == id.epoch && id.seq > marks.safe; });
}

}  // namespace

// P12: a centre that is restored has from here what it took since its copy. Of bytes that were gone by then nobody
// could tell what they had said: a payment, or what began the application of one.
Result<void> Book::erase_once_safe(const model::OpId& id, const model::Erase& order, const std::string& actor) {
  TRY(const auto line, store_.log().line(id.epoch, id.seq));
  if (!line || line->erased) return {};
  return store_.documents().put({std::string(ordered_kind), model::to_text(id), actor + "\n" + order.reason, 0});
}

Result<void> Book::erase_safe_lines() {
  TRY(const auto ordered, store_.documents().list(ordered_kind));
  if (ordered.empty()) return {};
  TRY(const auto unsafe, store_.log().unsafe_marks());
  for (const auto& row : ordered) {
    TRY(const auto id, model::parse_op_id(row.id));
    if (!is_safe(unsafe, id)) continue;
    const auto end = row.bytes.find('\n');
    TRY_VOID(store_.log().erase(id.epoch, id.seq, row.bytes.substr(0, end), row.bytes.substr(end + 1)));
    TRY_VOID(store_.documents().remove(ordered_kind, row.id));
    known_.forget();
    wipe_ = true;
  }
  return {};
}

Result<bool> Book::awaits_copy() const {
  TRY(const auto ordered, store_.documents().list(ordered_kind, 1));
  return !ordered.empty();
}

Result<void> Book::erase(const model::Op& order) {
  TRY(auto id, model::parse_op_id(order.erase->of));
  if (id.node == options_.site.node) {
    TRY_VOID(forget_answers(store_, id));
    TRY_VOID(erase_once_safe(id, *order.erase, order.actor));
    TRY_VOID(erase_safe_lines());
  }
  if (id.node == options_.centre.name) TRY_VOID(unsay(store_.documents(), id));
  TRY(const auto record, model::parse_record_id(order.of));
  for (const auto& field : order.erase->fields) TRY_VOID(store_.attachments().erase_key(record.id, field));
  // Slips show what the record said.
  if (!order.erase->fields.empty()) {
    TRY_VOID(store_.prints().forget(order.of));
    TRY_VOID(store_.documents().put({std::string(slips_erased), order.of, {}, 0}));
  }
  known_.forget();
  wipe_ = true;
  return {};
}

// One whose outcome was still open when the order came is kept until somebody has said what came out.
Result<void> Book::forget_slips(const store::Print& print) {
  if (print.state == "queued" || print.state == "printing" || print.state == "unknown") return {};
  TRY(const auto erased, store_.documents().get(slips_erased, print.of));
  if (!erased) return {};
  wipe_ = true;
  return store_.prints().forget(print.of);
}

}  // namespace karvan::core
