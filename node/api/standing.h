#pragma once
#include <map>
#include <string>
#include <vector>

#include "node/core/link.h"
#include "storage/model/json.h"
#include "sync/show/who.h"

// Where operations and applications stand between desk and centre, in the page's words.
namespace karvan::api {

using Marks = std::map<std::string, store::EpochMarks>;  // by epoch
Result<Marks> marks_of(core::Book& book);

// pending, sent, received, settled, safe
std::string mark_of(const store::LogLine& line, const Marks& marks);

struct Standing {
  std::string state;   // saved_here, sending, received, settled, held, waiting, refused
  std::string reason;  // a code, of what holds, waits or was refused
};
// `lines`: this node's own operations on the record. What needs a person comes first, then what is least far.
Standing standing_of(const std::vector<store::LogLine>& lines, const Marks& marks, const model::Record& record);

// How many numbers the leases of each kind still give today.
Result<std::map<std::string, std::int64_t>> numbers_left(core::Book& book);

std::string name_of_staff(core::Book& book, std::string_view id);
show::NameOf names_in(core::Book& book);

// {state, since, sent, total}
json::object write_link(const core::Book& book, const core::Link& link);

}  // namespace karvan::api
