#pragma once
#include <functional>
#include <string>
#include <string_view>

#include "sync/central/author/fault.h"
#include "sync/form/expression.h"

// Expressions as an author meets them: each is parsed where it stands, and what is wrong is told in words.
namespace karvan::central::author {

struct Words {
  std::string what, instead;
};
// For an error of form::parse.
Words explain(const Error& error);

// Adds a fault where the expression does not parse. `columns` tells whether a bare name is a column of the choice list.
void check_expression(const std::string& source, std::size_t row, const std::string& heading, const form::Names& names,
                      const std::function<bool(std::string_view)>& columns, Faults& faults);

// Adds a fault for each ${name} of a label that is no question's.
void check_marks(const form::Texts& texts, std::size_t row, const std::string& heading, const form::Names& names,
                 Faults& faults);

// Whether a default is to be computed ("today()", "${other}"), not taken as it stands ("Lahore").
bool is_dynamic(const std::string& default_value, const form::Names& names);

}  // namespace karvan::central::author
