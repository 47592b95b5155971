#include "tests/unit/storage/store/fixture.h"

namespace karvan::store {
namespace {

// At 1 KB a row one WITHOUT ROWID takes three times the work of a rowid beside an index. It is for rows that are hardly
// more than their key.
TEST_F(NodeStore, OfAllTables_OnlyTheOneOfSmallRowsIsWithoutRowid) {
  auto query = store->database().query("SELECT name FROM pragma_table_list WHERE schema = 'main' AND wr ORDER BY name");
  ASSERT_TRUE(query) << describe(query.error());
  std::vector<std::string> without;
  while (query->next().value()) without.emplace_back(query->text(0));
  EXPECT_EQ(without, std::vector<std::string>{"search_numbers"});
}

}  // namespace
}  // namespace karvan::store
