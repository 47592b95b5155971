#include "node/ports/drivers.h"

#include <gtest/gtest.h>

#include "tests/support/scratch.h"

namespace karvan::ports {
namespace {

class Drivers : public testing::Test {
 protected:
  std::string file(const std::string& text) const {
    auto path = folder_.path("devices.json");
    test::write_bytes(path, text);
    return path;
  }
  test::Scratch folder_;
};

TEST_F(Drivers, NothingNamed_AreNone) { EXPECT_TRUE(drivers_of("", "").value().empty()); }

TEST_F(Drivers, PrinterAndFile_AddUp) {
  auto drivers = drivers_of(file(R"({"drivers":[{"name":"virtual","program":"karvan-driver-virtual","devices":
      [{"id":"card","family":"card_reader","args":{"control":"./card"}}]}]})"),
                            "ipp://127.0.0.1:1/ipp/print");
  ASSERT_TRUE(drivers);
  ASSERT_EQ(drivers->size(), 2u);
  EXPECT_EQ(drivers->at(0).devices.at(0).id, "printer");
  EXPECT_EQ(line::text_at(drivers->at(1).devices.at(0).args, "control"), folder_.path("card"));
}

TEST_F(Drivers, TwoPrintersOfOneName_AreRefused) {
  auto drivers = drivers_of(file(R"({"drivers":[{"name":"virtual","program":"karvan-driver-virtual","devices":
      [{"id":"printer","family":"printer"}]}]})"),
                            "ipp://127.0.0.1:1/ipp/print");
  ASSERT_FALSE(drivers);
  EXPECT_EQ(drivers.error().code, Code::malformed);
}

TEST_F(Drivers, MissingFile_IsNamed) {
  auto drivers = drivers_of(folder_.path("none.json"), "");
  ASSERT_FALSE(drivers);
  EXPECT_EQ(drivers.error().code, Code::io_failed);
  EXPECT_NE(drivers.error().where.find("none.json"), std::string::npos);
}

TEST_F(Drivers, FileThatCannotBeRead_SaysWhere) {
  auto drivers = drivers_of(file(R"({"drivers":[{"name":"virtual"}]})"), "");
  ASSERT_FALSE(drivers);
  EXPECT_NE(drivers.error().where.find("drivers[0]"), std::string::npos);
}

}  // namespace
}  // namespace karvan::ports
