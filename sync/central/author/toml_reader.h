#pragma once
#include <toml++/toml.h>

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "sync/central/author/fault.h"
#include "sync/form/form.h"

// A table of TOML 1.0 read with faults instead of failures: what is missing, of another kind or unknown is told with
// its line, and reading goes on.
namespace karvan::central::author {

class TomlReader {
 public:
  // `path` is the table's name, for faults: "fee".
  TomlReader(const toml::table& table, std::string path, Faults& faults)
      : table_(table), path_(std::move(path)), faults_(faults) {}

  std::string text(const std::string& key, bool must = true);
  std::string date(const std::string& key);                // a TOML date as "2026-11-21"; empty where absent
  std::vector<std::string> dates(const std::string& key);  // a list of TOML dates
  bool yes(const std::string& key, bool otherwise = false);
  double number(const std::string& key);  // 2, 2.5 or "2.5"; a fault, and 0, where it is none
  // Words by name, in any language: { full_name = "${full_name}" }.
  std::map<std::string, std::string> words(const std::string& key);
  std::int64_t whole(const std::string& key, std::int64_t otherwise, std::int64_t least, std::int64_t most);
  std::vector<std::string> list(const std::string& key);
  form::Texts texts(const std::string& key, bool must = true);
  const toml::table* table(const std::string& key);
  std::vector<const toml::table*> tables(const std::string& key);  // [[key]]
  bool has(const std::string& key) const { return table_.contains(key); }
  bool is_list(const std::string& key) const { return table_[key].is_array(); }

  // A fault for each key that nobody asked for.
  void done();
  void fault(const std::string& key, std::string what, std::string instead);

 private:
  const toml::node* node(const std::string& key, bool must);
  std::map<std::string, std::string> texts_of(const std::string& key, bool must, const char* what, const char* instead);
  std::string column(const std::string& key) const { return path_.empty() ? key : path_ + "." + key; }

  const toml::table& table_;
  std::string path_;
  Faults& faults_;
  std::set<std::string, std::less<>> asked_;
};

// Empty, and a fault, where the text is no TOML.
toml::table parse_toml(const std::string& bytes, Faults& faults);

}  // namespace karvan::central::author
