#include <sqlite3.h>

#include "tests/crash/transactions.h"
#include "tests/support/fault_vfs.h"

namespace karvan::crash {
namespace {

using core::samples::Box;
using test::FaultVfs;

struct Fault {
  std::string name;
  void (*arm)(FaultVfs& vfs, std::uint64_t nth);
};
void PrintTo(const Fault& fault, std::ostream* out) { *out << fault.name; }
const Fault faults[] = {
    {"FailsOnce", [](FaultVfs& vfs, std::uint64_t nth) { vfs.fail_changes(nth, SQLITE_IOERR); }},
    {"FailsForGood", [](FaultVfs& vfs, std::uint64_t nth) { vfs.fail_changes(nth, SQLITE_IOERR, test::for_good); }},
    {"DiskFull", [](FaultVfs& vfs, std::uint64_t nth) { vfs.fail_changes(nth, SQLITE_FULL, test::for_good); }},
    {"Torn", [](FaultVfs& vfs, std::uint64_t nth) { vfs.tear_change(nth); }}};

// What comes after. `kept`: of the writes that no sync had met, each so manieth was on the disk already.
struct After {
  std::string name;
  bool powerless = false;
  std::size_t kept = 0;
};
const After afters[] = {
    {"the process is killed"}, {"the power is cut", true, 0}, {"the power is cut, some kept", true, 2}};

// What the desk would see of a transaction that nothing disturbs.
struct Reference {
  std::string before, after;
  std::uint64_t calls = 0;  // that change a file
};

// A scene on a disk that can be told to fail.
struct Stage {
  explicit Stage(const Transaction& transaction) { transaction.prepare(scene); }
  std::string account() {
    box.restart();
    return account_of(box);
  }
  void crash(const After& after) {
    vfs.cut();
    box.stop();
    if (after.powerless) vfs.cut_power(after.kept);
    vfs.heal();
    box.start();
  }
  struct Disk : FaultVfs {
    Disk() : FaultVfs("crash") { keep_account(); }
  } vfs;
  Box box{vfs.name()};
  Scene scene{box};
};

Reference reference_of(const Transaction& transaction) {
  Reference out;
  out.before = Stage(transaction).account();
  Stage stage(transaction);
  const auto before = stage.vfs.count_changes();
  EXPECT_TRUE(transaction.act(stage.scene));
  out.calls = stage.vfs.count_changes() - before;
  out.after = stage.account();
  return out;
}

class Crash : public testing::TestWithParam<std::tuple<Transaction, Fault>> {
 protected:
  const Transaction& transaction() const { return std::get<0>(GetParam()); }
  const Fault& fault() const { return std::get<1>(GetParam()); }

  Told disturbed(Stage& stage, std::uint64_t nth) {
    fault().arm(stage.vfs, nth);
    return transaction().act(stage.scene);
  }
  void ask_again(Stage& stage, const Told& told) {
    stage.box.sign_in();
    auto again = transaction().act(stage.scene);
    ASSERT_TRUE(again) << "P2: " << describe(again.error());
    EXPECT_EQ(*again, told.value_or(*again)) << "P2: another answer";
    EXPECT_EQ(stage.account(), reference_.after) << "P2";
    expect_promises(stage.box);
  }

  const Reference reference_ = reference_of(transaction());
};

TEST_P(Crash, P1_AfterIt_WhatWasToldIsTrue) {
  ASSERT_GT(reference_.calls, 0u);
  for (std::uint64_t nth = 1; nth <= reference_.calls; ++nth)
    for (const After& after : afters) {
      if (after.kept > 0 && fault().name != "Torn") continue;  // some writes without others: torn too
      SCOPED_TRACE(testing::Message() << "call " << nth << " of " << reference_.calls << ", then " << after.name);
      Stage stage(transaction());
      const Told told = disturbed(stage, nth);
      SCOPED_TRACE(told ? "told: done" : "told: " + describe(told.error()));
      stage.crash(after);
      const auto account = account_of(stage.box);
      const bool known = told || told.error().code != Code::outcome_unknown;
      if (known) {
        EXPECT_EQ(account, told ? reference_.after : reference_.before) << "P1";
      } else {
        EXPECT_TRUE(account == reference_.before || account == reference_.after) << "P1, in half: " << account;
      }
      expect_promises(stage.box);
      ask_again(stage, told);
      if (HasFailure()) return;
    }
}

TEST_P(Crash, P2_OverADiskThatComesBack_TheSameTakesEffectOnce) {
  for (std::uint64_t nth = 1; nth <= reference_.calls; ++nth) {
    SCOPED_TRACE(testing::Message() << "call " << nth << " of " << reference_.calls);
    Stage stage(transaction());
    const Told told = disturbed(stage, nth);
    stage.vfs.heal();
    stage.box.now += core::recover_every_ms;
    if (stage.box.core)
      stage.box.drain(core::Tick{});
    else
      stage.box.start();
    ask_again(stage, told);
    if (HasFailure()) return;
  }
}

INSTANTIATE_TEST_SUITE_P(Each, Crash,
                         testing::Combine(testing::ValuesIn(transactions().begin(), transactions().end()),
                                          testing::ValuesIn(faults)),
                         [](const auto& one) { return std::get<0>(one.param).name + std::get<1>(one.param).name; });

}  // namespace
}  // namespace karvan::crash
