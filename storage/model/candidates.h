#pragma once
#include <string>
#include <vector>

#include "storage/model/record.h"

// Values that contend with the one in force. Inside this room only; record.h has what others ask.
namespace karvan::model {

// By writer, so that the order in which concurrent operations arrive does not show in the bytes.
void add_candidate(std::vector<Candidate>& candidates, Candidate candidate);

// Of a set: what its writer put in, as nobody keeps a copy of what others did.
Candidate in_force(const Field& field);

// The operation's value stands beside the one in force. A later candidate of the same author takes the earlier one's
// place; the rest stay. `base`: the writer of what the author had on the screen.
void contend(Field& field, const Op& op, const std::string& value, const std::string& base);

// Instances of a repeat, by the field that lists them, in which one answered and which the other took away:
// the operation answers in instances that were taken away, so that each may come back;
void contend_for_answered(Field& field, const Op& op, const std::string& list);
// or it takes instances away in which somebody has answered, as its author had not seen.
void contend_for_removed(Record& record, const Op& op, const std::string& list);

}  // namespace karvan::model
