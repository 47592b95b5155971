#include "node/core/book.h"
#include "node/core/tail.h"

// What an order of erasure takes away on this box.
namespace karvan::core {

Result<void> Book::erase(const model::Op& order) {
  TRY(auto id, model::parse_op_id(order.erase->of));
  if (id.node == options_.site.node) {
    auto erased = store_.log().erase(id.epoch, id.seq, order.actor, order.erase->reason);
    if (!erased && erased.error().code != Code::not_found) return erased;
  }
  if (id.node == options_.centre.name) TRY_VOID(unsay(store_.documents(), id));
  TRY(const auto record, model::parse_record_id(order.of));
  for (const auto& field : order.erase->fields) TRY_VOID(store_.attachments().erase_key(record.id, field));
  // Slips show what the record said.
  if (!order.erase->fields.empty()) TRY_VOID(store_.prints().forget(order.of));
  known_.forget();
  wipe_ = true;
  return {};
}

}  // namespace karvan::core
