#include <sqlite3.h>

#include <algorithm>
#include <array>

#include "tests/crash/stage.h"

// Calls that change nothing and fail all the same: a file that does not open, a size, the log's index or a lock that is
// not to be had. With nothing remembered, as in reads_test.cpp.
namespace karvan::crash {
namespace {

using test::Io;

struct CallFault {
  const char* name;
  Io io;
  int status;
};
constexpr auto call_faults = std::to_array<CallFault>({{"open", Io::open, SQLITE_CANTOPEN},
                                                       {"size", Io::size, SQLITE_IOERR_FSTAT},
                                                       {"map", Io::map, SQLITE_IOERR_SHMMAP},
                                                       {"lock", Io::lock, SQLITE_IOERR_LOCK}});
constexpr std::uint64_t sampled_calls = 8;  // of all calls of a kind, spread evenly

std::uint64_t calls_of(Judge& judge, Io io) {
  judge.stage().rewind_cold();
  const auto before = judge.stage().disk().count(io);
  EXPECT_TRUE(judge.stage().act());
  return judge.stage().disk().count(io) - before;
}

using Calls = testing::TestWithParam<Transaction>;

TEST_P(Calls, P1_P2_P7_ThatFailOnce_WhatWasToldIsTrue_AndTheSameTakesEffectOnce) {
  Judge judge(GetParam());
  auto& disk = judge.stage().disk();
  std::uint64_t failed = 0;
  for (const auto& fault : call_faults) {
    const auto calls = calls_of(judge, fault.io);
    const auto step = std::max<std::uint64_t>(1, calls / sampled_calls);
    for (std::uint64_t nth = 1; nth <= calls && !HasFailure(); nth += step, ++failed) {
      SCOPED_TRACE(testing::Message() << fault.name << " " << nth << " of " << calls);
      judge.stage().rewind_cold();
      disk.fail(fault.io, nth, fault.status);
      const Told told = judge.stage().act();
      SCOPED_TRACE(told ? "told: done" : "told: " + describe(told.error()));
      const auto left = disk.image();
      judge.expect_box_goes_on(told);
      judge.expect_after_crash(left, told);
    }
  }
  EXPECT_GT(failed, 0u);
}

INSTANTIATE_TEST_SUITE_P(Each, Calls, testing::ValuesIn(transactions()),
                         [](const auto& one) { return one.param.name; });

TEST(CallsOfAStart, AreOfEachKind) {
  const auto& all = transactions();
  const auto start = std::ranges::find(all, "StartAfterPowerCut", &Transaction::name);
  ASSERT_NE(start, all.end());
  Judge judge(*start);
  for (const auto& fault : call_faults) EXPECT_GT(calls_of(judge, fault.io), 0u) << fault.name;
}

}  // namespace
}  // namespace karvan::crash
