#pragma once
#include <string>
#include <string_view>

#include "sync/form/form.h"

// The type column of a survey sheet: which kinds of row there are, and what to write for those that are refused.
namespace karvan::central::author {

struct RowType {
  enum class Kind { question, begin_group, end_group, refused };
  Kind kind = Kind::refused;
  form::Type type = form::Type::text;
  std::string list;     // of a select
  std::string instead;  // of `refused`
};

RowType row_type(std::string_view written);

}  // namespace karvan::central::author
