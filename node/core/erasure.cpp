#include "node/core/book.h"
#include "node/core/tail.h"

// What an order of erasure takes away on this box.
namespace karvan::core {
namespace {

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
  if (!order.erase->fields.empty()) TRY_VOID(store_.prints().forget(order.of));
  wipe_ = true;
  return {};
}

}  // namespace karvan::core
