#include "sync/central/author/survey.h"

#include <array>

#include "sync/central/author/karvan_columns.h"
#include "sync/central/author/utf8.h"
#include "sync/form/words.h"

namespace karvan::central::author {

namespace {

using form::Question;
using form::Type;

// "yes", "true" -> true(); "no", "false" -> nothing; else the expression as it is.
std::string yes_or_expression(const std::string& cell) {
  std::string word = lower_ascii(cell);
  if (word == "yes" || word == "true" || word == "true()") return "true()";
  if (word == "no" || word == "false" || word == "false()") return {};
  return cell;
}

bool is_yes(const std::string& cell) { return yes_or_expression(cell) == "true()"; }

// What a row of a group has no use for, and what to do about it.
constexpr std::array<std::pair<std::string_view, std::string_view>, 9> not_of_groups = {
    {{"required", "Leave it blank, and require its questions"},
     {"read_only", "Leave it blank, and make its questions read-only"},
     {"constraint", "Write it at one of its questions"},
     {"calculation", "Write it in a calculate row"},
     {"choice_filter", "Write it at a select question"},
     {"default", "Write it at one of its questions"},
     {"trigger", "Write it at a row with a calculation"},
     {"image", "Add a note with the picture"},
     {"audio", "Add a note with the sound"}}};

}  // namespace

void Survey::read() {
  for (std::size_t row = 0; row < sheet_.size(); ++row) {
    if (!sheet_.blank(row) && !is_yes(sheet_.cell(row, "disabled"))) one(row);
  }
  for (std::size_t open : open_) {
    const form::Group& group = form_.groups[open];
    fault(group_rows_[open], "type", "the group \"" + group.name + "\" is never closed",
          group.repeat ? "Add a row end_repeat" : "Add a row end_group");
  }
}

std::size_t Survey::row_of(std::string_view name) const {
  auto row = rows_.find(name);
  return row == rows_.end() ? 0 : sheet_.row_number(row->second);
}

void Survey::one(std::size_t row) {
  const RowType type = row_type(sheet_.cell(row, "type"));
  switch (type.kind) {
    case RowType::Kind::begin_group:
    case RowType::Kind::begin_repeat:
      return begin_group(row, type.kind == RowType::Kind::begin_repeat);
    case RowType::Kind::end_group:
    case RowType::Kind::end_repeat:
      return end_group(row, type.kind == RowType::Kind::end_repeat);
    case RowType::Kind::question:
      return question(row, type);
    case RowType::Kind::refused:
      break;
  }
  if (sheet_.cell(row, "type").empty()) return fault(row, "type", "the row has no type", "Write one, for example text");
  fault(row, "type", "the type \"" + sheet_.cell(row, "type") + "\" is not supported", type.instead);
}

bool Survey::take_name(std::size_t row, const std::string& name) {
  if (!is_name(name)) {
    fault(row, "name", name.empty() ? "the row has no name" : "\"" + name + "\" is no name",
          "Write at most 64 letters, digits and underscores, a letter first");
    return false;
  }
  if (rows_.emplace(name, row).second) return true;
  fault(row, "name", "the name \"" + name + "\" is there twice (first in row " + std::to_string(row_of(name)) + ")",
        "Give each question and group a name of its own");
  return false;
}

void Survey::begin_group(std::size_t row, bool repeat) {
  form::Group group;
  group.name = sheet_.cell(row, "name");
  take_name(row, group.name);
  group.group = open_.empty() ? form::no_group : open_.back();
  group.label = sheet_.texts(row, "label");
  group.appearance = sheet_.cell(row, "appearance");
  group.relevant = sheet_.cell(row, "relevant");
  group.repeat = repeat;
  group.repeat_count = sheet_.cell(row, "repeat_count");
  if (!repeat && !group.repeat_count.empty())
    fault(row, "repeat_count", "a group does not repeat", "Write begin_repeat as its type, or leave it blank");
  for (const auto& [column, instead] : not_of_groups) {
    const bool filled = !sheet_.cell(row, column).empty() || !sheet_.texts(row, column).empty();
    if (filled && !yes_or_expression(sheet_.cell(row, column)).empty())
      fault(row, column, "a group has no " + std::string(column), std::string(instead));
  }
  here().push_back({true, form_.groups.size()});
  open_.push_back(form_.groups.size());
  if (open_.size() == form::group_depth_max + 1) fault(row, "type", "groups nest too deep", "Nest at most ten");
  form_.groups.push_back(std::move(group));
  group_rows_.push_back(row);
}

void Survey::end_group(std::size_t row, bool repeat) {
  if (open_.empty()) return fault(row, "type", "there is no open group to end", "Remove the row");
  const form::Group& group = form_.groups[open_.back()];
  if (group.repeat != repeat)
    fault(row, "type",
          "what is open here is the " + std::string(group.repeat ? "repeat" : "group") + " \"" + group.name + "\"",
          group.repeat ? "Write end_repeat" : "Write end_group");
  open_.pop_back();
}

void Survey::place(Question question) {
  here().push_back({false, form_.questions.size()});
  form_.questions.push_back(std::move(question));
}

void Survey::question(std::size_t row, const RowType& type) {
  Question q;
  q.name = sheet_.cell(row, "name");
  // Metadata need no name of the author's.
  if (q.name.empty() && !type.meta.empty()) q.name = type.meta;
  if (!take_name(row, q.name)) return;
  q.group = open_.empty() ? form::no_group : open_.back();
  q.type = type.type;
  q.meta = type.meta;
  q.label = sheet_.texts(row, "label");
  q.hint = sheet_.texts(row, "hint");
  q.guidance = sheet_.texts(row, "guidance_hint");
  q.constraint_message = sheet_.texts(row, "constraint_message");
  q.required_message = sheet_.texts(row, "required_message");
  q.appearance = sheet_.cell(row, "appearance");
  if (q.appearance.empty()) q.appearance = type.appearance;
  if (type.appearance == "signature" && q.appearance.find("signature") == std::string::npos)
    q.appearance = "signature " + q.appearance;
  q.binds.relevant = sheet_.cell(row, "relevant");
  q.binds.required = yes_or_expression(sheet_.cell(row, "required"));
  q.binds.read_only = yes_or_expression(sheet_.cell(row, "read_only"));
  q.binds.constraint = sheet_.cell(row, "constraint");
  if (q.binds.constraint.empty()) q.binds.constraint = type.constraint;
  q.binds.calculation = sheet_.cell(row, "calculation");
  q.binds.choice_filter = sheet_.cell(row, "choice_filter");
  q.default_value = sheet_.cell(row, "default");
  if (!sheet_.cell(row, "repeat_count").empty())
    fault(row, "repeat_count", "a question does not repeat", "Put it into a repeat: begin_repeat, end_repeat");
  read_media(row, q);
  read_list(row, type, q);
  read_trigger(row, q);
  read_karvan_columns(sheet_, row, q, faults_);
  place(q);
  question_rows_.push_back(row);
  if (type.or_other) ask_for_other(row, q);
}

void Survey::read_media(std::size_t row, Question& q) {
  for (const char* kind : {"image", "audio"}) {
    form::Texts files = sheet_.texts(row, kind);
    for (const auto& [language, file] : files) {
      if (auto words = outside_.media_fault(kind, file))
        faults_.add(sheet_.row_number(row), sheet_.heading(kind, language), words->what, words->instead);
    }
    if (!files.empty()) q.media.emplace(kind, std::move(files));
  }
}

void Survey::read_list(std::size_t row, const RowType& type, Question& q) {
  ChoiceFileColumns columns;
  std::string left;
  const std::string parameters = sheet_.cell(row, "parameters");
  for (std::string_view word : form::split(parameters)) {
    auto set = word.find('=');
    std::string name = lower_ascii(word.substr(0, set)),
                value(set == std::string_view::npos ? "" : word.substr(set + 1));
    if (type.from_file && name == "value") {
      columns.value = value;
    } else if (type.from_file && name == "label") {
      columns.label = value;
    } else {
      left += (left.empty() ? "" : " ") + std::string(word);
    }
  }
  if (!left.empty())
    fault(row, "parameters", "\"" + left + "\" is not supported here",
          "Leave it blank: parameters are value=COLUMN label=COLUMN of a select from a file");
  if (type.list.empty()) return;
  q.list = type.list;
  if (type.from_file) {
    auto list = outside_.list(type.list, columns, form_.lists);
    if (list) {
      q.list = *list;
    } else {
      fault(row, "type", "there is no file " + type.list, "Put it beside the form, in the service's folder");
    }
  } else if (type.or_other && form_.lists.contains(type.list)) {
    q.list = with_other(type.list);
    if (!q.binds.choice_filter.empty())
      fault(row, "choice_filter", "a filter and or_other do not go together",
            "Add a choice \"other\" to the list, and a text question that is relevant for it");
  }
}

std::string Survey::with_other(const std::string& list) {
  std::string name = list + "_or_other";
  if (form_.lists.contains(name)) return name;
  auto choices = form_.lists.find(list)->second;
  const bool has = std::any_of(choices.begin(), choices.end(), [](const auto& c) { return c.name == "other"; });
  if (!has) choices.push_back({"other", other_words(form_.languages, false), {}});
  form_.lists.emplace(name, std::move(choices));
  return name;
}

void Survey::ask_for_other(std::size_t row, const Question& about) {
  Question q;
  q.name = about.name + "_other";
  if (!take_name(row, q.name)) return;
  q.group = about.group;
  q.label = other_words(form_.languages, true);
  q.binds.relevant = "selected(${" + about.name + "}, 'other')";
  q.merge = about.merge;
  q.personal = about.personal;
  place(std::move(q));
  question_rows_.push_back(row);
}

void Survey::read_trigger(std::size_t row, Question& q) {
  const std::string cell = sheet_.cell(row, "trigger");
  if (cell.empty()) return;
  std::string left = cell;
  for (const form::Mark& mark : form::marks_of(cell)) {
    q.binds.trigger += (q.binds.trigger.empty() ? "" : " ") + mark.name;
    left.replace(mark.at, mark.size, mark.size, ' ');
  }
  if (left.find_first_not_of(" ,") != std::string::npos)
    fault(row, "trigger", "\"" + cell + "\" names no question", "Write ${name}, several parted by commas");
}

}  // namespace karvan::central::author
