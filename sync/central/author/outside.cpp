#include "sync/central/author/outside.h"

#include <algorithm>
#include <array>

#include "sync/central/author/utf8.h"
#include "sync/form/lexer.h"
#include "sync/form/words.h"

namespace karvan::central::author {

namespace {

struct MediaKind {
  std::string_view kind, what, endings;
};
constexpr std::array<MediaKind, 2> media_kinds = {
    {{"image", "a picture", "png, jpg, jpeg, webp"}, {"audio", "a sound", "mp3, ogg"}}};

bool ends_so(std::string_view endings, const std::string& file) {
  auto point = file.rfind('.');
  if (point == std::string::npos) return false;
  const std::string ending = lower_ascii(file.substr(point + 1));
  for (std::string_view one : form::split(endings)) {  // of a literal, which stays
    if (one.ends_with(',')) one.remove_suffix(1);
    if (one == ending) return true;
  }
  return false;
}

// The names in the first three arguments of each pulldata(), where all are quoted.
struct Pull {
  std::string table, column, key;
};
std::vector<Pull> pulls_of(std::string_view expression) {
  std::vector<Pull> out;
  if (expression.find("pulldata") == std::string_view::npos) return out;
  auto tokens = form::tokens_of(expression);
  if (!tokens) return out;
  using Kind = form::Token::Kind;
  for (std::size_t i = 0; i + 6 < tokens->size(); ++i) {
    const form::Token* t = &(*tokens)[i];
    const bool pull = t[0].kind == Kind::name && t[0].text == "pulldata" && t[2].kind == Kind::text &&
                      t[4].kind == Kind::text && t[6].kind == Kind::text;
    if (pull) out.push_back({t[2].text, t[4].text, t[6].text});
  }
  return out;
}

std::size_t column_of(const Row& heading, const std::string& name) {
  auto found = std::find_if(heading.begin(), heading.end(),
                            [&](const std::string& cell) { return form::trimmed(cell) == name; });
  return static_cast<std::size_t>(found - heading.begin());
}

// Adds one column of a CSV to a table; its rows are those of the file.
void take_column(const SheetRows& file, const std::string& name, form::Table& table) {
  if (std::find(table.columns.begin(), table.columns.end(), name) != table.columns.end()) return;
  const std::size_t column = column_of(file.rows[0], name);
  if (column == file.rows[0].size()) return;
  table.columns.push_back(name);
  std::size_t at = 0;
  for (std::size_t row = 1; row < file.rows.size(); ++row) {
    const Row& cells = file.rows[row];
    if (std::all_of(cells.begin(), cells.end(), [](const auto& c) { return form::trimmed(c).empty(); })) continue;
    if (at == table.rows.size()) table.rows.emplace_back();
    auto value = column < cells.size() ? form::trimmed(cells[column]) : std::string_view();
    table.rows[at++].emplace_back(value);
  }
}

}  // namespace

const SheetRows* Outside::rows_of(const std::string& file) {
  auto [entry, is_new] = read_.try_emplace(file);
  if (is_new) {
    auto bytes = files_.tables.find(file);
    if (bytes == files_.tables.end()) return nullptr;
    SheetRows read{files_.folder + "/" + file, "", 1, {}};
    auto rows = read_csv(bytes->second);
    if (rows) {
      read.rows = std::move(*rows);
    } else {
      Faults(read.file, "", all_).add(rows.error().row, "", rows.error().what, rows.error().instead);
    }
    entry->second = std::move(read);
  }
  return entry->second ? &*entry->second : nullptr;
}

std::optional<std::string> Outside::list(const std::string& file, const ChoiceFileColumns& columns, Lists& into) {
  const SheetRows* rows = rows_of(file);
  if (!rows) return std::nullopt;
  std::string name = file;
  if (!columns.value.empty()) name += ":value=" + columns.value;
  if (!columns.label.empty()) name += ":label=" + columns.label;
  if (!into.contains(name)) into.emplace(name, read_choice_file(*rows, columns, default_language_, all_));
  return name;
}

void Outside::take_tables(std::string_view expression, std::map<std::string, form::Table, std::less<>>& into) {
  for (const Pull& pull : pulls_of(expression)) {
    const bool whole = pull.table.ends_with(".csv");
    const SheetRows* rows = rows_of(whole ? pull.table : pull.table + ".csv");
    if (!rows || rows->rows.empty()) continue;
    form::Table& table = into[pull.table];
    take_column(*rows, pull.column, table);
    take_column(*rows, pull.key, table);
  }
}

std::optional<Outside::Words> Outside::media_fault(std::string_view kind, const std::string& file) const {
  const auto* of = std::find_if(media_kinds.begin(), media_kinds.end(), [&](const auto& k) { return k.kind == kind; });
  if (!ends_so(of->endings, file))
    return Words{"\"" + file + "\" is not " + std::string(of->what) + " that can be shown",
                 "Save it as one of " + std::string(of->endings)};
  if (files_.media.contains(file)) return std::nullopt;
  return Words{"there is no file media/" + file, "Put it into the folder media beside the form"};
}

}  // namespace karvan::central::author
