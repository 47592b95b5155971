#include "hardware/hub/config.h"

#include <gtest/gtest.h>

namespace karvan::hub {
namespace {

const Places places{"/opt/karvan/bin", "/etc/karvan"};

std::string error_of(std::string_view text) {
  auto read = read_config(text, places);
  return read ? "" : read.error();
}
std::string with_devices(const std::string& devices) {
  return R"({"drivers":[{"name":"virtual","program":"karvan-driver-virtual","devices":[)" + devices + "]}]}";
}
bool says(const std::string& error, std::string_view words) { return error.find(words) != std::string::npos; }

TEST(Config, WholeFile_IsRead) {
  auto read = read_config(with_devices(R"({"id":"card-1","family":"card_reader","name":"Card reader","seat":"desk 1",
                       "args":{"seed":7,"control":"./card.control"}})"),
                          places);
  ASSERT_TRUE(read) << read.error();
  ASSERT_EQ(read->size(), 1u);
  EXPECT_EQ(read->front().argv, std::vector<std::string>{"/opt/karvan/bin/karvan-driver-virtual"});
  const auto& card = read->front().devices.at(0);
  EXPECT_EQ(card.id, "card-1");
  EXPECT_EQ(card.seat, "desk 1");
  EXPECT_EQ(card.args,
            (boost::json::object{{"seed", 7}, {"control", "/etc/karvan/card.control"}, {"family", "card_reader"}}));
}

TEST(Config, ProgramByItsPath_StaysAsItIs) {
  auto read = read_config(R"({"drivers":[{"name":"maker","program":"/opt/maker/driver","devices":[]}]})", places);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->front().argv.front(), "/opt/maker/driver");
}

TEST(Config, ProgramElsewhere_IsRefused) {
  for (const auto* program : {"../driver", "bin/driver", "", "Driver X"})
    EXPECT_TRUE(says(error_of(std::string(R"({"drivers":[{"name":"x","program":")") + program + R"(","devices":[]}]})"),
                     "drivers[0]: write program"))
        << program;
}

TEST(Config, NoJson_IsToldAsSuch) { EXPECT_TRUE(says(error_of("{\"drivers\":["), "no JSON")); }

TEST(Config, MemberThatMeansNothing_IsNamed) {
  EXPECT_TRUE(says(error_of(with_devices(R"({"id":"a","family":"camera","seats":"desk 1"})")),
                   "drivers[0].devices[0]: \"seats\" means nothing here"));
}

TEST(Config, MissingFamily_SaysWhatToWrite) {
  EXPECT_TRUE(says(error_of(with_devices(R"({"id":"a"})")), "\"scanner\""));
}

TEST(Config, SecondDeviceOfAnId_IsRefused) {
  EXPECT_TRUE(says(error_of(with_devices(R"({"id":"a","family":"camera"},{"id":"a","family":"scanner"})")),
                   "drivers[0].devices[1]: \"a\" is another device's id"));
}

TEST(Config, ArgsThatAreNoObject_AreRefused) {
  EXPECT_TRUE(says(error_of(with_devices(R"({"id":"a","family":"camera","args":[]})")), "args as an object"));
}

TEST(Config, TooManyDevices_AreRefused) {
  std::string devices;
  for (std::size_t i = 0; i <= devices_max; ++i)
    devices += (i ? "," : "") + std::string(R"({"id":"d)") + std::to_string(i) + R"(","family":"camera"})";
  EXPECT_TRUE(says(error_of(with_devices(devices)), "at most 64 devices"));
}

TEST(Config, FileBeyondTheBound_IsRefusedUnread) {
  EXPECT_TRUE(says(error_of(std::string(config_bytes_max + 1, ' ')), "larger"));
}

TEST(Reading, CardsFields_AreRead) {
  auto reading = reading_of({1, "card", boost::json::object{{"fields", {{"full_name", "Ayesha"}}}}});
  ASSERT_TRUE(reading);
  EXPECT_EQ(reading->fields, (std::map<std::string, std::string>{{"full_name", "Ayesha"}}));
  EXPECT_EQ(reading->media, "");
}

TEST(Reading, Picture_IsRead) {
  auto reading = reading_of(
      {1, "f", boost::json::object{{"media", "image/jpeg"}, {"width", 500}, {"height", 600}, {"quality", 71}}});
  ASSERT_TRUE(reading);
  EXPECT_EQ(*reading, (Reading{{}, "image/jpeg", 500, 600, 0, 1, 71}));
}

TEST(Reading, AnswerBeyondTheBounds_IsGarbled) {
  for (const auto& ok :
       {boost::json::object{{"fields", {{"full_name", std::string(1'025, 'x')}}}},
        boost::json::object{{"fields", {{"full_name", 7}}}}, boost::json::object{{"media", "text/html"}},
        boost::json::object{{"width", -1}}, boost::json::object{{"quality", 101}}}) {
    auto reading = reading_of({1, "card", ok});
    ASSERT_FALSE(reading) << boost::json::serialize(ok);
    EXPECT_EQ(reading.error().code, "driver_garbled");
  }
}

TEST(Reading, Fault_StaysAsItIs) {
  line::Fault removed{line::FaultKind::citizen_retries, "card_removed"};
  auto reading = reading_of({1, "card", tl::unexpected(removed)});
  ASSERT_FALSE(reading);
  EXPECT_EQ(reading.error(), removed);
}

}  // namespace
}  // namespace karvan::hub
