#include <algorithm>
#include <sstream>

#include "sync/central/author/utf8.h"
#include "tests/unit/sync/central/author/forms.h"

namespace karvan::central::author {
namespace {

struct Line {
  std::vector<std::string> words;
  bool supported = false;
  std::string folder;
};

// The words between backquotes of a line.
std::vector<std::string> between_backquotes(const std::string& line) {
  std::vector<std::string> out;
  std::stringstream rest(line);
  std::string between, word;
  while (std::getline(rest, between, '`') && std::getline(rest, word, '`')) out.push_back(word);
  return out;
}

std::vector<Line> table() {
  std::vector<Line> out;
  std::ifstream readme("sync/central/author/README.md");
  for (std::string line; std::getline(readme, line);) {
    for (const std::string middle : {" | supported | ", " | refused | "}) {
      auto at = line.find(middle);
      if (at == std::string::npos) continue;
      std::string folder = line.substr(at + middle.size());
      out.push_back(
          {between_backquotes(line.substr(0, at)), middle == " | supported | ", folder.substr(0, folder.find(' '))});
    }
  }
  return out;
}

// All that a folder's sheets say, in small letters.
std::string said_in(const std::string& kind, const std::string& folder) {
  std::string out;
  for (const auto& [path, bytes] : forms_in(kind)) {
    if (path.starts_with(folder + "/") && path.ends_with(".csv")) out += bytes;
  }
  return lower_ascii(out);
}

// The table is what authors read. That the forms compile, or are refused with their faults, is tested for each folder:
// here each word of a line must be in its form, or in what is told of it, and each folder in the table.
TEST(Readme, TableOfWords_IsTrue) {
  std::size_t seen = 0;
  for (const Line& line : table()) {
    const std::string kind = line.supported ? "supported" : "refused";
    EXPECT_TRUE(folders_in(kind).contains(line.folder)) << line.folder;
    const std::string said = line.supported ? said_in(kind, line.folder)
                                            : text_of_file("tests/data/forms/refused/" + line.folder + "/faults.txt");
    for (const std::string& word : line.words) {
      ++seen;
      EXPECT_NE(said.find(line.supported ? lower_ascii(word) : word), std::string::npos) << line.folder << ": " << word;
    }
  }
  EXPECT_GE(seen, 120u);
}

TEST(Readme, SupportedForms_AreAllInTheTable) {
  std::set<std::string> named;
  for (const Line& line : table()) named.insert(line.folder);
  for (const auto& folder : folders_in("supported")) EXPECT_TRUE(named.contains(folder)) << folder;
}

}  // namespace
}  // namespace karvan::central::author
