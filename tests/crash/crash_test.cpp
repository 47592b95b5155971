#include <sqlite3.h>

#include <algorithm>

#include "tests/crash/stage.h"

// Every call that changes a file, failed, torn and cut.
namespace karvan::crash {
namespace {

using test::MemoryVfs;

struct ChangeFault {
  std::string name;
  void (*arm)(MemoryVfs& disk, std::uint64_t nth);
  bool keeps_a_part = false;  // of a power cut after it: once more with about half of what no sync had met
};
void PrintTo(const ChangeFault& fault, std::ostream* out) { *out << fault.name; }
const ChangeFault change_faults[] = {
    {"FailsOnce", [](MemoryVfs& disk, std::uint64_t nth) { disk.fail_changes(nth, SQLITE_IOERR); }},
    {"FailsTwice", [](MemoryVfs& disk, std::uint64_t nth) { disk.fail_changes(nth, SQLITE_IOERR, 2); }},
    {"FailsForGood", [](MemoryVfs& disk, std::uint64_t nth) { disk.fail_changes(nth, SQLITE_IOERR, test::for_good); }},
    {"DiskFull", [](MemoryVfs& disk, std::uint64_t nth) { disk.fail_changes(nth, SQLITE_FULL, test::for_good); }},
    {"Torn", [](MemoryVfs& disk, std::uint64_t nth) { disk.tear_change(nth); }, true}};

using Crash = testing::TestWithParam<std::tuple<Transaction, ChangeFault>>;

using Left = std::vector<std::pair<std::string, MemoryVfs::Image>>;

// What a disk may hold when the machine starts again; the same twice is one.
Left left_by(const MemoryVfs& disk, const ChangeFault& fault, std::uint64_t nth) {
  Left all = {{"the process is killed", disk.image()}, {"the power is cut", disk.image_after_cut()}};
  if (fault.keeps_a_part) all.emplace_back("half is there", disk.image_after_cut(test::Kept::by_chance(nth)));
  Left each;
  for (auto& one : all)
    if (std::ranges::find(each, one.second, &Left::value_type::second) == each.end()) each.push_back(std::move(one));
  return each;
}

TEST_P(Crash, P1_P2_P7_AfterIt_WhatWasToldIsTrue_AndTheSameTakesEffectOnce) {
  const auto& [transaction, fault] = GetParam();
  Judge judge(transaction);
  auto& disk = judge.stage().disk();
  ASSERT_GT(judge.reference().changes, 0u);
  for (std::uint64_t nth = 1; nth <= judge.reference().changes && !HasFailure(); ++nth) {
    SCOPED_TRACE(testing::Message() << "call " << nth << " of " << judge.reference().changes);
    judge.stage().rewind();
    fault.arm(disk, nth);
    const Told told = judge.stage().act();
    SCOPED_TRACE(told ? "told: done" : "told: " + describe(told.error()));
    const auto left = left_by(disk, fault, nth);
    judge.expect_box_goes_on(told);
    for (const auto& [after, image] : left) {
      SCOPED_TRACE(after);
      judge.expect_after_crash(image, told);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Each, Crash,
                         testing::Combine(testing::ValuesIn(transactions()), testing::ValuesIn(change_faults)),
                         [](const auto& one) { return std::get<0>(one.param).name + std::get<1>(one.param).name; });

}  // namespace
}  // namespace karvan::crash
