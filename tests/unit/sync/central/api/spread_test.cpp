#include <stdexcept>

#include "sync/central/api/crew.h"
#include "tests/unit/sync/central/fixture.h"

// Who does what is pure changes nothing of what comes out.
namespace karvan::central::testing {
namespace {

using Work = std::function<void(std::size_t)>;
using Aside = std::function<void()>;

void backwards(std::size_t count, const Work& work, const Aside& aside) {
  while (count > 0) work(--count);
  aside();
}

void broken(std::size_t, const Work&, const Aside&) { throw std::runtime_error("spread"); }

// What was read is not to be had, but the rest was done.
void broken_after(std::size_t count, const Work& work, const Aside& aside) {
  one_by_one(count, work, aside);
  throw std::runtime_error("spread");
}

class SpreadOut : public Centre {
 protected:
  // A log with what can be read ahead and what cannot.
  void write_log() {
    for (const char* of : {a1, a2, "lahore/application/a3"}) box_.write(box_.filing(of, version_));
    auto wrong = box_.filing("lahore/application/a4", version_);
    wrong.set = {{"phone", "1"}, {"born", "2999-01-01"}};
    box_.write(wrong);
    auto unknown = box_.filing("lahore/application/a5", std::string(64, '0'));
    box_.write(unknown);
    box_.write_line("{\"v\":1,");
    auto change = box_.op(a1);
    change.set = {{"phone", "2"}};
    box_.write(change);
  }

  std::vector<std::string> settled_by(Spread spread) {
    Reconciler reconciler(*files_, keys_.signing, counted(7), std::move(spread));
    must(reconciler.start());
    for (int i = 0; must(reconciler.step(noon + 2'000)); ++i) EXPECT_LT(i, 100);
    std::vector<std::string> said;
    for (const auto& entry : feed())
      if (entry.op.node == box_.name())
        said.push_back(model::to_text(entry.op) + " " + model::write_verdict(entry.verdict));
    for (const char* of : {a1, a2, "lahore/application/a3", "lahore/application/a4", "lahore/application/a5"})
      said.push_back(must(Records(files_->records).record("lahore", of))->body);
    return said;
  }

  // Each in a centre of its own.
  std::vector<std::string> settled_anew(Spread spread) {
    close();
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    begin();
    enrol(box_);
    must(accept(box_.request()));
    return settled_by(std::move(spread));
  }

  Box box_{"bus-01"};
};

TEST_F(SpreadOut, P3_ReadInAnyOrder_GivesTheSameVerdictsAndBytes) {
  write_log();
  const auto in_order = settled_anew(one_by_one);
  EXPECT_EQ(in_order.size(), 12u);
  EXPECT_EQ(settled_anew(backwards), in_order);
}

TEST_F(SpreadOut, P15_WhatThrowsWhileItIsReadAhead_StopsNothing) {
  write_log();
  const auto in_order = settled_anew(one_by_one);
  EXPECT_EQ(settled_anew(broken), in_order);
  EXPECT_EQ(settled_anew(broken_after), in_order);
}

// Each slice is read while the one before it is settled; what comes later on a record finds what came earlier.
TEST_F(SpreadOut, P3_SliceAfterSlice_GivesTheSameVerdictsAndBytes) {
  write_log();
  for (std::size_t n = 0; n < 2 * slice_ops; ++n)
    box_.write(box_.filing("lahore/application/b" + std::to_string(n), version_));
  auto change = box_.op(a2);
  change.set = {{"phone", "3"}};
  box_.write(change);
  box_.write(box_.filing("lahore/application/b1", version_));
  const auto in_order = settled_anew(one_by_one);
  EXPECT_EQ(in_order.size(), 14u + 2 * slice_ops);
  Crew crew(2);
  EXPECT_EQ(
      settled_anew([&](std::size_t count, const Work& work, const Aside& aside) { crew.each(count, work, aside); }),
      in_order);
  EXPECT_EQ(settled_anew(broken_after), in_order);
}

TEST_F(SpreadOut, SecondFiling_IsLookedAtWithWhatTheRecordSays) {
  enrol(box_);
  auto first = box_.filing(a1, version_);
  first.set["married"] = "yes";
  box_.write(first);
  auto again = box_.filing(a1, version_);
  again.set = {{"spouse", "Sara"}};  // alone, nobody would be asked for that
  again.advance.clear();
  box_.write(again);
  must(accept(box_.request()));
  reconcile();
  EXPECT_EQ(feed()[1].verdict, model::Verdict{});
}

}  // namespace
}  // namespace karvan::central::testing
