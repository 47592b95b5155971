#pragma once
#include <string_view>
#include <vector>

#include "storage/model/record.h"
#include "sync/central/store/files.h"
#include "sync/central/store/reviews.h"

namespace karvan::central {

// What of a record a person must look at; `opened_ms` is left at 0.
std::vector<ReviewRow> reviews_of(const model::RecordId& id, const model::Record& record);

// Brings the list of a record's open reviews up to those that `reviews_of` gives now, in a transaction of the records
// file: what is new gets the time at which its operation was received, what is settled goes.
Result<void> keep_reviews(Files& files, std::string_view office, std::string_view record, std::vector<ReviewRow> now);

}  // namespace karvan::central
