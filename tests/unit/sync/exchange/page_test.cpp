#include <fmt/format.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>

#include "storage/model/record.h"
#include "tests/unit/storage/model/samples.h"

// sync/PROTOCOL.md and sync/RECORD.md are what who writes another client reads: they name what the code writes.
namespace karvan::exchange {
namespace {

// What the rows of the page's tables say that name a member in their first column.
std::string told_of(std::string_view name, const char* of = "sync/PROTOCOL.md") {
  std::ifstream page(of);
  std::string told;
  for (std::string line; std::getline(page, line);)
    if (line.starts_with("| ") &&
        line.substr(0, line.find('|', 1)).find(fmt::format("`{}`", name)) != std::string::npos)
      told += line;
  return told;
}

TEST(Page, NamesEachMemberOfAnOperationAndOfItsActs) {
  const auto line = boost::json::parse(model::write_op(model::samples::full_op())).as_object();
  for (const auto& member : line) {
    const auto told = told_of(member.key());
    ASSERT_NE(told, "") << member.key();
    const auto& value = member.value().is_array() ? member.value().get_array().back() : member.value();
    if (!value.is_object() || member.key() == "set" || member.key() == "over") continue;  // whose keys are fields
    for (const auto& inner : value.get_object())
      EXPECT_NE(told.find(inner.key()), std::string::npos) << member.key() << " has " << inner.key();
  }
}

constexpr auto record_page = "sync/RECORD.md";

// The rows tell the members of what is in a list, or in one place.
void expect_told(std::string_view name, const boost::json::value& value) {
  const auto told = told_of(name, record_page);
  ASSERT_NE(told, "") << name;
  const auto& one = value.is_array() ? value.get_array().back() : value;
  if (!one.is_object() || told.find("dated") != std::string::npos) return;
  for (const auto& inner : one.get_object())
    EXPECT_NE(told.find(inner.key()), std::string::npos) << name << " has " << inner.key();
}

TEST(Page, NamesEachMemberOfARecord) {
  auto record = model::apply({}, model::samples::full_op(), {.alarms = {"suspense"}});
  record.early = record.milestones;
  record.waiting = {"bus-01/e1/2 parked"};
  const model::Dated<model::Settled> settled{{"parked", "bus-01/e1/1", "released", ""}, "bus-01/e1/3", "bilal", {2, 0}};
  record.settled = {settled};
  record.alarms.back().settled = settled;
  const model::Candidate other{"Ali", "bus-01/e1/4", "ayesha", {3, 0}};
  const model::Member member{"a", "bus-01/e1/4", "ayesha", {3, 0}, "bus-01/e1/5"};
  record.fields["each"] = {"a",
                           "bus-01/e1/4",
                           "ayesha",
                           {3, 0},
                           true,
                           true,
                           true,
                           true,
                           true,
                           4,
                           {other},
                           {other},
                           {{"Ali", "bus-01/e1/4"}},
                           {member}};
  const auto written = boost::json::parse(model::write_record(record)).as_object();
  for (const auto& row : written)
    if (row.key() != "fields") expect_told(row.key(), row.value());
  for (const auto& row : written.at("fields").at("each").as_object()) expect_told(row.key(), row.value());
}

}  // namespace
}  // namespace karvan::exchange
