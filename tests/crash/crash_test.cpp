#include <sqlite3.h>

#include "tests/crash/stage.h"

// Every call that changes a file, failed, torn and cut.
namespace karvan::crash {
namespace {

using test::MemoryVfs;

struct Fault {
  std::string name;
  void (*arm)(MemoryVfs& disk, std::uint64_t nth);
  std::vector<std::size_t>
      kept;  // of a power cut after it: which writes that no sync had met were there; see MemoryVfs
};
void PrintTo(const Fault& fault, std::ostream* out) { *out << fault.name; }
const Fault faults[] = {
    {"FailsOnce", [](MemoryVfs& disk, std::uint64_t nth) { disk.fail_changes(nth, SQLITE_IOERR); }, {0}},
    {"FailsTwice", [](MemoryVfs& disk, std::uint64_t nth) { disk.fail_changes(nth, SQLITE_IOERR, 2); }, {0}},
    {"FailsForGood",
     [](MemoryVfs& disk, std::uint64_t nth) { disk.fail_changes(nth, SQLITE_IOERR, test::for_good); },
     {0}},
    {"DiskFull", [](MemoryVfs& disk, std::uint64_t nth) { disk.fail_changes(nth, SQLITE_FULL, test::for_good); }, {}},
    {"Torn", [](MemoryVfs& disk, std::uint64_t nth) { disk.tear_change(nth); }, {0, 2}}};

using Crash = testing::TestWithParam<std::tuple<Transaction, Fault>>;

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
    std::vector<std::pair<std::string, MemoryVfs::Image>> left = {{"the process is killed", disk.image()}};
    for (const auto kept : fault.kept) left.emplace_back("the power is cut", disk.image_after_cut(kept));
    judge.expect_box_goes_on(told);
    for (const auto& [after, image] : left) {
      SCOPED_TRACE(after);
      judge.expect_after_crash(image, told);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Each, Crash, testing::Combine(testing::ValuesIn(transactions()), testing::ValuesIn(faults)),
                         [](const auto& one) { return std::get<0>(one.param).name + std::get<1>(one.param).name; });

}  // namespace
}  // namespace karvan::crash
