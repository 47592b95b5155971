#include <algorithm>
#include <utility>

#include "sync/central/author/expressions.h"
#include "sync/central/author/karvan_columns.h"
#include "sync/central/author/survey.h"
#include "sync/form/answers.h"
#include "sync/form/words.h"

namespace karvan::central::author {

namespace {

using form::Question;
using form::Type;

bool is_select(Type type) { return type == Type::select_one || type == Type::select_multiple; }

}  // namespace

// Names may stand above the rows that they name: expressions are checked once all are known.
void Survey::check() {
  take_tables();
  const form::Outline outline(form_);
  for (std::size_t q = 0; q < form_.questions.size(); ++q) check_question(outline, q);
  for (std::size_t g = 0; g < form_.groups.size(); ++g) check_group(outline, g);
}

void Survey::take_tables() {
  auto take = [this](const std::string& source) { outside_.take_tables(source, form_.tables); };
  for (const form::Group& group : form_.groups) {
    take(group.relevant);
    take(group.repeat_count);
  }
  for (const Question& q : form_.questions) {
    const form::Binds& b = q.binds;
    for (const std::string* source :
         {&b.relevant, &b.required, &b.read_only, &b.constraint, &b.calculation, &b.choice_filter, &q.default_value})
      take(*source);
  }
}

void Survey::expression(const form::Outline& outline, form::Stand stand, const std::string& source, std::size_t row,
                        std::string_view column) {
  check_expression(source, outline, stand, sheet_.row_number(row), sheet_.heading(column), faults_);
}

void Survey::words(const form::Outline& outline, const form::Texts& texts, std::size_t row, std::string_view column) {
  check_marks(texts, outline, sheet_.row_number(row), sheet_.heading(column), faults_);
}

void Survey::plain(const form::Texts& texts, std::size_t row, std::string_view column) {
  const bool marked =
      std::any_of(texts.begin(), texts.end(), [](const auto& one) { return !form::marks_of(one.second).empty(); });
  if (marked) fault(row, column, "answers are filled in labels alone", "Write it without ${…}, or add a note with it");
}

void Survey::check_group(const form::Outline& outline, std::size_t index) {
  const form::Group& group = form_.groups[index];
  const std::size_t row = group_rows_[index];
  expression(outline, {group.group}, group.relevant, row, "relevant");
  expression(outline, {group.group}, group.repeat_count, row, "repeat_count");
  words(outline, group.label, row, "label");
  if (group.repeat && group.children.empty())
    fault(row, "type", "the repeat \"" + group.name + "\" has no question", "Add one, or remove the repeat");
}

void Survey::check_question(const form::Outline& outline, std::size_t index) {
  Question& q = form_.questions[index];
  const std::size_t row = question_rows_[index];
  const form::Stand stand{q.group, index};
  check_shape(q, row);
  check_choices(outline, index, row);
  check_trigger(q, row);
  check_karvan_columns(sheet_, row, q, form_, faults_);
  expression(outline, stand, q.binds.relevant, row, "relevant");
  expression(outline, stand, q.binds.required, row, "required");
  expression(outline, stand, q.binds.read_only, row, "read_only");
  expression(outline, stand, q.binds.constraint, row, "constraint");
  expression(outline, stand, q.binds.calculation, row, "calculation");
  if (is_dynamic(q.default_value, outline, stand)) {
    q.binds.first = std::exchange(q.default_value, {});
    expression(outline, stand, q.binds.first, row, "default");
  }
  check_default(q, row);
  words(outline, q.label, row, "label");
  plain(q.hint, row, "hint");
  plain(q.guidance, row, "guidance_hint");
  plain(q.required_message, row, "required_message");
  plain(q.constraint_message, row, "constraint_message");
}

void Survey::check_shape(const Question& q, std::size_t row) {
  const bool unseen = q.type == Type::calculate || q.type == Type::hidden;
  if (!unseen && q.label.empty() && q.media.empty())
    fault(row, "label", "the question has no label", "Write what people read");
  if (q.type == Type::calculate && q.binds.calculation.empty() && q.default_value.empty())
    fault(row, "calculation", "a calculate row has no calculation", "Write an expression");
  const bool file = form::is_attachment(q.type);
  if (file && !q.binds.calculation.empty())
    fault(row, "calculation", "a file cannot be calculated", "Leave it blank, or use text");
  if (file && !q.default_value.empty()) fault(row, "default", "a file has no first value", "Leave it blank");
  if (!q.meta.empty() && !(q.binds.calculation.empty() && q.default_value.empty()))
    fault(row, "type", "\"" + q.meta + "\" is filled by the program itself", "Leave calculation and default blank");
}

void Survey::check_default(const Question& q, std::size_t row) {
  if (q.default_value.empty() || form::is_attachment(q.type) || !q.meta.empty()) return;
  if (!form::is_of_type(q, form::kept_form(q, q.default_value)))
    return fault(row, "default",
                 "\"" + q.default_value + "\" is no answer of the type " + std::string(form::name_of(q.type)),
                 q.type == Type::date ? "Write it as 2026-11-21" : "Write one, or leave it blank");
  auto list = is_select(q.type) ? form_.lists.find(q.list) : form_.lists.end();
  if (list == form_.lists.end()) return;
  for (std::string_view name : form::split(q.default_value)) {
    if (std::any_of(list->second.begin(), list->second.end(), [&](const auto& c) { return c.name == name; })) continue;
    fault(row, "default", "the list has no choice \"" + std::string(name) + "\"", "Write the name of one that it has");
  }
}

void Survey::check_choices(const form::Outline& outline, std::size_t index, std::size_t row) {
  const Question& q = form_.questions[index];
  if (q.list.empty()) {
    if (!q.binds.choice_filter.empty()) fault(row, "choice_filter", "the question has no choices", "Leave it blank");
    return;
  }
  auto list = form_.lists.find(q.list);
  if (list == form_.lists.end()) {
    // Of a file that is not there the row tells already.
    if (!q.list.ends_with(".csv"))
      fault(row, "type", "there is no choice list \"" + q.list + "\"", "Add it to the choices sheet");
    return;
  }
  const auto& choices = list->second;
  check_filter(q.binds.choice_filter, outline, {q.group, index, true}, sheet_.row_number(row),
               sheet_.heading("choice_filter"), choices, faults_);
}

void Survey::check_trigger(const Question& q, std::size_t row) {
  if (q.binds.trigger.empty()) return;
  if (q.binds.calculation.empty())
    fault(row, "trigger", "there is nothing to calculate when ${" + q.binds.trigger + "} changes",
          "Write the expression in calculation, or leave trigger blank");
  for (std::string_view name : form::split(q.binds.trigger)) {
    auto found =
        std::find_if(form_.questions.begin(), form_.questions.end(), [&](const auto& one) { return one.name == name; });
    if (found == form_.questions.end())
      fault(row, "trigger", "there is no question ${" + std::string(name) + "}",
            "Write the name of a question on this sheet");
  }
}

}  // namespace karvan::central::author
