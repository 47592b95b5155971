#pragma once
#include <vector>

#include "node/core/book.h"
#include "storage/store/listed.h"

// What a book makes of a record; for this room.
namespace karvan::core {

store::Listed listed_of(const Book& book, const model::RecordId& id, const model::Record& record);

// A settled record with what is pending on it, by the node's guess of the verdicts.
Result<model::Record> guess_on(const Book& book, model::Record settled, const std::vector<store::LogLine>& pending);

}  // namespace karvan::core
