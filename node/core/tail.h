#pragma once
#include "storage/model/op.h"
#include "storage/store/documents.h"

namespace karvan::core {

// A word of headquarters was ordered away: of what is kept for a centre that may be restored its digest alone stays, by
// which the others are still known for what was signed. Inside a transaction.
Result<void> unsay(store::Documents documents, const model::OpId& op);

}  // namespace karvan::core
