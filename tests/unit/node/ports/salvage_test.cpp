#include "node/ports/salvage.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "storage/store/store.h"
#include "tests/support/scratch.h"

namespace karvan::ports {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t at_ms = 1'795'262'400'000;  // 2026-11-21 12:00 UTC
constexpr auto aside_name = "node.db.damaged-20261121T120000Z";
const std::string key(32, 'k');

std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

struct SalvageInPlace : testing::TestWithParam<sqlite::Cipher> {
  void SetUp() override {
    auto store = store::Store::open(path, key, {.cipher = GetParam()});
    ASSERT_TRUE(store);
    ASSERT_TRUE(store->begin());
    ASSERT_TRUE(store->log().open_epoch("e1"));
    for (int i = 0; i < 200; ++i) ASSERT_TRUE(store->drafts().put({.id = std::to_string(i), .seen = 1, .body = "{}"}));
    ASSERT_TRUE(store->commit());
  }
  std::uint64_t drafts() {
    auto store = store::Store::open(path, key);
    if (store) {
      EXPECT_EQ(store->database().cipher(), GetParam());
    }
    return store ? *store->drafts().count() : 0;
  }
  // The file's last page: of the last table that grew.
  void damage() { test::flip_byte(path, fs::file_size(path) - 100); }

  test::Scratch scratch;
  std::string path = scratch.path("node.db"), aside = scratch.path(aside_name);
};

TEST_P(SalvageInPlace, OfADamagedFile_AnotherTakesItsPlaceAndItStays) {
  damage();
  const auto before = bytes_of(path);
  const auto salvaged = salvage_in_place(path, key, at_ms);
  ASSERT_TRUE(salvaged) << describe(salvaged.error());
  EXPECT_EQ(salvaged->file, aside_name);
  EXPECT_EQ(bytes_of(aside), before);
  EXPECT_FALSE(salvage_unfinished(path));
  EXPECT_FALSE(fs::exists(path + ".salvaged"));
  EXPECT_GT(drafts(), 0u);
  EXPECT_NE(told(*salvaged).find(aside_name), std::string::npos);
}

TEST_P(SalvageInPlace, BrokenOffAfterTheSecondName_IsBegunAgainFromTheSameFiles) {
  fs::create_hard_link(path, aside);
  std::ofstream(path + ".salvaged") << "half of it";
  EXPECT_TRUE(salvage_unfinished(path));
  const auto salvaged = salvage_in_place(path, key, at_ms + 5'000);
  ASSERT_TRUE(salvaged) << describe(salvaged.error());
  EXPECT_EQ(salvaged->file, aside_name);
  EXPECT_FALSE(salvage_unfinished(path));
  EXPECT_EQ(drafts(), 200u);
}

TEST_P(SalvageInPlace, P1_WhatIsOnlyInTheLog_IsTakenOver) {
  {
    auto store = store::Store::open(path, key);
    ASSERT_TRUE(store->begin());
    ASSERT_TRUE(store->drafts().put({.id = "late", .seen = 1, .body = "{}"}));
    ASSERT_TRUE(store->commit());
    // As a crash leaves them.
    fs::copy_file(path, aside);
    fs::copy_file(path + "-wal", aside + "-wal");
  }
  fs::remove(path);
  fs::rename(aside, path);
  fs::rename(aside + "-wal", path + "-wal");
  const auto salvaged = salvage_in_place(path, key, at_ms);
  ASSERT_TRUE(salvaged) << describe(salvaged.error());
  EXPECT_TRUE(fs::exists(aside + "-wal"));
  EXPECT_EQ(drafts(), 201u);
}

TEST_P(SalvageInPlace, WhereNothingCanBeRead_ItStaysInPlaceUntilAPersonBeginsAnew) {
  test::flip_byte(path, 5'000 % 4'096);
  const auto before = bytes_of(path);
  const auto salvaged = salvage_in_place(path, key, at_ms);
  ASSERT_FALSE(salvaged);
  EXPECT_EQ(salvaged.error().code, Code::database_damaged);
  EXPECT_EQ(bytes_of(path), before);
  ASSERT_TRUE(set_aside(path, at_ms));
  EXPECT_FALSE(fs::exists(path));
  EXPECT_EQ(bytes_of(aside), before);
}

TEST_P(SalvageInPlace, Twice_EachFileHasANameOfItsOwn) {
  damage();
  ASSERT_TRUE(salvage_in_place(path, key, at_ms));
  damage();
  const auto again = salvage_in_place(path, key, at_ms);
  ASSERT_TRUE(again) << describe(again.error());
  EXPECT_EQ(again->file, std::string(aside_name) + "-2");
}

INSTANTIATE_TEST_SUITE_P(Of, SalvageInPlace, testing::Values(sqlite::Cipher::aegis, sqlite::Cipher::sqlcipher4),
                         [](const auto& each) { return sqlite::name_of(each.param); });

}  // namespace
}  // namespace karvan::ports
