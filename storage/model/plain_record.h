#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/model/record.h"

namespace karvan::model {

// A record as `write_record` writes it, as far as it is read at once: what it is, its fields, money, documents and
// milestones, without a blank or an escape.
struct PlainRecord {
  Record record;
  std::vector<std::pair<std::string, std::string_view>> marked;  // fields of which more is said: their objects, unread
  std::string rest;  // the members that come after, as an object of their own; empty where none do
};

// Nothing where the text begins in another way, or anything is wrong with it: `parse_record` then reads it member by
// member, and gives the same of whatever is read here. `marked` lies in `text`.
std::optional<PlainRecord> read_plain_record(std::string_view text);

// Whether `name` is of a member that comes before the rest.
bool is_before_rest(std::string_view name);

}  // namespace karvan::model
