#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "storage/model/op.h"
#include "storage/model/record.h"
#include "sync/catalogue/catalogue.h"

// What an application was charged, line by line.
namespace karvan::rules {

// A payment, a waiver, a refund, a drawer's count: a fee that is assessed moves nothing yet.
bool moves_money(const model::Op& op);

// The fee worked out again for the day on which it was assessed, by the answers in force.
Result<catalogue::Fee> fee_assessed(const model::Record& record, const catalogue::Service& service);

// The same where it is what was charged. Nothing where nothing was, or where the answers say another by now: then
// nobody knows its lines any more.
std::optional<catalogue::Fee> fee_charged(const model::Record& record, const catalogue::Service& service);

// In minor units by line; what was waived of no line alone is under "".
std::map<std::string, std::int64_t> waived_of(const model::Record& record);

// How much may still be waived: of one line, or where `line` is empty of all that are waivable together. A charge whose
// lines nobody knows may be waived as a whole.
std::int64_t waivable_minor(const model::Record& record, const catalogue::Service& service, std::string_view line);

}  // namespace karvan::rules
