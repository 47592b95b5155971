#pragma once
#include <cstdint>
#include <optional>

#include "node/core/book.h"
#include "sync/exchange/exchange.h"

namespace karvan::core {

// How far a new box has taken its office's records. Kept with what came, so that a restart, or the next stick, goes on
// from there.
struct Taking {
  exchange::Take next;      // what to ask for
  std::uint64_t taken = 0;  // records that have come
};

// After an answer, inside the transaction that folds it; nothing where all records have come, or entries come instead.
// The errors are the store's.
Result<std::optional<Taking>> go_on_taking(Book& book, const exchange::Answer& answer);

// What a request takes, if anything. `fresh`: nothing of the feed has come. Records come without the entries that
// settle what this box wrote: once it has written, and none has come yet, it asks for the entries instead.
Result<std::optional<exchange::Take>> take_due(Book& book, bool fresh);

}  // namespace karvan::core
