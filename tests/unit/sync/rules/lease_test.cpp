#include "sync/rules/lease.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace karvan::rules {
namespace {

Lease lease() { return {"ab12", "bus-01", "receipt", 7001, 7500, 1'000, 2'000}; }

RC_GTEST_PROP(LeaseText, Written_ReadsBackTheSame, ()) {
  Lease l = lease();
  l.first = *rc::gen::inRange<std::int64_t>(1, 1ll << 50);
  l.last = l.first + *rc::gen::inRange<std::int64_t>(0, lease_numbers_max);
  l.not_after_ms = *rc::gen::inRange<std::int64_t>(0, 1ll << 50);
  RC_ASSERT(parse_lease(write_lease(l)) == l);
}

TEST(LeaseText, EmptyRange_IsRefused) {
  Lease l = lease();
  l.last = l.first - 1;
  EXPECT_FALSE(parse_lease(write_lease(l)));
}

TEST(LeaseText, RangeOverTheLimit_IsRefused) {
  Lease l = lease();
  l.last = l.first + lease_numbers_max;
  EXPECT_FALSE(parse_lease(write_lease(l)));
}

// Its text with another rest of one of its lines.
std::string text_with(const std::string& name, const std::string& rest) {
  auto text = write_lease(lease());
  const auto at = text.find("\n" + name + " ") + 1;
  return text.replace(at, text.find('\n', at) - at, name + rest);
}

TEST(LeaseText, LineThatIsNotInItsPlace_IsRefused) {
  ASSERT_TRUE(parse_lease(text_with("id", " ab12")));
  for (const char* name : {"id", "node", "kind", "first", "last", "issued", "not_after"}) {
    auto text = write_lease(lease());
    auto cut = text.substr(0, text.find("\n" + std::string(name) + " ") + 1);
    EXPECT_FALSE(parse_lease(cut)) << name;
    EXPECT_FALSE(parse_lease(text.replace(cut.size(), 1, "x"))) << name;
    EXPECT_FALSE(parse_lease(text_with(name, ""))) << name;
  }
  EXPECT_FALSE(parse_lease("karvan/lease/v1\nid_ab12\n"));
  EXPECT_FALSE(parse_lease("karvan/lease/v2\nid ab12\n"));
}

TEST(LeaseText, ThatIsNoWholeNumber_IsRefused) {
  for (const char* name : {"first", "last", "issued", "not_after"})
    for (const char* value : {" x", " 7100x", " -1", " 9223372036854775808"})
      EXPECT_FALSE(parse_lease(text_with(name, value))) << name << value;
}

TEST(LeaseText, OfNoIdNoKindOrFromNought_IsRefused) {
  for (const char* name : {"id", "kind"}) EXPECT_FALSE(parse_lease(text_with(name, " "))) << name;
  EXPECT_FALSE(parse_lease(text_with("first", " 0")));
}

TEST(LeaseText, FurtherLine_IsRefused) { EXPECT_FALSE(parse_lease(write_lease(lease()) + "last 9999\n")); }

TEST(LeaseNumbers, P14_AfterTheTime_ItIsOver) {
  EXPECT_FALSE(expired(lease(), 2'000));
  EXPECT_TRUE(expired(lease(), 2'001));
}

TEST(LeaseNumbers, OtherKind_IsNotContained) {
  EXPECT_TRUE(contains(lease(), {"receipt", 7500}));
  EXPECT_FALSE(contains(lease(), {"licence", 7100}));
  EXPECT_FALSE(contains(lease(), {"receipt", 7501}));
}

TEST(Usage, OfADay_CountsAtOnceAndFadesSlowly) {
  Usage usage;
  for (int i = 0; i < 300; ++i) usage = after_one(usage, "2026-11-21");
  EXPECT_EQ(per_day(usage), 300);
  usage = after_one(usage, "2026-11-22");
  EXPECT_EQ(per_day(usage), 300);
  usage = after_one(usage, "2026-11-23");
  EXPECT_EQ(per_day(usage), 263);
}

TEST(Usage, Text_RoundTrips) {
  const Usage usage{"2026-11-21", 12, 340};
  EXPECT_EQ(parse_usage(write_usage(usage)), usage);
  for (auto text :
       {"", "2026-11-21", "2026-11-21 1", "2026-11-21 x 3", "2026-11-21 -1 3", "2026-11-21 1 x", "2026-11-21 1 -3"})
    EXPECT_EQ(parse_usage(text), Usage{}) << text;
}

TEST(Usage, OfATwentyFourDeskBus_LastsFourMonths) {
  EXPECT_EQ(lease_target(0), lease_size);
  EXPECT_GE(lease_target(500), 500 * 120);
  EXPECT_EQ(lease_target(1'000'000), lease_held_max);
  EXPECT_TRUE(runs_low(249, 0));
  EXPECT_FALSE(runs_low(250, 0));
}

}  // namespace
}  // namespace karvan::rules
