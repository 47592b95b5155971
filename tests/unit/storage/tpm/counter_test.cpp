#include "storage/tpm/counter.h"

#include <gtest/gtest.h>

#include "tests/unit/storage/tpm/soft_tpm.h"

namespace karvan::tpm {
namespace {

struct CounterTest : testing::Test {
  Counter counter(const std::string& name = "0badcafe") const { return Counter(soft.tcti(), name); }
  static Code code_of(const Result<std::uint64_t>& counted) { return counted ? Code::not_found : counted.error().code; }
  SoftTpm soft;
};

TEST_F(CounterTest, Asked_StaysAndRaised_Rises) {
  const auto first = counter().rise(0, true);
  ASSERT_TRUE(first) << describe(first.error());
  EXPECT_EQ(counter().rise(0, false).value(), *first);
  EXPECT_EQ(counter().rise(*first, false).value(), *first);
  EXPECT_EQ(counter().rise(*first + 3, false).value(), *first + 3);
  EXPECT_EQ(counter().rise(*first, false).value(), *first + 3);
}

TEST_F(CounterTest, P7_OverARestartOfTheMachine_StaysWhereItWas) {
  const auto stood = counter().rise(5, true).value();
  soft.stop();
  soft.start();
  EXPECT_EQ(counter().rise(0, false).value(), stood);
}

TEST_F(CounterTest, OfAnotherName_CountsApart) {
  const auto one = counter("one").rise(0, true).value();
  const auto two = counter("two").rise(one + 7, true).value();
  EXPECT_EQ(counter("one").rise(0, false).value(), one);
  EXPECT_EQ(counter("two").rise(0, false).value(), two);
}

// So that a TPM without it is not taken for a new one.
TEST_F(CounterTest, P7_WhereThereIsNone_ItIsMadeOnlyWhenThatIsSaid) {
  EXPECT_EQ(code_of(counter().rise(0, false)), Code::tpm_other);
  EXPECT_TRUE(counter().rise(0, true));
  const SoftTpm other;
  EXPECT_EQ(code_of(Counter(other.tcti(), "0badcafe").rise(0, false)), Code::tpm_other);
}

// Whoever has the box may delete it, for the owner's hierarchy has no password; that lowers nothing.
TEST_F(CounterTest, P7_DeletedAndMadeAgain_GoesOnAbove) {
  const auto stood = counter().rise(20, true).value();
  soft.forget(counter().index());
  EXPECT_EQ(code_of(counter().rise(0, false)), Code::tpm_other);
  EXPECT_GT(counter().rise(0, true).value(), stood);
}

TEST_F(CounterTest, P7_AnOrdinaryIndexInItsPlace_IsTpmOther) {
  soft.define_plain(counter().index());
  EXPECT_EQ(code_of(counter().rise(0, true)), Code::tpm_other);
}

TEST_F(CounterTest, FarAway_IsReachedInSeveralCalls) {
  const auto first = counter().rise(0, true).value();
  const auto to = first + steps_max + 5;
  EXPECT_EQ(counter().rise(to, false).value(), first + steps_max);
  EXPECT_EQ(counter().rise(to, false).value(), to);
}

TEST_F(CounterTest, NoTpm_IsTpmMissing) {
  soft.stop();
  EXPECT_EQ(code_of(counter().rise(0, true)), Code::tpm_missing);
}

}  // namespace
}  // namespace karvan::tpm
