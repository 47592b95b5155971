#include <fmt/format.h>
#include <gtest/gtest.h>

#include <optional>

#include "storage/sqlite/transaction.h"
#include "sync/central/store/feeds.h"
#include "sync/central/store/files.h"
#include "sync/central/store/reviews.h"
#include "tests/support/scratch.h"

namespace karvan::central {
namespace {

constexpr int others = 2'000;
constexpr auto mine = "lahore/application/mine", office = "lahore";

// An office of which one record is looked at: the others must cost nothing.
struct OneOfMany : testing::Test {
  void SetUp() override {
    auto opened = open_files({scratch.folder().string(), std::string(32, 'i'), std::string(32, 'r'), ""});
    ASSERT_TRUE(opened) << describe(opened.error());
    files.emplace(std::move(*opened));
    auto transaction = sqlite::Transaction::begin(files->records);
    ASSERT_TRUE(transaction);
    for (int n = 1; n <= others; ++n) {
      const bool of_mine = n == 700 || n == 900;
      EntryRow entry{.office = office, .record = of_mine ? mine : fmt::format("lahore/application/{}", n)};
      entry.op = {"bus-01", "e1", static_cast<std::uint64_t>(n)};
      ASSERT_TRUE(Feeds(files->records).append(entry));
      ASSERT_TRUE(Reviews(files->records).put({office, entry.record, of_mine ? "held" : "money", "name", "", n}));
    }
    ASSERT_TRUE(transaction->commit());
    files->records.stop_when([this] { return ++thousands < 0; });
  }

  test::Scratch scratch;
  std::optional<Files> files;
  int thousands = 0;  // of steps of the virtual machine since then
};

TEST_F(OneOfMany, EntriesOfARecord_AreLookedUpAndNotSearchedFor) {
  Feeds feeds(files->records);
  const auto all = feeds.of_record(office, mine, 10);
  ASSERT_EQ(all->size(), 2u);
  EXPECT_EQ(all->front().position, 700u);
  EXPECT_EQ(feeds.of_record(office, mine, 1)->size(), 1u);
  EXPECT_EQ(feeds.first_of(office, mine, {"bus-01", "e1", 900}).value()->position, 900u);
  EXPECT_FALSE(feeds.first_of(office, mine, {"bus-01", "e1", 901}).value());
  EXPECT_EQ(feeds.last_of(office, mine).value()->position, 900u);
  EXPECT_FALSE(feeds.last_of("karachi", mine).value());
  EXPECT_EQ(thousands, 0);
}

TEST_F(OneOfMany, ReviewsOfAKind_AreLookedUpAndNotSearchedFor) {
  Reviews reviews(files->records);
  const auto held = reviews.list({.office = office, .kind = "held"});
  ASSERT_EQ(held->size(), 1u);  // both entries are of one record
  EXPECT_EQ(held->front().opened_ms, 900);
  EXPECT_TRUE(reviews.list({.office = "karachi", .kind = "held"})->empty());
  EXPECT_EQ(reviews.list({.limit = 3})->front().opened_ms, others);
  EXPECT_EQ(thousands, 0);
}

}  // namespace
}  // namespace karvan::central
