#include "tests/unit/sync/central/fixture.h"

// What waits for a version of a service that is not here yet.
namespace karvan::central {
namespace {

using namespace testing;

class Waiting : public Centre {
 protected:
  Waiting() {
    enrol(bus_);
    next_.title["en"] = "Domicile, next year's";
    next_version_ = seal::to_hex(seal::sha256(json::write(catalogue::write(next_))));
  }
  std::string of(std::size_t n) { return "lahore/application/" + std::to_string(n); }
  std::size_t waiting() { return must(Records(files_->records).parked_for("catalogue_missing", 0, 10'000)).size(); }

  Box bus_{"bus-01"};
  catalogue::Service next_ = rules::samples::service();
  std::string next_version_;
};

TEST_F(Waiting, P15_HoweverMuchWaits_AllOfItIsTakenOnceTheVersionIsHere) {
  const std::size_t many = slice_ops + 4;
  for (std::size_t n = 0; n < many; ++n) bus_.write(bus_.filing(of(n), next_version_));
  round(bus_.request());
  ASSERT_EQ(waiting(), many);
  publish(next_, 2);
  reconcile();
  EXPECT_EQ(waiting(), 0u);
  EXPECT_TRUE(record(of(many - 1)).reached("filed"));
}

// The first of them sets the other free, which is then not tried once more.
TEST_F(Waiting, P2_TwoOnOneRecord_AreEachTakenOnce) {
  Box other("bus-02");
  enrol(other);
  bus_.write(bus_.filing(of(1), next_version_));
  const auto second = other.write(other.filing(of(1), next_version_));
  round(bus_.request());
  round(other.request());
  ASSERT_EQ(waiting(), 2u);
  publish(next_, 2);
  reconcile();
  const auto rows = feed();
  EXPECT_EQ(std::count_if(rows.begin(), rows.end(), [&](const EntryRow& row) { return row.op == second; }), 2);
}

}  // namespace
}  // namespace karvan::central
