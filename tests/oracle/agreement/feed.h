#pragma once
#include <set>
#include <string>
#include <vector>

#include "storage/model/record.h"
#include "tests/oracle/agreement/oracle.h"

// A feed of one record, and what holds of any: in which order it came, and what of it may never vanish.
namespace karvan::agreement {

// One line of the feed, with what the oracle must be told.
struct Entry {
  model::Op op;
  model::Verdict verdict;
  Told told;
};

// What the centre's own rules make of an operation that comes next.
model::Verdict judged(const model::Record& record, const model::Op& op, std::int64_t received_ms);

// `n` wraps around.
template <class T>
const T& pick(const std::vector<T>& from, int n) {
  return from[static_cast<std::size_t>(n) % from.size()];
}

// The same operations received in another order that keeps each behind all that its author had seen: the record that
// comes of it, and in what it is not as an oracle has it that was told them in that order. `order` picks among those
// that may come next.
struct Otherwise {
  model::Record record;
  std::vector<std::string> differences;
};
Otherwise received_otherwise(const std::vector<Entry>& feed, const std::vector<int>& order);

// Values of a field that nobody who knew of them, by whomever they were, has set since: none may ever vanish.
std::set<std::string> standing(const std::vector<Entry>& feed, const std::string& key);
// Of those, what a record does not show: not in force, no candidate, in no resolution, on no list of what waits.
std::vector<std::string> lost(const std::vector<Entry>& feed, const model::Record& record);

}  // namespace karvan::agreement
