#pragma once
#include <string>
#include <vector>

#include "storage/model/record.h"
#include "tests/oracle/agreement/oracle.h"

namespace karvan::agreement {

// A line for each thing in which a record is not as the oracle has it.
std::vector<std::string> compare(const Oracle& oracle, const model::Record& record);

}  // namespace karvan::agreement
