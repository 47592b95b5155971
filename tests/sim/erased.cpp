#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstring>
#include <set>

#include "storage/sqlite/database.h"
#include "tests/sim/checkers.h"

namespace karvan::sim {
namespace {

// Somebody has yet to say what came out, and may have to print it again.
constexpr std::string_view open_slips = " WHERE state NOT IN ('queued', 'printing', 'unknown')";
// A line of the box's own goes once a copy of the centre covers it.
constexpr std::string_view safe_lines =
    " WHERE NOT EXISTS (SELECT 1 FROM epochs WHERE epochs.id = log.epoch AND log.seq > epochs.safe)";

// A name as a record says it, and as an index folds it.
std::string folded(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

bool says(std::string_view value, const std::string& word) {
  return ::memmem(value.data(), value.size(), word.data(), word.size()) != nullptr;
}

struct Table {
  std::string name;
  std::vector<std::string> columns;
};

// Indexes of their own making are tables too.
Result<std::vector<Table>> tables_of(sqlite::Database& database) {
  std::vector<Table> tables;
  TRY(auto rows, database.query("SELECT t.name, c.name FROM sqlite_schema t, pragma_table_xinfo(t.name) c "
                                "WHERE t.type = 'table' ORDER BY t.name, c.cid"));
  for (;;) {
    TRY(const bool more, rows.next());
    if (!more) return tables;
    if (tables.empty() || tables.back().name != rows.text(0)) tables.push_back({rows.text(0), {}});
    tables.back().columns.push_back(rows.text(1));
  }
}

// Names that are looked for, and what all of them begin with: hardly any value has that.
struct Words {
  std::string begin;
  std::vector<std::pair<std::string, std::string>> words;  // a word, and whose name it is of
  void add(std::string word, const std::string& name) {
    if (words.empty()) begin = word;
    const auto differ = std::mismatch(begin.begin(), begin.end(), word.begin(), word.end());
    begin.erase(differ.first, begin.end());
    words.emplace_back(std::move(word), name);
  }
};
using Spellings = std::array<Words, 2>;                        // as a record says them, and as an index folds them
using Places = std::set<std::pair<std::string, std::string>>;  // the name, and in which column it stands

Result<void> search(sqlite::Database& database, const Table& table, const Spellings& spellings, Places& found) {
  std::string all;
  for (const auto& column : table.columns) all += (all.empty() ? "\"" : ", \"") + column + "\"";
  TRY(auto rows, database.query(fmt::format("SELECT {} FROM \"{}\"{}", all, table.name,
                                            table.name == "prints" ? open_slips
                                            : table.name == "log"  ? safe_lines
                                                                   : "")));
  for (;;) {
    TRY(const bool more, rows.next());
    if (!more) return {};
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      const auto value = rows.bytes(static_cast<int>(i));
      for (const auto& [begin, words] : spellings) {
        if (!says(value, begin)) continue;
        for (const auto& [word, name] : words)
          if (says(value, word)) found.emplace(name, table.name + "." + table.columns[i]);
      }
    }
  }
}

Result<Places> search(const LaidOpen& file, const Spellings& spellings) {
  test::MemoryVfs desk(fmt::format("{}-laid-open", file.disk.name()));
  test::MemoryVfs::Image copy;
  for (const auto& [path, bytes] : file.disk.read())
    if (path.starts_with(file.path)) copy.emplace(path, bytes);
  desk.put(std::move(copy));
  TRY(auto database, sqlite::Database::open(file.path, file.key, {.vfs = desk.name(), .read_only = true}));
  TRY(const auto tables, tables_of(database));
  Places found;
  for (const auto& table : tables) TRY_VOID(search(database, table, spellings, found));
  return found;
}

}  // namespace

void check_forgotten(const LaidOpen& file, const std::vector<std::string>& names, Story& story) {
  if (names.empty()) return;
  Spellings spellings;
  for (const auto& name : names) {
    const auto own = name.substr(name.find(' ') + 1);
    spellings[0].add(own, name);
    spellings[1].add(folded(own), name);
  }
  const auto places = search(file, spellings);
  if (!places) return story.broken("set-up", file.path + " is not searched: " + describe(places.error()));
  for (const auto& [name, place] : *places)
    story.broken("P13", fmt::format("{} was forgotten, and stands in {} of {}", name, place, file.whose));
}

}  // namespace karvan::sim
