#pragma once
#include <cstdint>
#include <string>

#include "sync/rules/judge.h"
#include "tests/oracle/agreement/oracle.h"

// The service that histories are about, and its people.
namespace karvan::agreement {

const catalogue::Service& service();  // questions of all four rules, a calculation, a repeat, five stages
const Form& form();                   // the same questions as the oracle knows them
rules::Staff staff(const std::string& id);
rules::Context context_of(const model::Op& op, std::int64_t received_ms);

}  // namespace karvan::agreement
