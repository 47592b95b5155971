#include "sync/rules/day_sheet.h"

#include <gtest/gtest.h>

namespace karvan::rules {
namespace {

struct Log : DayLog {
  Log() {
    node = "bus-01";
    office = "lahore";
    date = "2026-11-22";
    utc_offset_minutes = 300;
    to = "e1/9 ab";
  }
  model::Op& add(const std::string& of) {
    auto& op = ops.emplace_back();
    op.id = {"bus-01", "e1", ops.size()};
    op.time = {1'795'334'400'000 + static_cast<std::int64_t>(ops.size()) * 60'000, 0};  // from 13:00 at the desk
    op.of = "lahore/" + of;
    return op;
  }
  void post(const std::string& of, const char* kind, std::int64_t minor, const char* tender = "cash") {
    add(of).post = model::Post{kind, {minor, "PKR"}, tender, tender[0] ? "s1" : "", ""};
  }
};

Log working_day() {
  Log log;
  log.add("shift/s1").set = {{"staff", "ayesha"}, {"seat", "Desk 1"}};
  log.ops.back().post = model::Post{"float", {10'000, "PKR"}, "cash", "s1", ""};
  for (int i = 0; i < 3; ++i) {
    auto of = "application/a" + std::to_string(i);
    auto& filing = log.add(of);
    filing.pin = model::Pin{"domicile", "v1"};
    filing.set = {{"full_name", "Sana"}};
    filing.advance = "filed";
    log.post(of, "charge", 20'000, "");
    log.post(of, "payment", 20'000);
    log.ops.back().issue = model::Serial{"receipt", 7001 + i};
  }
  auto& spoiled = log.add("application/a2");
  spoiled.printed = model::Printed{{"receipt", 7003}, "spoiled"};
  spoiled.voided = model::Voided{{"receipt", 7003}, "smeared"};
  spoiled.issue = model::Serial{"receipt", 7005};
  log.post("application/a0", "refund", 5'000);
  log.post("shift/s1", "remittance", 50'000);
  log.post("shift/s1", "count", 14'900);
  log.add("shift/s1").advance = "closed";
  return log;
}

TEST(DaySheet, OfAWorkingDay_AddsUp) {
  EXPECT_EQ(day_sheet(working_day()),
            "karvan/day/v1\n"
            "node bus-01\n"
            "office lahore\n"
            "date 2026-11-22\n"
            "offset_minutes 300\n"
            "from -\n"
            "to e1/9 ab\n"
            "operations 15\n"
            "applications domicile 3\n"
            "stage filed 3\n"
            "changes 0\n"
            "returns 0\n"
            "resolutions 0\n"
            "shown 0\n"
            "attachments 0 0\n"
            "issued receipt 4 7001-7003,7005\n"
            "void receipt 1 7003\n"
            "spoiled receipt 1 7003\n"
            "money PKR charge - 3 60000\n"
            "money PKR payment cash 3 60000\n"
            "money PKR refund cash 1 5000\n"
            "shift s1 ayesha PKR float 10000 received 60000 refunded 5000 remitted 50000 expected 15000 "
            "counted 14900 difference -100 closed\n"
            "complete up to 13:15\n");
}

// A shift of another stop, one that nobody has closed, and what is no record.
TEST(DaySheet, OfADayThatIsNotOver_CountsWhatThereIs) {
  Log log;
  log.add("shift/s2").set = {{"staff", "bilal"}};
  log.ops.back().post = model::Post{"float", {1'000, "PKR"}, "cash", "s2", ""};
  auto& change = log.add("application/a1");
  change.set = {{"phone", "2"}};
  change.attach = {{"photo", std::string(64, 'a'), 700, "image/jpeg", ""}, {"proof", std::string(64, 'b'), 41, "", ""}};
  change.printed = model::Printed{{"licence", 40}, "printed"};
  change.handed_over = model::HandedOver{{"licence", 41}, "Ali", "self", ""};
  log.post("application/a1", "payment", 300);
  log.post("application/a1", "payment", 200);
  log.ops.back().post->shift.clear();
  log.add("nothing").set = {{"phone", "3"}};
  log.ops.back().of = "nothing";
  const auto sheet = day_sheet(log);
  for (const char* line : {"operations 5\n", "changes 1\n", "attachments 2 741\n", "handed_over licence 1\n",
                           "money PKR payment cash 2 500\n",
                           "shift s1 - PKR float 0 received 300 refunded 0 remitted 0 expected 300 open\n",
                           "shift s2 bilal PKR float 1000 received 0 refunded 0 remitted 0 expected 1000 open\n"})
    EXPECT_NE(sheet.find(line), std::string::npos) << line << sheet;
  for (const char* none : {"issued", "void", "spoiled", "counted"})
    EXPECT_EQ(sheet.find(none), std::string::npos) << none;
}

TEST(DaySheet, P13_NothingOfACitizen_IsInIt) { EXPECT_EQ(day_sheet(working_day()).find("Sana"), std::string::npos); }

TEST(DaySheet, OfAnEmptyDay_IsStillASheet) { EXPECT_NE(day_sheet(Log()).find("operations 0\n"), std::string::npos); }

TEST(DaySheet, SameLog_GivesTheSameBytes) { EXPECT_EQ(day_sheet(working_day()), day_sheet(working_day())); }

}  // namespace
}  // namespace karvan::rules
