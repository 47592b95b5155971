#include "tests/unit/node/core/box.h"

// What a box takes for a lease: numbers that its centre signed to it, as it signed them.
namespace karvan::core {
namespace {

using samples::Box;
using samples::noon;

class Granted : public testing::Test {
 protected:
  // A later range than the one that the box has, of a kind that it knows.
  rules::Lease lease(const std::string& node = "bus-01") {
    return {"l8001", node, "receipt", 8'001, 8'010, noon, noon + 1'000'000'000};
  }
  // The box is told it; what its link says is wrong then.
  std::optional<Code> handed(const std::string& note) {
    exchange::Answer answer;
    answer.documents = {box_.document(exchange::Feed::node, "lease", "l8001", note)};
    box_.round();
    box_.say(std::move(answer));
    const auto& fault = box_.core->link().fault();
    return fault ? std::optional(fault->code) : std::nullopt;
  }
  std::string note(const rules::Lease& lease) { return seal::sign_note(rules::write_lease(lease), box_.centre_key()); }
  bool has_it() const { return box_.core->book().lease_of({"receipt", 8'001}).has_value(); }

  Box box_;
};

TEST_F(Granted, P5_OfTheCentreToThisBox_IsALease) {
  EXPECT_FALSE(handed(note(lease())));
  EXPECT_TRUE(has_it());
}

TEST_F(Granted, P5_SignedByAnotherKey_IsNone) {
  const auto other = seal::make_signing_key("centre", samples::seeded(9));
  EXPECT_EQ(handed(seal::sign_note(rules::write_lease(lease()), other)), Code::signature_wrong);
  EXPECT_FALSE(has_it());
}

TEST_F(Granted, P5_LentToAnotherBox_IsNone) {
  EXPECT_EQ(handed(note(lease("bus-02"))), Code::signature_wrong);
  EXPECT_FALSE(has_it());
}

TEST_F(Granted, P5_WithAnotherRangeThanWasSigned_IsNone) {
  auto changed = note(lease());
  const auto last = changed.find("8010");
  ASSERT_NE(last, std::string::npos);
  changed.replace(last, 4, "8999");
  EXPECT_EQ(handed(changed), Code::signature_wrong);
  EXPECT_FALSE(has_it());
}

TEST_F(Granted, P5_OverARangeThatThisBoxHolds_IsNone) {
  auto over = lease();
  over.first = 7'005;
  EXPECT_EQ(handed(note(over)), Code::lease_overlaps);
  EXPECT_FALSE(has_it());
}

}  // namespace
}  // namespace karvan::core
