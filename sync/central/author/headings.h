#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// A sheet's columns by their standard names, however their headings are spelt (https://xlsform.org and its aliases).
namespace karvan::central::author {

// What a sheet may have. `worded` columns come once for each language ("label::Urdu (ur)").
struct Columns {
  std::vector<std::string_view> worded, plain;
  std::map<std::string_view, std::string_view> refused;  // column -> what to write instead
  bool open = false;                                     // any other column is data (choices)
};

const Columns& survey_columns();
const Columns& choices_columns();
const Columns& file_choices_columns();  // of a CSV file that a question chooses from: no list_name
const Columns& settings_columns();

struct HeadingName {
  std::string name;      // standard: "constraint_message"; of a heading that is not known, its first part
  std::string language;  // as written, "Urdu (ur)"; empty where there is none
};
// "Label :: Urdu (ur)", "bind::jr:constraintMsg", "media::image::English", "required message", "relevance" …
HeadingName read_heading(std::string_view written, const Columns& columns);
// The known column that a misspelt heading is nearly; empty where there is none.
std::string near_column(const Columns& columns, std::string_view name);

// "Urdu (ur)", "ur", "Urdu" -> "ur"; nothing where no tag can be told.
std::optional<std::string> language_tag(std::string_view written);

}  // namespace karvan::central::author
