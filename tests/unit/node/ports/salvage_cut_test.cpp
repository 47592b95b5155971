#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <map>

#include "node/ports/salvage.h"
#include "storage/store/store.h"
#include "tests/support/scratch.h"
#include "tests/support/system_calls.h"

// A salvage that is killed: what is in the folder after each call that changes a name there.
namespace karvan::ports {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t cut_at_ms = 1'795'262'400'000;  // 2026-11-21 12:00 UTC
constexpr int drafts_each = 200;                       // in the file; as many again in its log alone
const std::string cut_key(32, 'k');

// Names of one file stay names of one file.
void copy_folder(const fs::path& from, const fs::path& to) {
  std::map<ino_t, fs::path> copied;
  fs::create_directory(to);
  for (const auto& entry : fs::directory_iterator(from)) {
    if (!entry.is_regular_file()) continue;
    struct stat file{};
    ASSERT_EQ(::stat(entry.path().c_str(), &file), 0);
    const auto name = to / entry.path().filename();
    if (const auto known = copied.find(file.st_ino); known != copied.end())
      fs::create_hard_link(known->second, name);
    else
      fs::copy_file(entry.path(), name);
    copied.emplace(file.st_ino, name);
  }
}

struct SalvageCut : testing::Test {
  void put(store::Store& store, const std::string& prefix) {
    ASSERT_TRUE(store.begin());
    for (int i = 0; i < drafts_each; ++i)
      ASSERT_TRUE(store.drafts().put({.id = prefix + std::to_string(i), .seen = 1, .body = "{}"}));
    ASSERT_TRUE(store.commit());
  }
  // As a crash leaves the folder.
  void SetUp() override {
    fs::create_directory(scratch.path("open"));
    auto store = store::Store::open(scratch.path("open/node.db"), cut_key);
    ASSERT_TRUE(store);
    put(*store, "in the file ");
    ASSERT_TRUE(store->wipe());
    put(*store, "in the log ");
    copy_folder(scratch.path("open"), box);
  }
  // The next start, as a box makes it.
  void expect_all_of_it(const std::string& folder) {
    const auto file = folder + "/node.db";
    if (salvage_unfinished(file)) {
      const auto salvaged = salvage_in_place(file, cut_key, cut_at_ms + 60'000);
      ASSERT_TRUE(salvaged) << describe(salvaged.error());
      ++begun_again;
    }
    EXPECT_FALSE(salvage_unfinished(file));
    auto store = store::Store::open(file, cut_key);
    ASSERT_TRUE(store) << describe(store.error());
    EXPECT_EQ(*store->drafts().count(), 2u * drafts_each);
  }

  test::Scratch scratch;
  std::string box = scratch.path("box");
  int begun_again = 0;
};

TEST_F(SalvageCut, P1_KilledAfterAnyChangeOfAName_TheNextStartHasAllOfIt) {
  std::vector<std::string> left;
  const auto keep = [&] {
    left.push_back(scratch.path("left-" + std::to_string(left.size())));
    copy_folder(box, left.back());
  };
  test::system_calls::watch_names(keep);
  const auto salvaged = salvage_in_place(box + "/node.db", cut_key, cut_at_ms);
  test::system_calls::watch_names({});
  ASSERT_TRUE(salvaged) << describe(salvaged.error());
  for (const auto& folder : left) {
    SCOPED_TRACE(folder);
    expect_all_of_it(folder);
  }
  EXPECT_GE(left.size(), 5u);  // two second names, the log, its index, and the new file's own name
  EXPECT_GE(begun_again, 3);
  expect_all_of_it(box);
}

}  // namespace
}  // namespace karvan::ports
