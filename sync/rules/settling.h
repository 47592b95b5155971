#pragma once
#include "storage/model/op.h"

namespace karvan::rules {

// Whether an operation is a person's word alone. It waits for nothing that the record waits for: it may be what settles
// that.
bool is_word(const model::Op& op);

}  // namespace karvan::rules
