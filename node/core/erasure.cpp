#include "node/core/book.h"
#include "node/core/tail.h"

// What an order of erasure takes away on this box.
namespace karvan::core {
namespace {

constexpr std::string_view slips_erased = "slips_erased";  // of store::Documents: a record

// The form's answers come back with what is typed: kept, so that a command that comes again gets the same (P2).
Result<void> forget_answers(store::Store& store, const model::OpId& id) {
  TRY(const auto line, store.log().line(id.epoch, id.seq));
  const auto op = line && !line->erased ? model::parse_op(line->line) : Result<model::Op>(fail(Code::not_found));
  if (!op) return {};
  for (const auto& [field, value] : op->set) TRY_VOID(store.commands().forget(value));
  return {};
}

}  // namespace

Result<void> Book::erase(const model::Op& order) {
  TRY(auto id, model::parse_op_id(order.erase->of));
  if (id.node == options_.site.node) {
    TRY_VOID(forget_answers(store_, id));
    auto erased = store_.log().erase(id.epoch, id.seq, order.actor, order.erase->reason);
    if (!erased && erased.error().code != Code::not_found) return erased;
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
