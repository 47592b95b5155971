#include <fmt/format.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>

#include "tests/unit/storage/model/samples.h"

// sync/PROTOCOL.md is what who writes another client reads: it names what the code writes.
namespace karvan::exchange {
namespace {

// What the rows of the page's tables say that name a member in their first column.
std::string told_of(std::string_view name) {
  std::ifstream page("sync/PROTOCOL.md");
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

}  // namespace
}  // namespace karvan::exchange
