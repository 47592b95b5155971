#include "tests/unit/node/api/whole_desk.h"

namespace karvan::api {
namespace {

using samples::WholeDesk;

TEST(Unclaimed, FilesOfNoApplication_AreToldWithTheExchange) {
  WholeDesk desk;
  desk.become("bilal");
  EXPECT_TRUE(desk.object(desk.get("exchange")).at("unclaimed").is_null());
  desk.box.unclaimed = {3, 5 << 20, true};
  desk.box.restart();
  desk.become("bilal");
  const auto told = desk.object(desk.get("exchange")).at("unclaimed").as_object();
  EXPECT_EQ(told.at("files").to_number<int>(), 3);
  EXPECT_EQ(told.at("bytes").to_number<int>(), 5 << 20);
  EXPECT_TRUE(told.at("full").as_bool());
}

}  // namespace
}  // namespace karvan::api
