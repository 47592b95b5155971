#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/op.h"

// The sheet that a stop closes with: what was done, taken, printed and counted since the stop before. Computed from the
// node's own operations alone, so that node and centre give the same bytes from the same log.
namespace karvan::rules {

struct DayLog {
  std::string node, office;
  std::string date;  // civil, of the desk
  int utc_offset_minutes = 0;
  // Where it begins and ends in the node's chain: "EPOCH/SEQ HASH", hash in hex; from is empty for the first sheet.
  std::string from, to;
  std::vector<model::Op> ops;  // after `from`, up to `to`, in the order of the log
};

// UTF-8 text of lines, "karvan/day/v1" first, ended by "complete up to HH:MM" (of the last operation, at the desk):
//   node, office, date, offset_minutes, from, to ("-" where it is the first), operations
//   applications SERVICE COUNT; stage STAGE COUNT; changes, returns, resolutions, shown COUNT; attachments COUNT BYTES
//   issued, void, spoiled KIND COUNT RANGES ("7001-7040,7042"); handed_over KIND COUNT
//   money CURRENCY KIND TENDER COUNT MINOR
//   shift ID STAFF CURRENCY float … received … refunded … remitted … expected … [counted … difference …] closed|open
// Money in minor units. Only codes, ids and figures: no citizen's data, no words of a language.
std::string day_sheet(const DayLog& log);

}  // namespace karvan::rules
