#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sync/central/author/outside.h"
#include "sync/central/author/question_types.h"
#include "sync/central/author/sheet.h"
#include "sync/form/expression.h"

namespace karvan::central::author {

// The rows of a survey sheet, made into a form: `read` takes each in its turn, `check` what only all names together
// show. The form's lists, languages and id must be in.
class Survey {
 public:
  Survey(const Sheet& sheet, Outside outside, form::Definition& form, Faults& faults)
      : sheet_(sheet), outside_(std::move(outside)), form_(form), faults_(faults) {}

  void read();
  void check();
  // In the sheet, of a question or a group; 0 where none has the name.
  std::size_t row_of(std::string_view name) const;

 private:
  // survey.cpp
  void one(std::size_t row);
  bool take_name(std::size_t row, const std::string& name);
  void begin_group(std::size_t row, bool repeat);
  void end_group(std::size_t row, bool repeat);
  void question(std::size_t row, const RowType& type);
  void read_media(std::size_t row, form::Question& question);
  void read_list(std::size_t row, const RowType& type, form::Question& question);
  void read_trigger(std::size_t row, form::Question& question);
  void ask_for_other(std::size_t row, const form::Question& about);
  void place(form::Question question);
  std::string with_other(const std::string& list);

  // survey_checks.cpp
  void check_question(const form::Outline& outline, std::size_t index);
  void check_group(const form::Outline& outline, std::size_t index);
  void check_shape(const form::Question& question, std::size_t row);
  void check_default(const form::Question& question, std::size_t row);
  void check_choices(const form::Outline& outline, std::size_t index, std::size_t row);
  void check_trigger(const form::Question& question, std::size_t row);
  void expression(const form::Outline& outline, form::Stand stand, const std::string& source, std::size_t row,
                  std::string_view column);
  void plain(const form::Texts& texts, std::size_t row, std::string_view column);  // no marks in it
  void words(const form::Outline& outline, const form::Texts& texts, std::size_t row, std::string_view column);
  void take_tables();

  void fault(std::size_t row, std::string_view column, std::string what, std::string instead) {
    faults_.add(sheet_.row_number(row), sheet_.heading(column), std::move(what), std::move(instead));
  }
  std::vector<form::Part>& here() { return open_.empty() ? form_.children : form_.groups[open_.back()].children; }

  const Sheet& sheet_;
  Outside outside_;
  form::Definition& form_;
  Faults& faults_;
  std::vector<std::size_t> open_, group_rows_, question_rows_;
  std::map<std::string, std::size_t, std::less<>> rows_;  // of every name
};

}  // namespace karvan::central::author
