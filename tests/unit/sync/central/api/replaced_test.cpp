#include "tests/unit/sync/central/fixture.h"

// P7. A box was replaced by another under its name and with a key of its own; nothing else speaks for it unnoticed.
namespace karvan::central {
namespace {

using testing::Box;
using testing::must;
using testing::noon;

class Replaced : public testing::Centre {
 protected:
  void replace() {
    must(in_transaction(files_->inbox, [&] {
      return Nodes(files_->inbox).put({"bus-01", 1, "lahore", key_text(fresh_key_), "fp2", noon + 1'000});
    }));
  }
  static std::string key_text(const seal::SigningKey& key) { return seal::to_text(seal::verifying(key)); }
  exchange::Answer say(const Box& box) {
    exchange::Outbox outbox;
    outbox.node = box.name();
    for (const auto& run : box.runs_)
      if (!run.lines.empty()) outbox.runs.push_back(run);
    outbox.bytes_per_second = 10 << 20;
    return round(exchange::build(outbox, fresh_key_));
  }
  static std::vector<std::string> leases_in(const exchange::Answer& answer) {
    std::vector<std::string> names;
    for (const auto& document : answer.documents)
      if (document.kind == "lease") names.push_back(document.name);
    return names;
  }
  static Box begun(const std::string& epoch) {
    Box box("bus-01");
    box.runs_.clear();
    box.start(epoch);
    return box;
  }

  Box old_{"bus-01"};
  seal::SigningKey fresh_key_ = seal::make_signing_key("bus-01", testing::counted(4'711));
};

// The first box had sent nothing, so that the new one's log is the first under the name.
TEST_F(Replaced, P7_FirstCloneOfABoxThatReplacedASilentOne_IsNoticed) {
  enrol(old_);
  replace();
  Box fresh = begun("n1");
  fresh.write(fresh.filing(a1, version_));
  Box clone = fresh;
  EXPECT_FALSE(say(fresh).fork);
  fresh.start("n2");
  fresh.write(fresh.filing(a2, version_));
  clone.start("n3");
  clone.write(clone.filing("lahore/application/c", version_));
  EXPECT_FALSE(say(fresh).fork);
  EXPECT_TRUE(say(clone).fork);
}

TEST_F(Replaced, P7_FirstCloneOfABoxThatReplacedABusyOne_IsNoticed) {
  enrol(old_);
  old_.write(old_.filing("lahore/application/o", version_));
  round(old_.request());
  replace();
  Box fresh = begun("n1");
  fresh.write(fresh.filing(a1, version_));
  Box clone = fresh;
  EXPECT_FALSE(say(fresh).fork) << "its log may begin anew";
  fresh.start("n2");
  fresh.write(fresh.filing(a2, version_));
  clone.start("n3");
  clone.write(clone.filing("lahore/application/c", version_));
  EXPECT_FALSE(say(fresh).fork);
  EXPECT_TRUE(say(clone).fork);
}

// Its log may begin anew once, not twice.
TEST_F(Replaced, P7_SecondFirstStartUnderTheNewKey_IsNoticed) {
  enrol(old_);
  replace();
  Box fresh = begun("n1"), again = begun("n2");
  fresh.write(fresh.filing(a1, version_));
  again.write(again.filing(a2, version_));
  EXPECT_FALSE(say(fresh).fork);
  EXPECT_TRUE(say(again).fork);
}

// P5. What was lent to the box before it may be used already.
TEST_F(Replaced, P5_NumbersLentToTheReplacedBox_AreNotTheNewOnes) {
  enrol(old_);
  const auto before = leases_in(round(old_.request()));
  ASSERT_FALSE(before.empty());
  replace();
  const auto after = leases_in(say(begun("n1")));
  EXPECT_EQ(after.size(), before.size()) << "it gets its own at once";
  for (const auto& lease : after) EXPECT_EQ(std::count(before.begin(), before.end(), lease), 0);
}

// Of leases of before that was written down, and of those that came back after a restore, nobody knows whose they are.
TEST_F(Replaced, P5_NumbersLentToNobodyKnowsWhom_AreNotTheNewOnes_AndItGetsItsOwn) {
  enrol(old_);
  const auto before = leases_in(round(old_.request()));
  must(in_transaction(files_->records, [&]() -> Result<void> {
    TRY_VOID(files_->records.run("UPDATE lease SET head_key = ''"));
    return {};
  }));
  EXPECT_EQ(leases_in(round(old_.request())), before) << "there was never another box";
  replace();
  const auto after = leases_in(say(begun("n1")));
  EXPECT_EQ(after.size(), before.size());
  for (const auto& lease : after) EXPECT_EQ(std::count(before.begin(), before.end(), lease), 0);
}

// What the replaced box had not sent comes late, on a stick.
TEST_F(Replaced, LateWorkOfTheReplacedBox_IsNoFork) {
  enrol(old_);
  old_.write(old_.filing("lahore/application/o", version_));
  replace();
  Box fresh = begun("n1");
  fresh.write(fresh.filing(a1, version_));
  EXPECT_FALSE(say(fresh).fork);
  EXPECT_FALSE(round(old_.request()).fork);
  EXPECT_TRUE(record("lahore/application/o").reached("filed"));
}

}  // namespace
}  // namespace karvan::central
