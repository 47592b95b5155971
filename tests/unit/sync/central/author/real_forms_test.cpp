#include <cstdlib>
#include <filesystem>

#include "sync/central/author/xform.h"
#include "tests/unit/sync/central/author/forms.h"

namespace karvan::central::author {
namespace {

// name -> the first fault, or nothing; the README's table of forms of others says the same.
std::map<std::string, std::string> told_in_readme() {
  std::map<std::string, std::string> out;
  std::ifstream readme("sync/central/author/README.md");
  for (std::string line; std::getline(readme, line);) {
    auto name_end = line.find("` | ");
    if (!line.starts_with("| `") || (!line.ends_with(" |"))) continue;
    std::string name = line.substr(3, name_end - 3), rest = line.substr(name_end + 4);
    if (name.ends_with(".xlsx") || name.ends_with(".csv")) out[name] = rest.substr(0, rest.size() - 2);
  }
  return out;
}

// A folder of loose forms as a catalogue would hold one of them: its CSV files are there for all.
Files files_for(const std::filesystem::path& form) {
  Files files;
  const bool csv = form.extension() == ".csv";
  files[csv ? "f/survey.csv" : "f/form.xlsx"] = text_of_file(form.string());
  for (const auto& entry : std::filesystem::directory_iterator(form.parent_path())) {
    if (entry.path().extension() == ".csv" && entry.path() != form)
      files["f/" + entry.path().filename().string()] = text_of_file(entry.path().string());
  }
  return files;
}

// Forms that were not written for Karvan, in a folder that KARVAN_XLSFORMS names, or beside the clone.
TEST(FormsOfOthers, Each_CompilesOrIsRefusedAsTheReadmeSays) {
  const char* named = std::getenv("KARVAN_XLSFORMS");
  const std::filesystem::path folder = named ? named : "../shared/data/xlsform";
  if (!std::filesystem::is_directory(folder))
    GTEST_SKIP() << "not run: KARVAN_XLSFORMS names no folder with forms of others";
  auto expected = told_in_readme();
  std::size_t seen = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (!expected.contains(name)) {
      ADD_FAILURE() << "the README does not say what becomes of " << name;
      continue;
    }
    ++seen;
    auto form = compiled(files_for(entry.path()), "f");
    EXPECT_EQ(expected[name] == "compiles", form.has_value()) << name << "\n" << (form ? "" : form.error());
    if (!form) continue;
    EXPECT_TRUE(form::Form::make(*form)) << name;
    EXPECT_FALSE(write_xform(*form).empty()) << name;
  }
  EXPECT_GE(seen, 20u);
}

}  // namespace
}  // namespace karvan::central::author
