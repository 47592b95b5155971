#include "sync/central/author/toml_reader.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "sync/central/author/csv.h"
#include "sync/central/author/utf8.h"

namespace karvan::central::author {

namespace {

constexpr std::size_t toml_bytes_max = 1 << 20;

std::string civil(const toml::date& day) { return fmt::format("{:04}-{:02}-{:02}", day.year, day.month, day.day); }

}  // namespace

toml::table parse_toml(const std::string& bytes, Faults& faults) {
  if (bytes.size() > toml_bytes_max) {
    faults.add(0, "", "the file is longer than 1 MiB", "Shorten it");
    return {};
  }
  try {
    return toml::parse(bytes);
  } catch (const toml::parse_error& error) {
    const auto& place = error.source().begin;
    faults.add(place.line, "", fmt::format("this is no TOML: {} (column {})", error.description(), place.column),
               "Correct the line");
    return {};
  }
}

void TomlReader::fault(const std::string& key, std::string what, std::string instead) {
  const toml::node* node = table_.get(key);
  auto line = node ? node->source().begin.line : table_.source().begin.line;
  faults_.add(line, column(key), std::move(what), std::move(instead));
}

const toml::node* TomlReader::node(const std::string& key, bool must) {
  asked_.insert(key);
  const toml::node* found = table_.get(key);
  if (!found && must) fault(key, "this is missing", "Add it");
  return found;
}

std::string TomlReader::text(const std::string& key, bool must) {
  const toml::node* found = node(key, must);
  if (!found) return {};
  if (auto value = found->value_exact<std::string>()) return *value;
  fault(key, "this must be text", "Write it in quotes");
  return {};
}

std::string TomlReader::date(const std::string& key) {
  const toml::node* found = node(key, false);
  if (!found) return {};
  if (auto day = found->value_exact<toml::date>()) return civil(*day);
  fault(key, "this must be a date", "Write for example 2026-11-21, without quotes");
  return {};
}

std::vector<std::string> TomlReader::dates(const std::string& key) {
  std::vector<std::string> out;
  const toml::node* found = node(key, false);
  if (!found) return out;
  const toml::array* array = found->as_array();
  bool sound = array != nullptr;
  for (std::size_t i = 0; sound && i < array->size(); ++i) {
    auto day = (*array)[i].value_exact<toml::date>();
    if (day) out.push_back(civil(*day));
    sound = day.has_value();
  }
  if (!sound) fault(key, "this must be a list of dates", "Write [2026-12-25, 2027-03-23], without quotes");
  return out;
}

bool TomlReader::yes(const std::string& key, bool otherwise) {
  const toml::node* found = node(key, false);
  if (!found) return otherwise;
  if (auto value = found->value_exact<bool>()) return *value;
  fault(key, "this must be true or false", "Write true or false, without quotes");
  return otherwise;
}

double TomlReader::number(const std::string& key) {
  const toml::node* found = node(key, true);
  if (!found) return 0;
  if (auto whole = found->value_exact<std::int64_t>()) return static_cast<double>(*whole);
  if (auto value = found->value_exact<double>(); value && std::isfinite(*value)) return *value;
  if (auto text = found->value_exact<std::string>(); text && !text->empty()) {
    double value = 0;
    const auto* end = text->data() + text->size();
    const auto read = std::from_chars(text->data(), end, value, std::chars_format::fixed);
    if (read.ec == std::errc() && read.ptr == end) return value;
  }
  fault(key, "this must be a number", "Write for example 2.5");
  return 0;
}

std::map<std::string, std::string> TomlReader::words(const std::string& key) {
  return texts_of(key, false, "this must be words by name", "Write { full_name = \"${full_name}\" }");
}

std::int64_t TomlReader::whole(const std::string& key, std::int64_t otherwise, std::int64_t least, std::int64_t most) {
  const toml::node* found = node(key, false);
  if (!found) return otherwise;
  auto value = found->value_exact<std::int64_t>();
  if (value && *value >= least && *value <= most) return *value;
  fault(key, "this must be a whole number", fmt::format("Write one from {} to {}", least, most));
  return otherwise;
}

std::vector<std::string> TomlReader::list(const std::string& key) {
  std::vector<std::string> out;
  const toml::node* found = node(key, false);
  if (!found) return out;
  const toml::array* array = found->as_array();
  if (!array) return fault(key, "this must be a list", "Write [\"one\", \"two\"]"), out;
  for (const toml::node& entry : *array) {
    auto value = entry.value_exact<std::string>();
    if (!value) return fault(key, "this must be a list of texts", "Write [\"one\", \"two\"]"), out;
    out.push_back(*value);
  }
  return out;
}

form::Texts TomlReader::texts(const std::string& key, bool must) {
  form::Texts out = texts_of(key, must, "this must be words by language", "Write { en = \"…\", ur = \"…\" }");
  const toml::node* found = table_.get(key);
  if (must && found && found->is_table() && found->as_table()->empty())
    fault(key, "this has no words", "Write { en = \"…\" }");
  return out;
}

std::map<std::string, std::string> TomlReader::texts_of(const std::string& key, bool must, const char* what,
                                                        const char* instead) {
  std::map<std::string, std::string> out;
  const toml::node* found = node(key, must);
  if (!found) return out;
  const toml::table* words = found->as_table();
  if (!words) return fault(key, what, instead), out;
  for (const auto& [name, value] : *words) {
    auto text = value.value_exact<std::string>();
    if (!text) return fault(key, what, instead), out;
    out.emplace(std::string(name.str()), *text);
  }
  return out;
}

const toml::table* TomlReader::table(const std::string& key) {
  const toml::node* found = node(key, false);
  if (!found) return nullptr;
  if (!found->as_table()) fault(key, "this must be a table", "Write [" + column(key) + "]");
  return found->as_table();
}

std::vector<const toml::table*> TomlReader::tables(const std::string& key) {
  std::vector<const toml::table*> out;
  const toml::node* found = node(key, false);
  if (!found) return out;
  const toml::array* array = found->as_array();
  if (!array) return fault(key, "this must be a list of tables", "Write [[" + column(key) + "]]"), out;
  for (const toml::node& entry : *array) {
    if (!entry.as_table()) return fault(key, "this must be a list of tables", "Write [[" + column(key) + "]]"), out;
    out.push_back(entry.as_table());
  }
  return out;
}

void TomlReader::done() {
  for (const auto& entry : table_) {
    std::string key(entry.first.str());
    if (asked_.contains(key)) continue;
    std::string near;
    for (const auto& known : asked_) {
      if (edit_distance(known, key) <= 2) near = known;
    }
    fault(key, "Karvan knows no such key", near.empty() ? "Remove it" : "Write " + near + " if that is meant");
  }
}

}  // namespace karvan::central::author
