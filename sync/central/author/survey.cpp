#include <algorithm>
#include <array>

#include "sync/central/author/expressions.h"
#include "sync/central/author/question_types.h"
#include "sync/central/author/sheet.h"
#include "sync/central/author/utf8.h"
#include "sync/central/author/xlsform.h"

namespace karvan::central::author {

namespace {

using form::Definition;
using form::Question;
using form::Type;

const Columns& survey_columns() {
  constexpr std::string_view media = "Leave it blank: labels with pictures or sound are not supported";
  static const Columns columns{
      {"label", "hint", "constraint_message", "required_message"},
      {"type", "name", "relevant", "required", "read_only", "constraint", "calculation", "choice_filter", "default",
       "appearance", "karvan::merge", "karvan::class", "karvan::read_back", "karvan::summary", "karvan::mask",
       "karvan::capture", "karvan::position", "karvan::card"},
      {{"repeat_count", "Leave it blank: repeats are not supported"},
       {"trigger", "Leave it blank: a calculation follows what it names"},
       {"parameters", "Leave it blank"},
       {"guidance_hint", "Write it in the hint"},
       {"image", media},
       {"audio", media},
       {"video", media},
       {"media", media},
       {"bind", "Leave it blank"},
       {"body", "Leave it blank"},
       {"instance", "Leave it blank"},
       {"save_to", "Leave it blank"}},
      false};
  return columns;
}

constexpr std::array<std::string_view, 4> merge_rules = {"review", "newest", "union", "centre"};
constexpr std::array<std::string_view, 9> personal_classes = {"name",   "identity",  "contact", "address", "health",
                                                              "family", "biometric", "finance", "other"};

constexpr std::array<std::string_view, 4> devices = {"card_reader", "scanner", "fingerprint", "camera"};
constexpr std::array<std::string_view, 10> fingers = {"right_thumb",  "right_index", "right_middle", "right_ring",
                                                      "right_little", "left_thumb",  "left_index",   "left_middle",
                                                      "left_ring",    "left_little"};
// hardware/PROTOCOL.md: what a card says.
constexpr std::array<std::string_view, 11> card_fields = {"portrait", "full_name",  "father_name", "husband_name",
                                                          "identity", "birth_date", "issue_date",  "expiry_date",
                                                          "sex",      "address",    "country"};

bool is_name(const std::string& name) {
  auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  return !name.empty() && name.size() <= 64 && letter(name[0]) && std::all_of(name.begin(), name.end(), [&](char c) {
    return letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
  });
}

template <std::size_t n>
std::string joined(const std::array<std::string_view, n>& words) {
  std::string all;
  for (std::string_view word : words) all += (all.empty() ? "" : ", ") + std::string(word);
  return all;
}

// "yes", "true" -> true(); "no", "false" -> nothing; else the expression as it is.
std::string yes_or_expression(const std::string& cell) {
  std::string word = lower_ascii(cell);
  if (word == "yes" || word == "true" || word == "true()") return "true()";
  if (word == "no" || word == "false" || word == "false()") return {};
  return cell;
}

class Survey {
 public:
  Survey(const Sheet& sheet, Definition& definition, Faults& faults)
      : sheet_(sheet), form_(definition), faults_(faults) {}

  void run() {
    for (std::size_t row = 0; row < sheet_.size(); ++row) {
      if (!sheet_.blank(row)) one(row);
    }
    for (std::size_t group : open_) {
      fault(group_rows_[group], "type", "the group \"" + form_.groups[group].name + "\" is never closed",
            "Add a row end_group");
    }
    // Names may stand above the rows that they name: expressions are checked once all are known.
    for (std::size_t q = 0; q < form_.questions.size(); ++q) check_question(q);
    for (std::size_t g = 0; g < form_.groups.size(); ++g) {
      expression(form_.groups[g].relevant, group_rows_[g], "relevant", names(false), nullptr);
      check_marks(form_.groups[g].label, sheet_.row_number(group_rows_[g]), sheet_.heading("label"), names(false),
                  faults_);
    }
  }

  std::size_t row_of(std::string_view name) const {
    auto row = rows_.find(name);
    return row == rows_.end() ? 0 : sheet_.row_number(row->second);
  }

 private:
  void fault(std::size_t row, std::string_view column, std::string what, std::string instead) {
    faults_.add(sheet_.row_number(row), sheet_.heading(column), std::move(what), std::move(instead));
  }
  std::vector<form::Part>& here() { return open_.empty() ? form_.children : form_.groups[open_.back()].children; }

  void one(std::size_t row) {
    RowType type = row_type(sheet_.cell(row, "type"));
    switch (type.kind) {
      case RowType::Kind::begin_group:
        return begin_group(row);
      case RowType::Kind::end_group:
        return end_group(row);
      case RowType::Kind::question:
        return question(row, type);
      case RowType::Kind::refused:
        break;
    }
    if (sheet_.cell(row, "type").empty())
      return fault(row, "type", "the row has no type", "Write one, for example text");
    fault(row, "type", "the type \"" + sheet_.cell(row, "type") + "\" is not supported", type.instead);
  }

  bool take_name(std::size_t row, const std::string& name) {
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

  void begin_group(std::size_t row) {
    std::string name = sheet_.cell(row, "name");
    take_name(row, name);
    form::Group group;
    group.name = name;
    group.group = open_.empty() ? form::no_group : open_.back();
    group.label = sheet_.texts(row, "label");
    group.appearance = sheet_.cell(row, "appearance");
    group.relevant = sheet_.cell(row, "relevant");
    here().push_back({true, form_.groups.size()});
    open_.push_back(form_.groups.size());
    if (open_.size() == form::group_depth_max + 1) fault(row, "type", "groups nest too deep", "Nest at most ten");
    form_.groups.push_back(std::move(group));
    group_rows_.push_back(row);
  }

  void end_group(std::size_t row) {
    if (open_.empty()) return fault(row, "type", "there is no open group to end", "Remove the row");
    open_.pop_back();
  }

  void question(std::size_t row, const RowType& type) {
    Question q;
    q.name = sheet_.cell(row, "name");
    if (!take_name(row, q.name)) return;
    q.group = open_.empty() ? form::no_group : open_.back();
    q.type = type.type;
    q.list = type.list;
    q.label = sheet_.texts(row, "label");
    q.hint = sheet_.texts(row, "hint");
    q.constraint_message = sheet_.texts(row, "constraint_message");
    q.required_message = sheet_.texts(row, "required_message");
    q.appearance = sheet_.cell(row, "appearance");
    q.binds.relevant = sheet_.cell(row, "relevant");
    q.binds.required = yes_or_expression(sheet_.cell(row, "required"));
    q.binds.read_only = yes_or_expression(sheet_.cell(row, "read_only"));
    q.binds.constraint = sheet_.cell(row, "constraint");
    q.binds.calculation = sheet_.cell(row, "calculation");
    q.binds.choice_filter = sheet_.cell(row, "choice_filter");
    q.default_value = sheet_.cell(row, "default");
    q.mask = sheet_.cell(row, "karvan::mask");
    q.capture = one_of(row, "karvan::capture", devices, "");
    q.position = sheet_.cell(row, "karvan::position");
    q.card = one_of(row, "karvan::card", card_fields, "");
    q.merge = one_of(row, "karvan::merge", merge_rules, "review");
    q.personal = one_of(row, "karvan::class", personal_classes, "");
    q.read_back = yes(row, "karvan::read_back");
    q.summary = yes(row, "karvan::summary");
    here().push_back({false, form_.questions.size()});
    index_.emplace(q.name, form_.questions.size());
    form_.questions.push_back(std::move(q));
  }

  template <std::size_t n>
  std::string one_of(std::size_t row, std::string_view column, const std::array<std::string_view, n>& words,
                     std::string_view otherwise) {
    std::string cell = sheet_.cell(row, column);
    if (cell.empty()) return std::string(otherwise);
    if (std::find(words.begin(), words.end(), cell) != words.end()) return cell;
    fault(row, column, "\"" + cell + "\" is not known here", "Write one of " + joined(words));
    return std::string(otherwise);
  }

  bool yes(std::size_t row, std::string_view column) {
    std::string word = lower_ascii(sheet_.cell(row, column));
    if (!word.empty() && word != "yes" && word != "no")
      fault(row, column, "\"" + word + "\" is neither yes nor no", "Write yes or no");
    return word == "yes";
  }

  form::Names names(bool columns) const {
    return {[this](std::string_view name) -> std::optional<std::size_t> {
              auto found = index_.find(name);
              if (found != index_.end()) return found->second;
              return std::nullopt;
            },
            columns};
  }

  void expression(const std::string& source, std::size_t row, std::string_view column, const form::Names& names,
                  const std::function<bool(std::string_view)>& columns) {
    check_expression(source, sheet_.row_number(row), sheet_.heading(column), names, columns, faults_);
  }

  void check_question(std::size_t index) {
    Question& q = form_.questions[index];
    const std::size_t row = rows_.find(q.name)->second;
    check_shape(q, row);
    check_choices(q, row);
    check_device(q, row);
    check_position(q, row);
    const form::Names plain = names(false);
    expression(q.binds.relevant, row, "relevant", plain, nullptr);
    expression(q.binds.required, row, "required", plain, nullptr);
    expression(q.binds.read_only, row, "read_only", plain, nullptr);
    expression(q.binds.constraint, row, "constraint", plain, nullptr);
    expression(q.binds.calculation, row, "calculation", plain, nullptr);
    if (is_dynamic(q.default_value, plain)) {
      q.binds.first = std::exchange(q.default_value, {});
      expression(q.binds.first, row, "default", plain, nullptr);
    }
    for (auto column : {std::pair("label", &q.label), std::pair("hint", &q.hint)}) {
      check_marks(*column.second, sheet_.row_number(row), sheet_.heading(column.first), plain, faults_);
    }
  }

  void check_shape(const Question& q, std::size_t row) {
    bool unseen = q.type == Type::calculate || q.type == Type::hidden;
    if (!unseen && q.label.empty()) fault(row, "label", "the question has no label", "Write what people read");
    if (q.type == Type::calculate && q.binds.calculation.empty() && q.default_value.empty()) {
      fault(row, "calculation", "a calculate row has no calculation", "Write an expression");
    }
    bool digits = std::all_of(q.mask.begin(), q.mask.end(), [](char c) { return c == '9' || c < '0' || c > '8'; });
    if (!q.mask.empty() && (q.type != Type::text || !digits)) {
      fault(row, "karvan::mask", "a mask is for a text question and has 9 for each digit",
            "Write for example 99999-9999999-9");
    }
  }

  void check_device(const Question& q, std::size_t row) {
    const bool file = form::is_attachment(q.type);
    if (file && !q.binds.calculation.empty())
      fault(row, "calculation", "a file cannot be calculated", "Leave it blank, or use text");
    if (file && !q.default_value.empty()) fault(row, "default", "a file has no first value", "Leave it blank");
    const bool portrait = q.card == "portrait";
    const bool typed_in =
        portrait ? q.type == Type::image
                 : !file && q.type != Type::note && q.type != Type::acknowledge && q.binds.calculation.empty();
    if (!q.card.empty() && !typed_in)
      fault(row, "karvan::card", "a card cannot fill this question", "Leave it blank, or use text, date or select_one");
    if (q.capture == "card_reader" && q.card.empty())
      fault(row, "karvan::capture", "a card reader fills what karvan::card names, and it names nothing here",
            "Write the card's field there, for example identity");
    if ((q.capture == "fingerprint" || q.capture == "camera") && q.type != Type::image)
      fault(row, "karvan::capture", "a " + q.capture + " gives a picture", "Use the type image");
    if (q.capture == "scanner" && !file)
      fault(row, "karvan::capture", "a scanner gives a picture or a file", "Use the type image or file");
  }

  void check_position(const Question& q, std::size_t row) {
    const bool finger = q.capture == "fingerprint";
    if (!q.position.empty() && !finger && q.capture != "scanner")
      return fault(row, "karvan::position", "nothing here is captured in a position",
                   "Leave it blank, or write fingerprint or scanner in karvan::capture");
    if (finger && std::find(fingers.begin(), fingers.end(), q.position) == fingers.end())
      return fault(row, "karvan::position",
                   q.position.empty() ? "a fingerprint needs its finger" : "\"" + q.position + "\" is no finger",
                   "Write one of " + joined(fingers));
    if (!q.position.empty() && !is_name(q.position))
      fault(row, "karvan::position", "\"" + q.position + "\" is no name", "Write for example front or back");
  }

  void check_choices(const Question& q, std::size_t row) {
    if (q.list.empty()) {
      if (!q.binds.choice_filter.empty()) fault(row, "choice_filter", "the question has no choices", "Leave it blank");
      return;
    }
    auto list = form_.lists.find(q.list);
    if (list == form_.lists.end()) {
      return fault(row, "type", "there is no choice list \"" + q.list + "\"", "Add it to the choices sheet");
    }
    const auto& choices = list->second;
    expression(q.binds.choice_filter, row, "choice_filter", names(true), [&choices](std::string_view column) {
      return column == "name" || std::any_of(choices.begin(), choices.end(), [&](const form::Choice& c) {
               return c.columns.contains(std::string(column));
             });
    });
  }

  const Sheet& sheet_;
  Definition& form_;
  Faults& faults_;
  std::vector<std::size_t> open_, group_rows_;
  std::map<std::string, std::size_t, std::less<>> rows_, index_;  // of every name; of questions
};

// What only the whole form shows: cycles and limits.
void check_whole(const Definition& definition, const Survey& survey, Faults& faults) {
  auto made = form::Form::make(definition);
  if (made) return;
  const Error& error = made.error();
  auto cycle = error.args.find("cycle");
  if (cycle != error.args.end()) {
    return faults.add(survey.row_of(error.where), "relevant, calculation",
                      "these wait for each other: " + cycle->second, "Break the circle; once() keeps a first value");
  }
  auto most = error.args.find("most");
  faults.add(survey.row_of(error.where), "", "the form is too large: " + describe(error),
             most == error.args.end() ? "Simplify it" : "At most " + most->second + " are allowed");
}

}  // namespace

std::optional<Definition> compile_form(const SheetFiles& files, std::vector<Fault>& all) {
  const std::size_t before = all.size();
  Workbook book = open_workbook(files, all);
  Settings settings = read_settings(files.folder, book.settings, all);
  Definition definition;
  definition.id = settings.id;
  definition.title = settings.title;
  definition.default_language = settings.default_language;
  definition.lists = read_choices(book.choices, settings.default_language, all);
  if (!book.survey) {
    if (all.size() == before) all.push_back({files.folder, "survey", 0, "", "there is no survey sheet", "Add it"});
    return std::nullopt;
  }
  Faults faults(book.survey->file, book.survey->sheet, all);
  Sheet sheet(*book.survey, survey_columns(), settings.default_language, faults);
  for (std::string_view column : {"type", "name"}) {
    if (!sheet.has(column)) faults.add(sheet.heading_row(), std::string(column), "the column is missing", "Add it");
  }
  if (!sheet.has("type") || !sheet.has("name")) return std::nullopt;
  definition.languages = sheet.languages();
  Survey survey(sheet, definition, faults);
  survey.run();
  if (definition.questions.empty() && !faults.any())
    faults.add(sheet.heading_row(), "", "the form has no question", "Add a row");
  if (all.size() == before) check_whole(definition, survey, faults);
  if (all.size() == before) return definition;
  return std::nullopt;
}

}  // namespace karvan::central::author
