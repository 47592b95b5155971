#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "sync/central/author/fault.h"
#include "sync/form/expression.h"

// Expressions as an author meets them: each is parsed where it stands, and what is wrong is told in words.
namespace karvan::central::author {

struct Words {
  std::string what, instead;
};
// For an error of form::parse.
Words explain(const Error& error);

// Adds a fault where the expression does not parse where it stands.
void check_expression(const std::string& source, const form::Outline& outline, form::Stand stand, std::size_t row,
                      const std::string& heading, Faults& faults);
// Also where a bare name is no column of the choices.
void check_filter(const std::string& source, const form::Outline& outline, form::Stand stand, std::size_t row,
                  const std::string& heading, const std::vector<form::Choice>& choices, Faults& faults);

// Adds a fault for each ${name} of a label that is no question's.
void check_marks(const form::Texts& texts, const form::Outline& outline, std::size_t row, const std::string& heading,
                 Faults& faults);

// Whether a default is to be computed ("today()", "${other}"), not taken as it stands ("Lahore").
bool is_dynamic(const std::string& default_value, const form::Outline& outline, form::Stand stand);

}  // namespace karvan::central::author
