#include <algorithm>
#include <array>

#include "tests/crash/change_faults.h"
#include "tests/crash/stage.h"

// Every call that changes a file, failed, torn and cut: those of the act, and those of the recovery after it.
namespace karvan::crash {
namespace {

using Parameter = std::tuple<Transaction, ChangeFault>;

std::string name_of(const testing::TestParamInfo<Parameter>& one) {
  return std::get<0>(one.param).name + std::get<1>(one.param).name;
}

using Crash = testing::TestWithParam<Parameter>;

TEST_P(Crash, P1_P2_P7_AfterIt_WhatWasToldIsTrue_AndTheSameTakesEffectOnce) {
  const auto& [transaction, fault] = GetParam();
  Judge judge(transaction);
  ASSERT_GT(judge.reference().changes, 0u);
  for (std::uint64_t nth = 1; nth <= judge.reference().changes && !HasFailure(); ++nth) {
    SCOPED_TRACE(testing::Message() << "call " << nth << " of " << judge.reference().changes);
    judge.stage().rewind();
    fault.arm(judge.stage().disk(), nth);
    judge.expect_true_after(judge.stage().act(), fault.half(nth));
  }
}

INSTANTIATE_TEST_SUITE_P(Each, Crash,
                         testing::Combine(testing::ValuesIn(transactions()), testing::ValuesIn(change_faults)),
                         name_of);

// The commit is in doubt, so the running box closes its file, opens it anew and brings its log into it, and a call of
// all that fails too.
class RecoveryOfABox : public testing::TestWithParam<Parameter> {
 protected:
  std::uint64_t changes() {
    rewind();
    const auto before = disk_.count_changes();
    EXPECT_FALSE(judge_.stage().act());
    return disk_.count_changes() - before;
  }
  void rewind() {
    judge_.stage().rewind();
    disk_.fail(test::Io::sync, 1, SQLITE_IOERR_FSYNC);
  }

  Judge judge_{std::get<0>(GetParam())};
  test::MemoryVfs& disk_ = judge_.stage().disk();
};

TEST_P(RecoveryOfABox, P1_P2_P7_AfterIt_WhatWasToldIsTrue_AndTheSameTakesEffectOnce) {
  const auto& fault = std::get<1>(GetParam());
  const auto all = changes();
  ASSERT_GT(all, judge_.reference().changes);
  for (std::uint64_t nth = 1; nth <= all && !HasFailure(); ++nth) {
    SCOPED_TRACE(testing::Message() << "call " << nth << " of " << all);
    rewind();
    fault.arm(disk_, nth);
    judge_.expect_true_after(judge_.stage().act(), fault.half(nth));
  }
}

// Letters of each kind that is answered in its own way where a commit is in doubt.
std::vector<Transaction> in_doubt() {
  constexpr auto names = std::to_array<std::string_view>(
      {"TakePayment", "GroupCommit", "AttachFile", "FoldSlice", "FileSent", "TakeStick", "PrinterSays", "Count"});
  std::vector<Transaction> out;
  for (const auto& one : transactions())
    if (std::ranges::find(names, one.name) != names.end()) out.push_back(one);
  return out;
}

INSTANTIATE_TEST_SUITE_P(Of, RecoveryOfABox,
                         testing::Combine(testing::ValuesIn(in_doubt()), testing::ValuesIn(change_faults)), name_of);

}  // namespace
}  // namespace karvan::crash
