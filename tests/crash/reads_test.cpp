#include <sqlite3.h>

#include "tests/crash/stage.h"

// Every read of the act failed or cut short. What could not be read may be refused; it is never taken for nothing.
namespace karvan::crash {
namespace {

struct ReadFault {
  std::string name;
  int status = SQLITE_OK;
  std::uint64_t times = 1;
};
void PrintTo(const ReadFault& fault, std::ostream* out) { *out << fault.name; }
const ReadFault read_faults[] = {{"ReadFailsOnce", SQLITE_IOERR_READ, 1},
                                 {"ReadFailsForGood", SQLITE_IOERR_READ, test::for_good},
                                 {"ReadIsShort", SQLITE_IOERR_SHORT_READ, 1}};

// With nothing remembered an act reads at least so much of the file.
constexpr std::uint64_t reads_min = 5;

using Reads = testing::TestWithParam<std::tuple<Transaction, ReadFault>>;

TEST_P(Reads, P1_P2_P7_AfterIt_WhatWasToldIsTrue_AndTheSameTakesEffectOnce) {
  const auto& [transaction, fault] = GetParam();
  Judge judge(transaction);
  auto& disk = judge.stage().disk();
  ASSERT_GE(judge.reference().reads, reads_min);
  for (std::uint64_t nth = 1; nth <= judge.reference().reads && !HasFailure(); ++nth) {
    SCOPED_TRACE(testing::Message() << "read " << nth << " of " << judge.reference().reads);
    judge.stage().rewind_cold();
    disk.fail(test::Io::read, nth, fault.status, fault.times);
    judge.expect_true_after(judge.stage().act());
  }
}

INSTANTIATE_TEST_SUITE_P(Each, Reads,
                         testing::Combine(testing::ValuesIn(transactions()), testing::ValuesIn(read_faults)),
                         [](const auto& one) { return std::get<0>(one.param).name + std::get<1>(one.param).name; });

}  // namespace
}  // namespace karvan::crash
