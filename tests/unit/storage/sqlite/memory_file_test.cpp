#include "tests/support/memory_file.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

namespace karvan::test {

namespace {

// The same file, kept the long way: every change is written down and done once more where a sync meets it.
struct Twice {
  std::mt19937 luck;
  MemoryFile file;
  std::string read;
  DurableFile disk;

  std::uint64_t below(std::uint64_t n) { return luck() % n; }
  void write() {
    // Some over pages.
    const std::string bytes(1 + below(below(8) == 0 ? 9'000 : 40), static_cast<char>('a' + below(26)));
    const auto at = below(read.size() + 20);
    if (at + bytes.size() > read.size()) read.resize(at + bytes.size());
    read.replace(at, bytes.size(), bytes);
    disk.wrote(at, bytes);
    file.write(at, bytes);
  }
  void truncate() {
    const auto size = below(read.size() + 10);
    read.resize(size);
    disk.truncated(size);
    file.truncate(size);
  }
  Kept some() {
    const auto each = below(5);
    return each < 4 ? Kept(each) : Kept::by_chance(below(100));
  }
  void sync(bool succeeds) {
    const auto part = some();
    disk.synced(succeeds, part);
    file.synced(succeeds, part);
  }
  void cut_power() {
    const auto kept = some();
    read = disk.cut_power(kept);
    file.cut_power(kept);
  }
};

}  // namespace

TEST(MemoryFile, ChangesSyncsAndCuts_ReadsAsOneKeptTheLongWay) {
  for (unsigned seed = 1; seed <= 200; ++seed) {
    Twice both{.luck = std::mt19937(seed), .file = {}, .read = {}, .disk = {}};
    for (int act = 0; act < 60; ++act) {
      const auto chosen = both.below(20);
      if (chosen < 12) both.write();
      if (chosen == 12 || chosen == 13) both.truncate();
      if (chosen > 13 && chosen < 18) both.sync(both.below(5) > 0);
      if (chosen >= 18) both.cut_power();
      ASSERT_EQ(both.file.bytes(), both.read) << "seed " << seed << ", act " << act;
    }
  }
}

TEST(MemoryFile, AWriteOverPages_GetsToTheDiskPageByPage) {
  MemoryFile file;
  file.write(0, std::string(8'192, 'a'));
  file.synced(true);
  file.write(4'000, std::string(1'000, 'b'));
  file.cut_power(2);
  EXPECT_EQ(file.bytes(), std::string(4'000, 'a') + std::string(96, 'b') + std::string(4'096, 'a'));
}

TEST(MemoryFile, SyncFailed_WhatItWasToSaveIsReadUntilThePowerGoes) {
  MemoryFile file;
  file.write(0, "durable");
  file.synced(true);
  file.write(0, "LOST");
  file.synced(false);
  file.synced(true);
  EXPECT_EQ(file.bytes(), "LOSTble");
  file.cut_power(0);
  EXPECT_EQ(file.bytes(), "durable");
}

TEST(MemoryFile, SyncIsTorn_APartOfWhatItWasToSaveIsThere_TheSameEachTime) {
  const auto torn = [](std::uint64_t seed) {
    MemoryFile file;
    file.write(0, std::string(100, '-'));
    file.synced(true);
    for (std::uint64_t at = 0; at < 100; ++at) file.write(at, "x");
    file.synced(false, Kept::by_chance(seed));
    EXPECT_EQ(file.bytes(), std::string(100, 'x'));
    file.cut_power(0);
    return file.bytes();
  };
  const auto saved = std::ranges::count(torn(1), 'x');
  EXPECT_GT(saved, 25);
  EXPECT_LT(saved, 75);
  EXPECT_EQ(torn(1), torn(1));
  EXPECT_NE(torn(1), torn(2));
}

}  // namespace karvan::test
