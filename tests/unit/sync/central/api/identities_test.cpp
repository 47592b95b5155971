#include "sync/central/store/identities.h"

#include "tests/unit/sync/central/fixture.h"

// One person, year after year, with one service that is theirs once at a time.
namespace karvan::central {
namespace {

using namespace testing;

class Visits : public Centre {
 protected:
  Visits() {
    enrol(box_);
    auto service = rules::samples::service();
    service.once = {"phone"};
    publish(service, 2);
  }
  std::string next() {
    const auto number = std::to_string(++visits_);
    return "lahore/application/a" + std::string(number.size() < 2 ? "0" : "") + number;
  }
  std::string file() {
    const auto id = next();
    box_.write(box_.filing(id, version_));
    round(box_.request());
    return id;
  }
  void end(const std::string& id) {
    auto closing = box_.op(id);
    closing.closed = model::Closed{"withdrawn", "not needed any more"};
    box_.write(closing);
    round(box_.request());
  }
  std::vector<std::string> alike() {
    return must(Identities(*files_).alike("lahore/application/b", "domicile\nphone=1"));
  }
  Box box_{"bus-01"};
  int visits_ = 0;
};

TEST_F(Visits, P5_SecondOpenOneAfterManyThatEnded_IsADuplicate) {
  for (std::size_t i = 0; i <= alike_max; ++i) end(file());
  const auto first = file(), second = file();
  ASSERT_EQ(record(second).alarms.size(), 1u);
  EXPECT_EQ(record(second).alarms[0].what, "duplicate:" + first);
}

TEST_F(Visits, OneThatHasEnded_IsLookedForNoMore) {
  const auto id = file();
  EXPECT_EQ(alike(), std::vector{id});
  end(id);
  EXPECT_TRUE(alike().empty());
}

TEST_F(Visits, MoreThanAreLookedAt_TheNewestAre) {
  std::vector<std::string> ids;
  for (std::size_t i = 0; i <= alike_max; ++i) ids.insert(ids.begin(), file());
  ids.pop_back();
  EXPECT_EQ(alike(), ids);
}

}  // namespace
}  // namespace karvan::central
