#include "storage/store/salvage.h"

#include <algorithm>

#include "tests/unit/node/core/box.h"

namespace karvan::core {
namespace {

using samples::Box;
using samples::code_of;
using samples::noon;

void keep(Box& box, std::string_view id, const std::string& text) {
  ASSERT_TRUE(box.store().begin());
  ASSERT_TRUE(box.store().documents().put({std::string(store::salvage_kind), std::string(id), text, 0}));
  ASSERT_TRUE(box.store().commit());
}

bool holds(Box& box, const std::string& lease) {
  const auto leases = *box.store().leases().list();
  return std::any_of(leases.begin(), leases.end(), [&](const auto& one) { return one.id == lease; });
}

void grant(Box& box, const rules::Lease& lease) {
  exchange::Answer answer;
  answer.documents = {box.document(exchange::Feed::node, "lease", lease.id,
                                   seal::sign_note(rules::write_lease(lease), box.centre_key()))};
  box.round();
  box.say(std::move(answer));
}

TEST(Salvage, P5_InDoubt_LeasedNumbersGoBackOnceAndOnlyNewOnesAreIssued) {
  Box box;
  keep(box, store::salvage_doubt, "now");
  box.restart();
  const auto leases = *box.store().leases().list();
  for (const auto& lease : leases) EXPECT_EQ(lease.state, "returned");
  const auto count = box.count();
  EXPECT_EQ(count, 2u);  // the centre is told of both
  box.sign_in();
  const auto application = box.filed();
  EXPECT_EQ(code_of(box.ask(counter::TakePayment{{}, application, "cash", {50'000, "PKR"}, ""})), Code::no_lease_left);
  box.restart();
  box.sign_in();
  grant(box, {"l8001", "bus-01", "receipt", 8001, 8010, noon, noon + 1'000'000'000});
  box.paid(application);
  EXPECT_EQ(box.numbers().front().serial.number, 8001);
  box.restart();
  box.sign_in();
  box.paid(box.filed());
  EXPECT_EQ(box.numbers().size(), 2u);
}

TEST(Salvage, P5_ALeaseThatWasLost_IsNeverGrantedAnew) {
  Box box;
  keep(box, store::salvage_leases, std::to_string(noon + 1));
  grant(box, {"l9001", "bus-01", "receipt", 9001, 9010, noon, noon + 1'000'000'000});
  EXPECT_FALSE(holds(box, "l9001"));
  EXPECT_TRUE(holds(box, "l7001"));
  grant(box, {"l9101", "bus-01", "receipt", 9101, 9110, noon + 2, noon + 1'000'000'000});
  EXPECT_TRUE(holds(box, "l9101"));
}

}  // namespace
}  // namespace karvan::core
