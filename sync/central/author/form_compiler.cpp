#include <algorithm>
#include <map>
#include <tuple>

#include "sync/central/author/expressions.h"
#include "sync/central/author/survey.h"
#include "sync/central/author/xlsform.h"
#include "sync/form/words.h"

namespace karvan::central::author {

namespace {

using form::Definition;

// What only the whole form shows: cycles and limits.
void check_whole(const Definition& definition, const Survey& survey, Faults& faults) {
  auto made = form::Form::make(definition);
  if (made) return;
  const Error& error = made.error();
  const std::size_t row = survey.row_of(error.where);
  auto cycle = error.args.find("cycle");
  if (cycle != error.args.end())
    return faults.add(row, "relevant, calculation", "these wait for each other: " + cycle->second,
                      "Break the circle; once() keeps a first value");
  auto column = error.args.find("column");
  if (column != error.args.end()) {
    Words words = explain(error);
    return faults.add(row, column->second, words.what, words.instead);
  }
  auto most = error.args.find("most");
  faults.add(row, "", "the form is too large: " + describe(error),
             most == error.args.end() ? "Simplify it" : "At most " + most->second + " are allowed");
}

// Of a form whose settings give none: English where a heading gives no language or English, else the first there is.
std::string default_language_of(const SheetRows& survey) {
  std::string first;
  if (survey.rows.empty()) return "en";
  for (const std::string& written : survey.rows[0]) {
    const HeadingName name = read_heading(written, survey_columns());
    if (name.name != "label") continue;
    auto tag = name.language.empty() ? "en" : language_tag(name.language);
    if (tag == "en") return "en";
    if (first.empty()) first = tag.value_or("");
  }
  return first.empty() ? "en" : first;
}

void take_settings(const SheetFiles& files, const Workbook& book, Definition& into, std::vector<Fault>& all) {
  Settings settings = read_settings(files.folder, book.settings, all);
  into.id = settings.id;
  into.default_language = settings.default_language;
  if (into.default_language.empty()) into.default_language = book.survey ? default_language_of(*book.survey) : "en";
  for (auto& [language, words] : settings.title)
    into.title[language.empty() ? into.default_language : language] = std::move(words);
}

// A sheet's faults in the order of its rows, whichever step found them; sheets as they were read.
void sort_faults(std::vector<Fault>& all, std::size_t from) {
  std::map<std::string, std::size_t> sheets;
  // By sheet, row and place: clang warns of what libstdc++'s std::stable_sort does.
  std::vector<std::tuple<std::size_t, std::size_t, std::size_t>> order;
  for (std::size_t i = from; i < all.size(); ++i) {
    std::size_t sheet = sheets.emplace(all[i].file + "/" + all[i].sheet, i).first->second;
    order.emplace_back(sheet, all[i].row, i);
  }
  std::sort(order.begin(), order.end());
  std::vector<Fault> sorted;
  for (const auto& place : order) sorted.push_back(std::move(all[std::get<2>(place)]));
  std::move(sorted.begin(), sorted.end(), all.begin() + static_cast<std::ptrdiff_t>(from));
}

std::optional<Definition> compile_sheets(const SheetFiles& files, std::vector<Fault>& all) {
  const std::size_t before = all.size();
  Workbook book = open_workbook(files, all);
  Definition form;
  take_settings(files, book, form, all);
  form.lists = read_choices(book.choices, form.default_language, all);
  if (!book.survey) {
    if (all.size() == before) all.push_back({files.folder, "survey", 0, "", "there is no survey sheet", "Add it"});
    return std::nullopt;
  }
  Faults faults(book.survey->file, book.survey->sheet, all);
  Sheet sheet(*book.survey, survey_columns(), form.default_language, faults);
  for (std::string_view column : {"type", "name"}) {
    if (!sheet.has(column)) faults.add(sheet.heading_row(), std::string(column), "the column is missing", "Add it");
  }
  if (!sheet.has("type") || !sheet.has("name")) return std::nullopt;
  form.languages = sheet.languages();
  Survey survey(sheet, Outside(files, form.default_language, all), form, faults);
  survey.read();
  survey.check();
  if (form.questions.empty() && !faults.any())
    faults.add(sheet.heading_row(), "", "the form has no question", "Add a row");
  if (all.size() == before) check_whole(form, survey, faults);
  if (all.size() == before) return form;
  return std::nullopt;
}

}  // namespace

std::optional<Definition> compile_form(const SheetFiles& files, std::vector<Fault>& all) {
  const std::size_t before = all.size();
  auto form = compile_sheets(files, all);
  sort_faults(all, before);
  return form;
}

}  // namespace karvan::central::author
