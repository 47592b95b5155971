#pragma once
#include "storage/model/op.h"
#include "storage/store/documents.h"

namespace karvan::core {

// A word of headquarters was ordered away: of what is kept for a centre that may be restored its digest alone stays, by
// which the others are still known for what was signed. One that holds a fact stays until a copy covers it (P9): a
// decision would be lost with its bytes. Inside a transaction.
Result<void> unsay(store::Documents documents, const model::OpId& op);

}  // namespace karvan::core
