#pragma once
#include <string>

#include "storage/model/op.h"
#include "storage/model/record.h"
#include "storage/model/verdict.h"
#include "sync/rules/context.h"

// The pinned form over answers that met. Inside this room only.
namespace karvan::rules {

// A calculation that gives the same of the same answers at any time: nobody is its author.
bool is_made(const Context& context, std::string_view key);

// What the form makes of the record once the operation is folded: calculations follow (Verdict::computed); an answer
// that breaks a rule now and did not before, or is no longer asked, is held. Nothing is erased.
void evaluate(const model::Record& record, const model::Op& op, const Context& context, model::Verdict& verdict);

}  // namespace karvan::rules
