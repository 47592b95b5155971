#pragma once
#include "storage/model/record.h"

// What an operation and its verdict make of a record's fields. Inside this room only.
namespace karvan::model {

// Values set, added, removed and computed, marks, a resolution, and what a late contender opens.
void fold_fields(Record& record, const Op& op, const Verdict& verdict);

// Values of the order's fields that the operation it is about wrote go from wherever they are kept; each place stays.
void erase_values(Record& record, const Erase& order);

}  // namespace karvan::model
