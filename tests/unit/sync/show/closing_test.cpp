#include "sync/show/closing.h"

#include <gtest/gtest.h>

#include "sync/show/record.h"
#include "tests/unit/sync/rules/desk.h"

namespace karvan::show {
namespace {

TEST(ClosingShown, SaysHowWhyAndWhatNext) {
  rules::samples::Desk desk;
  catalogue::Closing withdrawn;
  withdrawn.how = "withdrawn";
  withdrawn.by = "desk";
  withdrawn.reasons = {{"moves", {{"en", "Moves away"}}}};
  withdrawn.next_step = {{"en", "Begin again"}};
  desk.service.closings = {withdrawn};
  desk.take(desk.filing());
  auto name = [](const std::string&) { return std::string("Ayesha"); };
  EXPECT_TRUE(closing(desk.record, &desk.service, name).is_null());
  auto op = desk.op();
  op.closed = model::Closed{"withdrawn", "moves"};
  EXPECT_EQ(names_of_acts(op), "closed:withdrawn");
  desk.take(op);
  EXPECT_EQ(json::write(closing(desk.record, &desk.service, name)),
            R"({"how":"withdrawn","reason":"moves","text":{"en":"Moves away"},"next_step":{"en":"Begin again"},)"
            R"("by":"Ayesha","at":1795262400002,"from":"bus-01"})");
}

}  // namespace
}  // namespace karvan::show
