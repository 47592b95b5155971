#include "sync/central/author/sheet.h"

#include <algorithm>
#include <array>

#include "sync/central/author/utf8.h"
#include "sync/form/words.h"

namespace karvan::central::author {

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 12> named_languages = {{{"english", "en"},
                                                                                            {"urdu", "ur"},
                                                                                            {"azerbaijani", "az"},
                                                                                            {"arabic", "ar"},
                                                                                            {"french", "fr"},
                                                                                            {"persian", "fa"},
                                                                                            {"portuguese", "pt"},
                                                                                            {"punjabi", "pa"},
                                                                                            {"russian", "ru"},
                                                                                            {"sindhi", "sd"},
                                                                                            {"spanish", "es"},
                                                                                            {"turkish", "tr"}}};

bool is_tag(std::string_view text) {
  if (text.size() < 2 || text.size() > 12) return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) {
                       return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
                     }) &&
         (text.size() <= 3 || text.find('-') != std::string_view::npos);
}

// Headings that are written in more than one way.
std::string standard_name(std::string name) {
  name = lower_ascii(form::trimmed(name));
  if (!name.starts_with("karvan::")) std::replace(name.begin(), name.end(), ' ', '_');
  static const std::map<std::string, std::string, std::less<>> variants = {
      {"readonly", "read_only"},    {"calculate", "calculation"},
      {"relevance", "relevant"},    {"constraint_msg", "constraint_message"},
      {"list", "list_name"},        {"value", "name"},
      {"title", "form_title"},      {"id_string", "form_id"},
      {"guidance", "guidance_hint"}};
  auto found = variants.find(name);
  return found == variants.end() ? name : found->second;
}

bool among(const std::vector<std::string_view>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string near_name(const Columns& columns, std::string_view name) {
  for (const auto* names : {&columns.worded, &columns.plain}) {
    for (std::string_view known : *names) {
      if (known.size() > 3 && edit_distance(known, name) <= 2) return std::string(known);
    }
  }
  return {};
}

}  // namespace

std::optional<std::string> language_tag(std::string_view written) {
  written = form::trimmed(written);
  auto open = written.rfind('('), close = written.rfind(')');
  if (open != std::string_view::npos && close == written.size() - 1 && open < close) {
    auto tag = form::trimmed(written.substr(open + 1, close - open - 1));
    return is_tag(tag) ? std::optional(lower_ascii(tag)) : std::nullopt;
  }
  std::string name = lower_ascii(written);
  for (const auto& [language, tag] : named_languages) {
    if (language == name) return std::string(tag);
  }
  return is_tag(name) ? std::optional(name) : std::nullopt;
}

Sheet::Sheet(const SheetRows& from, const Columns& columns, std::string default_language, Faults& faults)
    : default_language_(std::move(default_language)), first_row_(from.first_row) {
  const auto& rows = from.rows;
  if (rows.empty()) {
    faults.add(first_row_, "", "the sheet is empty", "Write the headings in its first row");
    return;
  }
  rows_.assign(rows.begin() + 1, rows.end());
  for (std::size_t i = 0; i < rows[0].size(); ++i) {
    std::string written(form::trimmed(rows[0][i]));
    if (!written.empty()) read_heading(written, i, columns, faults);
  }
}

void Sheet::read_heading(const std::string& written, std::size_t index, const Columns& columns, Faults& faults) {
  std::string whole = standard_name(written);
  bool ours = whole.starts_with("karvan::");
  auto divide = ours ? std::string::npos : written.find(':');
  std::string name = standard_name(written.substr(0, divide)), language;
  if (ours) name = whole;
  if (divide != std::string::npos && among(columns.worded, name)) {
    auto tag = language_tag(written.substr(std::min(written.size(), written.find_first_not_of(':', divide))));
    if (!tag) {
      return faults.add(first_row_, written, "the language has no tag",
                        "Write for example \"" + name + "::English (en)\"");
    }
    language = *tag;
  } else if (among(columns.worded, name)) {
    language = default_language_;
  }
  auto refused = columns.refused.find(name);
  if (refused != columns.refused.end()) return refuse_filled(index, written, refused->second, faults);
  bool known = among(columns.worded, name) || among(columns.plain, name);
  if (!known && ours)
    return faults.add(first_row_, written, "Karvan has no such column", "Remove it, or see the README's table");
  std::string near = known || columns.open ? std::string() : near_name(columns, name);
  if (!near.empty())
    return faults.add(first_row_, written, "no such column", "Write \"" + near + "\" if that is meant");
  for (const Heading& h : headings_) {
    if (h.name == name && h.language == language)
      return faults.add(first_row_, written, "the column is there twice", "Remove one");
  }
  // A data column is named in choice_filter: it keeps its case.
  if (!known) name = form::trimmed(written);
  if (known || columns.open) headings_.push_back({name, language, written, index, !known});
}

void Sheet::refuse_filled(std::size_t index, const std::string& written, std::string_view instead,
                          Faults& faults) const {
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    if (at(row, index).empty()) continue;
    faults.add(row_number(row), written, "this column is not supported", std::string(instead));
  }
}

std::string_view Sheet::at(std::size_t row, std::size_t index) const {
  return index < rows_[row].size() ? form::trimmed(rows_[row][index]) : std::string_view();
}

bool Sheet::blank(std::size_t row) const {
  return std::all_of(rows_[row].begin(), rows_[row].end(), [](const auto& c) { return form::trimmed(c).empty(); });
}

const Sheet::Heading* Sheet::heading_of(std::string_view column) const {
  auto found = std::find_if(headings_.begin(), headings_.end(), [&](const Heading& h) { return h.name == column; });
  return found == headings_.end() ? nullptr : &*found;
}

std::string Sheet::cell(std::size_t row, std::string_view column) const {
  const Heading* heading = heading_of(column);
  return heading ? std::string(at(row, heading->index)) : std::string();
}

form::Texts Sheet::texts(std::size_t row, std::string_view column) const {
  form::Texts out;
  for (const Heading& heading : headings_) {
    if (heading.name != column || at(row, heading.index).empty()) continue;
    out[heading.language] = at(row, heading.index);
  }
  return out;
}

std::map<std::string, std::string> Sheet::others(std::size_t row) const {
  std::map<std::string, std::string> out;
  for (const Heading& heading : headings_) {
    if (heading.other && !at(row, heading.index).empty()) out[heading.name] = at(row, heading.index);
  }
  return out;
}

std::string Sheet::heading(std::string_view column) const {
  const Heading* heading = heading_of(column);
  return heading ? heading->written : std::string(column);
}

std::vector<std::string> Sheet::languages() const {
  std::vector<std::string> out;
  for (const Heading& heading : headings_) {
    if (!heading.language.empty() && std::find(out.begin(), out.end(), heading.language) == out.end()) {
      out.push_back(heading.language);
    }
  }
  return out;
}

}  // namespace karvan::central::author
