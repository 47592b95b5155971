#include "sync/central/store/applications.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <optional>

#include "storage/model/tracking.h"
#include "storage/sqlite/transaction.h"
#include "sync/central/store/files.h"
#include "tests/support/scratch.h"

namespace karvan::central {
namespace {

constexpr int filed = 2'000;

struct ListedApplications : testing::Test {
  void SetUp() override {
    auto opened = open_files({scratch.folder().string(), std::string(32, 'i'), std::string(32, 'r'), ""});
    ASSERT_TRUE(opened) << describe(opened.error());
    files.emplace(std::move(*opened));
    auto transaction = sqlite::Transaction::begin(files->records);
    ASSERT_TRUE(transaction);
    for (int n = 0; n < filed; ++n) ASSERT_TRUE(Applications(files->records).put(application(n)));
    ASSERT_TRUE(transaction->commit());
  }
  static ApplicationRow application(int n) {
    const auto id = model::make_id(n, 7, fmt::format("00000{:04}0000000", n));
    ApplicationRow row{.office = "lahore", .id = id};
    row.tracking = model::tracking_of(id);
    row.who = fmt::format("number {}", n);
    return row;
  }
  std::vector<ApplicationRow> find(const ApplicationFilter& filter) {
    thousands = 0;
    files->records.stop_when([this] { return ++thousands < 0; });
    auto found = Applications(files->records).list(filter);
    files->records.stop_when({});
    EXPECT_TRUE(found) << describe(found.error());
    return *found;
  }

  test::Scratch scratch;
  std::optional<Files> files;
  int thousands = 0;  // of steps of the virtual machine that the last question took
};

TEST_F(ListedApplications, ATrackingNumber_IsLookedUpAndNotSearchedFor) {
  ApplicationFilter filter;
  filter.tracking = application(1'234).tracking;
  const auto found = find(filter);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found.front().who, "number 1234");
  EXPECT_EQ(thousands, 0);
  filter.office = "karachi";
  EXPECT_TRUE(find(filter).empty());
}

TEST_F(ListedApplications, WithoutATrackingNumber_AreAllThatFitTheRest) {
  ApplicationFilter filter;
  filter.office = "lahore";
  filter.limit = 2 * filed;
  EXPECT_EQ(find(filter).size(), static_cast<std::size_t>(filed));
  EXPECT_GT(thousands, 10);
}

}  // namespace
}  // namespace karvan::central
