#pragma once
#include <optional>
#include <vector>

#include "storage/model/op.h"
#include "sync/central/reconcile/reference.h"
#include "sync/central/reconcile/spread.h"
#include "sync/central/store/inbox.h"
#include "sync/rules/context.h"
#include "sync/rules/sound.h"

namespace karvan::central {

// What an operation says.
struct Reading {
  model::Op op;
  // Of one that begins an application, what its form says of it alone (rules::judge); else made when it is judged.
  std::optional<rules::Soundness> alone = {};
};

// Each as it can be read, before its turn: that hangs on the lines alone, so that those of a slice are read at once.
// Errors are the store's.
Result<std::vector<Result<Reading>>> read_ahead(const std::vector<InboxLine>& lines, const Reference& reference,
                                                const Spread& spread);
Result<Reading> read(const InboxLine& line);

// The service that an operation is about, and the day at its desk. Nobody writes after it was received.
rules::Context context_at(const catalogue::Service* service, const model::Op& op, std::int64_t received_ms);

}  // namespace karvan::central
