#include <gtest/gtest.h>

#include "sync/central/store/files.h"
#include "tests/support/scratch.h"

namespace karvan::central {
namespace {

std::vector<std::string> without_rowid(sqlite::Database& database) {
  auto query = database.query("SELECT name FROM pragma_table_list WHERE schema = 'main' AND wr ORDER BY name");
  if (!query) return {describe(query.error())};
  std::vector<std::string> names;
  while (query->next().value()) names.emplace_back(query->text(0));
  return names;
}

// See tests/unit/storage/store/schema_test.cpp. Nothing of a citizen's answers is in these two.
TEST(Schema, OfAllTables_OnlyThoseOfSmallRowsAreWithoutRowid) {
  const test::Scratch scratch;
  auto files = open_files({scratch.folder().string(), std::string(32, 'i'), std::string(32, 'r')});
  ASSERT_TRUE(files) << describe(files.error());
  EXPECT_EQ(without_rowid(files->inbox), std::vector<std::string>{});
  EXPECT_EQ(without_rowid(files->records), (std::vector<std::string>{"entry", "identity"}));
}

}  // namespace
}  // namespace karvan::central
