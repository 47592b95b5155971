#include <iostream>

#include "tests/crash/allocations.h"
#include "tests/crash/stage.h"

// The engine is refused memory in mid-act.
namespace karvan::crash {
namespace {

constexpr std::uint64_t sampled_requests = 40;  // of all, spread evenly
constexpr std::uint64_t several_requests = 20;  // refused one after the other

using Memory = testing::TestWithParam<std::tuple<Transaction, std::uint64_t>>;

std::uint64_t requests_of(Judge& judge) {
  judge.stage().rewind();
  const auto before = allocations::of_engine().count();
  EXPECT_TRUE(judge.stage().act());
  return allocations::of_engine().count() - before;
}

TEST_P(Memory, P1_P2_P7_AfterIt_WhatWasToldIsTrue_AndTheSameTakesEffectOnce) {
  const auto& [transaction, times] = GetParam();
  Judge judge(transaction);
  const auto requests = requests_of(judge);
  // Signing in asks for none once its statements are there.
  if (requests == 0) {
    ASSERT_EQ(transaction.name, "SignIn");
  }
  const auto step = step_of(requests, sampled_requests);
  std::uint64_t refused = 0;
  for (std::uint64_t nth = 1; nth <= requests && !HasFailure(); nth += step) {
    SCOPED_TRACE(testing::Message() << "request " << nth << " of " << requests);
    judge.stage().rewind();
    allocations::of_engine().fail(nth, times);
    const Told told = judge.stage().act();
    allocations::of_engine().heal();
    ++refused;
    judge.expect_true_after(told);
  }
  RecordProperty("refused", static_cast<int>(refused));
  if (every_request()) std::cout << "refused: " << refused << std::endl;
}

INSTANTIATE_TEST_SUITE_P(Each, Memory,
                         testing::Combine(testing::ValuesIn(transactions()), testing::Values(1, several_requests)),
                         [](const auto& one) {
                           return std::get<0>(one.param).name + (std::get<1>(one.param) == 1 ? "Once" : "Several");
                         });

}  // namespace
}  // namespace karvan::crash
