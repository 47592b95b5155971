#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "storage/store/records.h"

// For this room: operations of this node that the centre has applied just as they were written. A run of them is one
// row of `plain`; neither their own rows nor their records are written for it.
//
// A run speaks for an operation as long as its own row says nothing (entry 0), and only in this case: its record has no
// body and no shadow, and a run speaks for each operation before it on that record. So all that was ever folded there
// are lines of this log, from the first on, and what is settled is what folding them gives, at the last one's entry:
// the centre's very bytes (P3). Whoever writes or drops the body, or a row of it, first has the entries written into
// the rows (write_entries): from then on body and rows tell, as if there had been no run.
namespace karvan::store {

// Of a row of `log` under the name `row`: its entry by the runs alone; 0 where it is in none.
std::string plain_entry(std::string_view row);

// What runs say of a record that has no body. None where they speak for none of its operations. Errors, beside the
// store's: what parse_op says of a line.
Result<std::optional<Settled>> folded_of_log(sqlite::Database& database, std::string_view record);

Result<void> write_entries(sqlite::Database& database, std::string_view record);

// The centre lives another life: of what runs said beyond `common`, it knows nothing, and it is pending again.
Result<void> forget_plain(sqlite::Database& database, std::uint64_t common);

}  // namespace karvan::store
