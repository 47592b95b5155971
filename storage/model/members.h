#pragma once
#include <string>
#include <vector>

#include "storage/model/record.h"

// A field that is a set: who put in what, and who took it out. Inside this room only; record.h has what others ask.
namespace karvan::model {

// A value that several have put in is there once.
std::string value_of(const std::vector<Member>& members);

bool is_in(const Field& field, const std::string& word);

// What one operation has put in, and nobody taken out.
std::string words_by(const Field& field, const std::string& writer);

// With the operation's additions and removals of this field.
std::vector<Member> members_after(const Field& field, const Op& op, const std::string& name);

// Words that are not in come in; none goes.
void bring_in(Field& field, const Op& op, const std::vector<std::string>& words);

// A whole value put into a set: what is not in it goes, what was not there comes.
void put_words(Field& field, const Op& op, const std::string& value);

}  // namespace karvan::model
