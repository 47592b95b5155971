#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <iostream>

#include "tests/crash/stage.h"

// Calls that change nothing and fail all the same: a file that does not open or is not seen, a size, the log's index or
// a lock that is not to be had. With nothing remembered, as in reads_test.cpp.
//
// What never fails here: giving up a lock, or the log's index. The engine asks for no answer (wal.c: walUnlockShared,
// walUnlockExclusive, sqlite3WalClose), and Linux gives up a whole range without needing anything. Nor xFileControl: of
// what the engine asks by it beside a log, the disk is asked only whether the file was moved (os_unix.c: fileHasMoved),
// and where that is not known the log is left as it lies when the last one closes.
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
                                                       {"lock", Io::lock, SQLITE_IOERR_LOCK},
                                                       {"access", Io::access, SQLITE_IOERR_ACCESS}});
constexpr std::uint64_t sampled_calls = 8;  // of all calls of a kind, spread evenly

std::uint64_t calls_of(Judge& judge, Io io) {
  judge.stage().rewind_cold();
  const auto before = judge.stage().disk().count(io);
  EXPECT_TRUE(judge.stage().act());
  return judge.stage().disk().count(io) - before;
}

using Calls = testing::TestWithParam<std::tuple<Transaction, std::uint64_t>>;

TEST_P(Calls, P1_P2_P7_ThatFail_WhatWasToldIsTrue_AndTheSameTakesEffectOnce) {
  const auto& [transaction, times] = GetParam();
  Judge judge(transaction);
  auto& disk = judge.stage().disk();
  std::uint64_t failed = 0;
  for (const auto& fault : call_faults) {
    const auto calls = calls_of(judge, fault.io);
    const auto step = step_of(calls, sampled_calls);
    for (std::uint64_t nth = 1; nth <= calls && !HasFailure(); nth += step, ++failed) {
      SCOPED_TRACE(testing::Message() << fault.name << " " << nth << " of " << calls);
      judge.stage().rewind_cold();
      disk.fail(fault.io, nth, fault.status, times);
      judge.expect_true_after(judge.stage().act());
    }
  }
  EXPECT_GT(failed, 0u);
  if (every_request()) std::cout << "failed: " << failed << std::endl;
}

INSTANTIATE_TEST_SUITE_P(Each, Calls,
                         testing::Combine(testing::ValuesIn(transactions()), testing::Values(1, test::for_good)),
                         [](const auto& one) {
                           return std::get<0>(one.param).name + (std::get<1>(one.param) == 1 ? "Once" : "ForGood");
                         });

TEST(CallsOfAStart, AreOfEachKind) {
  const auto& all = transactions();
  const auto start = std::ranges::find(all, "StartAfterPowerCut", &Transaction::name);
  ASSERT_NE(start, all.end());
  Judge judge(*start);
  for (const auto& fault : call_faults) EXPECT_GT(calls_of(judge, fault.io), 0u) << fault.name;
}

}  // namespace
}  // namespace karvan::crash
