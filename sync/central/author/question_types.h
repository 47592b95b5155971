#pragma once
#include <string>
#include <string_view>

#include "sync/form/form.h"

// The type column of a survey sheet: which kinds of row there are, and what to write for those that are refused.
namespace karvan::central::author {

struct RowType {
  enum class Kind { question, begin_group, end_group, begin_repeat, end_repeat, refused };
  Kind kind = Kind::refused;
  form::Type type = form::Type::text;
  std::string list;        // of a select; a file's name where `from_file`
  bool from_file = false;  // "select_one_from_file x.csv"
  bool or_other = false;   // "select_one LIST or_other"
  std::string meta;        // start, end, today, deviceid, username
  std::string appearance;  // that the type brings, where the row gives none
  std::string constraint;  // likewise
  std::string instead;     // of `refused`
};

RowType row_type(std::string_view written);

}  // namespace karvan::central::author
