#include "node/core/scrub.h"

#include <gtest/gtest.h>

namespace karvan::core {
namespace {

constexpr std::int64_t morning = 1'795'305'600'000;
constexpr std::uint64_t database_bytes = 5 << 20, file_bytes = 1'500'000;

// A box of one database and two files, each with its own cost; time goes in ticks.
struct Disk {
  std::optional<ReadAgain> tick(bool busy = false) {
    now += 500;
    auto order = scrub.next(now, busy, [this](const std::string& after) {
      for (const auto& file : files)
        if (file > after) return file;
      return std::string();
    });
    if (order) orders.push_back(*order);
    return order;
  }
  WasRead read(const ReadAgain& order) {
    const auto size = order.file.empty() ? database_bytes : file_bytes;
    const auto bytes = std::min(order.bytes, size - order.from);
    WasRead read{.file = order.file, .next = order.from + bytes, .end = order.from + bytes == size, .bytes = bytes};
    read.used_us = used_us_each;
    if (broken && broken(order)) read.fault = Error{.code = Code::database_damaged};
    used_us += used_us_each;
    bytes_read += bytes;
    return read;
  }
  // One tick and, where something was ordered, its answer.
  std::optional<Scrub::Damage> go() {
    const auto order = tick();
    return order ? scrub.answered(read(*order), now) : std::nullopt;
  }
  void go_on(std::int64_t ms) {
    for (const auto end = now + ms; now < end;)
      if (auto found = go()) damaged.push_back(found->file);
  }

  Scrub scrub;
  std::int64_t now = morning;
  std::vector<std::string> files{std::string(64, 'a'), std::string(64, 'b')};
  std::function<bool(const ReadAgain&)> broken;
  std::uint64_t used_us_each = 2'000, used_us = 0, bytes_read = 0;
  std::vector<ReadAgain> orders;
  std::vector<std::string> damaged;
};

TEST(Scrub, BoxThatHasJustStarted_ReadsNothing) {
  Disk disk;
  disk.go_on(scrub_after_start_ms);
  EXPECT_TRUE(disk.orders.empty());
  disk.go_on(1'000);
  EXPECT_FALSE(disk.orders.empty());
}

TEST(Scrub, Pass_ReadsEachByteOnce_ThenRestsUntilTheNextDay) {
  Disk disk;
  disk.go_on(10 * 60'000);
  EXPECT_EQ(disk.bytes_read, database_bytes + 2 * file_bytes);
  disk.go_on(scrub_pass_ms - 11 * 60'000);
  EXPECT_EQ(disk.bytes_read, database_bytes + 2 * file_bytes);
  disk.go_on(20 * 60'000);
  EXPECT_EQ(disk.bytes_read, 2 * (database_bytes + 2 * file_bytes));
}

// The figure that is promised: at most 5 % of a core, whatever a piece costs.
TEST(Scrub, WhateverAPieceCosts_TakesNoMoreThanOneTwentiethOfACore) {
  for (const std::uint64_t cost_us : {100, 5'000, 40'000, 3'000'000}) {
    Disk disk;
    disk.files.assign(100, "");
    for (std::size_t i = 0; i < disk.files.size(); ++i) disk.files[i] = std::to_string(1'000 + i);
    disk.used_us_each = cost_us;
    disk.go_on(scrub_after_start_ms);
    const auto begun = disk.now;
    disk.go_on(3'600'000);
    ASSERT_FALSE(disk.orders.empty());
    // The last piece may not have been rested for yet.
    const auto share = static_cast<double>(disk.used_us - cost_us) / 1e3 / static_cast<double>(disk.now - begun);
    EXPECT_LE(share, 0.05) << cost_us;
  }
}

TEST(Scrub, CheapPieces_AreNoMoreThanSoManyBytesASecond) {
  Disk disk;
  disk.used_us_each = 1;
  disk.go_on(scrub_after_start_ms + 1'000);
  const auto begun = disk.now;
  const auto before = disk.bytes_read;
  while (disk.bytes_read < database_bytes) disk.go();
  EXPECT_LE((disk.bytes_read - before) * 1'000 / static_cast<std::uint64_t>(disk.now - begun),
            scrub_bytes_a_second_max);
}

TEST(Scrub, WhilePeopleAreAtWork_Waits) {
  Disk disk;
  disk.go_on(scrub_after_start_ms);
  for (int i = 0; i < 100; ++i) EXPECT_FALSE(disk.tick(true));
  EXPECT_TRUE(disk.tick(false));
}

TEST(Scrub, PieceUnderWay_IsNotAskedForTwice) {
  Disk disk;
  disk.go_on(scrub_after_start_ms);
  ASSERT_TRUE(disk.tick());
  for (int i = 0; i < 100; ++i) EXPECT_FALSE(disk.tick());
  disk.scrub.dropped();
  EXPECT_TRUE(disk.tick());
}

TEST(Scrub, Restart_GoesOnWhereItsPlaceWasKept) {
  Disk disk;
  while (disk.orders.size() < 4) disk.go();
  const auto place = disk.scrub.place();
  Disk later;
  later.now = disk.now;
  later.scrub.resume(place);
  while (later.orders.empty()) later.go();
  EXPECT_EQ(later.orders[0].from, 4u << 20);
  // In the middle of a file: that file from its beginning, those before it not.
  while (disk.orders.back().file != disk.files[1]) disk.go();
  Disk last;
  last.now = disk.now;
  last.scrub.resume(disk.scrub.place());
  while (last.orders.empty()) last.go();
  EXPECT_EQ(last.orders[0].file, disk.files[1]);
  EXPECT_EQ(last.orders[0].from, 0u);
}

TEST(Scrub, RestartAfterAPass_RestsOn) {
  Disk disk;
  disk.go_on(10 * 60'000);
  Disk later;
  later.now = disk.now;
  later.scrub.resume(disk.scrub.place());
  later.go_on(3'600'000);
  EXPECT_TRUE(later.orders.empty());
}

TEST(Scrub, PlaceThatDoesNotRead_BeginsAnew) {
  for (const std::string place : {"", "{}", "[1]", R"({"part":"moon"})", R"({"part":"pages","page":-7})"}) {
    Disk disk;
    disk.scrub.resume(place);
    while (disk.orders.empty()) disk.go();
    EXPECT_EQ(disk.orders[0].from, 0u) << place;
  }
}

TEST(Scrub, WhatCannotBeReadTwice_IsToldOnce_AndThePassGoesOn) {
  Disk disk;
  disk.broken = [&](const ReadAgain& order) {
    return order.file == disk.files[0] || (order.file.empty() && order.from == 2 << 20);
  };
  disk.go_on(10 * 60'000);
  EXPECT_EQ(disk.damaged, (std::vector<std::string>{"", disk.files[0]}));
  EXPECT_EQ(disk.orders.back().file, disk.files[1]);
}

TEST(Scrub, WhatIsWholeWhenReadOnceMore_IsNotTold) {
  Disk disk;
  std::size_t failures = 0;
  disk.broken = [&](const ReadAgain&) { return ++failures % 2 == 1; };
  disk.go_on(10 * 60'000);
  EXPECT_TRUE(disk.damaged.empty());
  EXPECT_GT(failures, 10u);
}

TEST(Scrub, WorkerThatIsBusy_IsNoDamage) {
  Disk disk;
  disk.go_on(scrub_after_start_ms);
  for (int i = 0; i < 10; ++i) {
    const auto order = disk.tick();
    WasRead none{.file = "", .next = 0};
    none.fault = Error{.code = Code::busy};
    const bool found = order && disk.scrub.answered(none, disk.now);
    EXPECT_FALSE(found);
  }
  disk.go_on(60'000);
  EXPECT_EQ(disk.orders.front().from, 0u);
  EXPECT_TRUE(disk.damaged.empty());
}

TEST(Scrub, ClockThatIsSetBack_DoesNotStopIt) {
  Disk disk;
  disk.go_on(scrub_after_start_ms + 2'000);
  const auto before = disk.orders.size();
  disk.now -= 40 * 24 * 3'600'000LL;
  disk.go_on(2 * scrub_after_start_ms);
  EXPECT_GT(disk.orders.size(), before);
}

}  // namespace
}  // namespace karvan::core
