#include <sqlite3.h>

#include "tests/crash/stage.h"

// A disk that says that it has synced, and has not. What was told to be saved may be gone then, and no program can help
// it; but it is gone as a whole, or the box notices that its file is damaged.
namespace karvan::crash {
namespace {

using Lies = testing::TestWithParam<Transaction>;

constexpr std::uint64_t sampled_cuts = 4;  // of all calls that change a file, spread evenly

// The log is brought into the file, and written over from its beginning.
void checkpoint(core::samples::Box& box) {
  auto& store = box.store();
  ASSERT_TRUE(store.wipe());
  ASSERT_TRUE(store.begin());
  ASSERT_TRUE(store.documents().put({"crash", "after", "the checkpoint", 0}));
  ASSERT_TRUE(store.commit());
}

// `in_between`: of what takes several commits, some are there.
void expect_sound_prefix(Judge& judge, const test::MemoryVfs::Image& image, bool in_between = false) {
  try {
    judge.stage().start_from(image);
  } catch (const std::runtime_error& noticed) {
    EXPECT_TRUE(std::string(noticed.what()).starts_with("database_damaged") ||
                std::string(noticed.what()).starts_with("chain_broken"))
        << noticed.what();
    return;
  }
  const auto account = account_of(judge.stage().box());
  const bool whole = account == judge.reference().before || account == judge.reference().after;
  EXPECT_TRUE(whole || in_between) << "in half: " << account;
  expect_promises(judge.stage().box());
}

TEST_P(Lies, P7_AfterAPowerCut_NothingIsThereInHalf_OrItIsNoticed) {
  Judge judge(GetParam());
  auto& stage = judge.stage();
  for (const bool checkpointed : {false, true})
    for (const std::size_t kept : {0, 2, 3, 5}) {
      SCOPED_TRACE(testing::Message() << (checkpointed ? "after a checkpoint, " : "") << "each " << kept << "th kept");
      stage.rewind();
      stage.disk().lie();
      ASSERT_TRUE(stage.act());
      if (checkpointed) checkpoint(stage.box());
      const auto left = stage.disk().image_after_cut(kept);
      stage.disk().lie(false);
      expect_sound_prefix(judge, left);
    }
}

TEST_P(Lies, P7_AfterAPowerCutInMidAct_NothingIsThereInHalf_OrItIsNoticed) {
  Judge judge(GetParam());
  auto& stage = judge.stage();
  const auto calls = judge.reference().changes;
  for (std::uint64_t nth = 1; nth <= calls && !HasFailure(); nth += step_of(calls, sampled_cuts))
    for (const bool by_chance : {false, true}) {
      SCOPED_TRACE(testing::Message() << "call " << nth << " of " << calls << (by_chance ? ", half is there" : ""));
      stage.rewind();
      stage.disk().lie();
      stage.disk().fail_changes(nth, SQLITE_IOERR, test::for_good);
      (void)stage.act();
      const auto left = stage.disk().image_after_cut(by_chance ? test::Kept::by_chance(nth) : test::Kept(2));
      stage.disk().lie(false);
      expect_sound_prefix(judge, left, !GetParam().one_commit);
    }
}

INSTANTIATE_TEST_SUITE_P(Each, Lies, testing::ValuesIn(transactions()), [](const auto& one) { return one.param.name; });

}  // namespace
}  // namespace karvan::crash
