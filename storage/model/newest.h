#pragma once
#include "storage/model/record.h"

namespace karvan::model {

// The latest time that a record tells of. Who sees the record and then writes does so later (P4). Payments and papers
// have none of their own: they come with a milestone, or their author's entries bring it.
HybridTime newest(const Record& record);

}  // namespace karvan::model
