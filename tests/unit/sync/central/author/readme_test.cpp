#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "sync/central/author/question_types.h"

namespace karvan::central::author {
namespace {

// The words between backquotes of a line.
std::vector<std::string> between_backquotes(const std::string& line) {
  std::vector<std::string> out;
  std::stringstream rest(line);
  std::string between, word;
  while (std::getline(rest, between, '`') && std::getline(rest, word, '`')) out.push_back(word);
  return out;
}

// The README's table of types is what authors read: each line says what the compiler does.
TEST(Readme, TableOfTypes_IsTrue) {
  std::ifstream readme("sync/central/author/README.md");
  int seen = 0;
  for (std::string line; std::getline(readme, line);) {
    bool supported = line.ends_with("| supported |"), refused = line.ends_with("| refused |");
    if (!supported && !refused) continue;
    for (const auto& type : between_backquotes(line)) {
      ++seen;
      EXPECT_EQ(row_type(type).kind == RowType::Kind::refused, refused) << type;
    }
  }
  EXPECT_GE(seen, 30);
}

}  // namespace
}  // namespace karvan::central::author
