#pragma once
#include <cstdint>
#include <optional>

#include "storage/model/op.h"
#include "storage/model/record.h"
#include "sync/central/store/files.h"

// Orders of erasure at the centre: judged and fed like any operation, then carried out in the inbox.
namespace karvan::central {

// The order, with all fields of the record that say what its operation answered.
model::Erase with_answers(const model::Record& record, model::Erase order);

// Why what an order names cannot go: not_found (nothing of that name stands on the order's record), chain_gap (it waits
// or is parked, and has to be settled first). Reads only.
Result<std::optional<Code>> erasure_fault(Files& files, const model::Op& order);

// The order stands: its operation's bytes are due to go. In the records file's transaction that folds it.
Result<void> order_erasure(Files& files, const model::Op& order);

// Takes due bytes out of the inbox, at most `limit`, in transactions of its own; true where any went. It may stop
// anywhere: what is due is taken again.
Result<bool> erase_due(Files& files, std::size_t limit);

// What an operation said; of one that was erased, what may still be told of it. Nothing where that is nothing.
struct Told {
  model::Op op;
  bool erased = false;
};
Result<std::optional<Told>> told_of(Files& files, const model::OpId& op);

// What may stay of an operation on an application: who acted when, what kind of act, sums and numbers.
model::Op bare(model::Op op);

}  // namespace karvan::central
