#include "tests/unit/node/counter/desk_world.h"

namespace karvan::counter {
namespace {

using samples::code_of;
using samples::DeskWorld;

struct Counted {
  int issued = 0, spoilt = 0;
};
Counted documents(const DeskWorld& world) {
  Counted counted;
  for (const auto& [id, record] : world.records)
    for (const auto& document : record.documents) ++(document.state == "void" ? counted.spoilt : counted.issued);
  return counted;
}

SettlePrint settle(DeskWorld& world, const std::string& print, const std::string& outcome, std::string reason = "") {
  return {world.by(), print, outcome, std::move(reason)};
}

TEST(PrintReported, Printed_IsAFactOfWhoOrderedIt) {
  DeskWorld world;
  auto print = world.paid_print();
  auto done = world.must(PrintReported{By{.fresh = world.by().fresh}, print, "printed", "job-1", "[]"});
  EXPECT_EQ(done.ops.at(0).printed, (model::Printed{{"receipt", 7001}, "printed"}));
  EXPECT_EQ(done.ops.at(0).actor, "asma");
  EXPECT_EQ(world.prints.at(print).state, "printed");
}

TEST(PrintReported, Printing_KeepsTheDevicesJob) {
  DeskWorld world;
  auto print = world.paid_print();
  auto done = world.must(PrintReported{{}, print, "printing", "job-9", "[]"});
  EXPECT_TRUE(done.ops.empty());
  EXPECT_EQ(world.prints.at(print).job, "job-9");
}

TEST(PrintReported, AfterTheEnd_ChangesNothing) {
  DeskWorld world;
  auto print = world.paid_print();
  world.report(print, "unknown");
  auto late = world.must(PrintReported{{}, print, "printed", "", "[]"});
  EXPECT_TRUE(late.ops.empty());
  EXPECT_EQ(world.prints.at(print).state, "unknown");
}

TEST(SettlePrint, P5_Spoiled_VoidsTheNumberAndIssuesTheNext) {
  DeskWorld world;
  auto print = world.paid_print();
  world.report(print, "unknown");
  auto done = world.must(settle(world, print, "spoiled", "torn"));
  ASSERT_EQ(done.ops.size(), 1u);
  EXPECT_EQ(done.ops[0].voided, (model::Voided{{"receipt", 7001}, "torn"}));
  EXPECT_EQ(done.ops[0].issue, (model::Serial{"receipt", 7002}));
  EXPECT_EQ(done.reply.at("receipt").at("number").as_int64(), 7002);
  EXPECT_EQ(documents(world).issued, 1);
  EXPECT_EQ(documents(world).spoilt, 1);
}

TEST(SettlePrint, Spoiled_PrintsTheNextNumberWithTheSamePayment) {
  DeskWorld world;
  auto print = world.paid_print();
  world.report(print, "unknown");
  auto done = world.must(settle(world, print, "spoiled", "torn"));
  const auto& next = std::get<SendPrint>(done.effects.at(0)).print;
  EXPECT_EQ(next.slip.number, "7002");
  EXPECT_EQ(next.slip.rows.at(2).value, "PKR 500.00");
  EXPECT_NE(next.id, print);
  EXPECT_EQ(world.prints.at(print).state, "spoiled");
}

TEST(SettlePrint, SpoiledThoughThePrinterCalledItPrinted_IsAccountedFor) {
  DeskWorld world;
  auto print = world.paid_print();
  world.report(print, "printed");
  EXPECT_TRUE(world.run(settle(world, print, "spoiled", "smeared")));
}

TEST(SettlePrint, SpoiledTwiceOver_GivesTwoVoidNumbersAndOneIssued) {
  DeskWorld world;
  auto print = world.paid_print();
  for (int i = 0; i < 2; ++i) {
    world.report(print, "unknown");
    print = std::string(world.must(settle(world, print, "spoiled", "torn")).reply.at("print").as_string());
  }
  EXPECT_EQ(documents(world).issued, 1);
  EXPECT_EQ(documents(world).spoilt, 2);
}

TEST(SettlePrint, SpoiledWithNoNumberLeft_IsStillAccountedFor) {
  DeskWorld world;
  auto print = world.paid_print();
  world.report(print, "unknown");
  world.next = world.lease.last + 1;
  auto done = world.must(settle(world, print, "spoiled", "torn"));
  EXPECT_TRUE(done.ops[0].voided.has_value());
  EXPECT_FALSE(done.ops[0].issue.has_value());
  EXPECT_TRUE(done.reply.empty());
}

TEST(SettlePrint, SpoiledWithoutAReason_IsRefused) {
  DeskWorld world;
  auto print = world.paid_print();
  world.report(print, "unknown");
  EXPECT_EQ(code_of(world.run(settle(world, print, "spoiled"))), Code::reason_missing);
}

TEST(SettlePrint, Nothing_PrintsTheSameNumberAgain) {
  DeskWorld world;
  auto print = world.paid_print();
  world.report(print, "failed");
  auto done = world.must(settle(world, print, "nothing"));
  const auto& again = std::get<SendPrint>(done.effects.at(0)).print;
  EXPECT_EQ(again.serial.number, 7001);
  EXPECT_EQ(world.prints.at(print).state, "nothing");
  EXPECT_EQ(documents(world).issued, 1);
}

TEST(SettlePrint, Printed_IsAFact) {
  DeskWorld world;
  auto print = world.paid_print();
  world.report(print, "unknown");
  auto done = world.must(settle(world, print, "printed"));
  EXPECT_EQ(done.ops.at(0).printed->outcome, "printed");
  EXPECT_TRUE(done.effects.empty());
}

TEST(SettlePrint, WhileThePrinterIsAtIt_IsRefused) {
  DeskWorld world;
  auto print = world.paid_print();
  EXPECT_EQ(code_of(world.run(settle(world, print, "printed"))), Code::print_running);
}

TEST(SettlePrint, Twice_IsRefused) {
  DeskWorld world;
  auto print = world.paid_print();
  world.report(print, "unknown");
  world.must(settle(world, print, "spoiled", "torn"));
  EXPECT_EQ(code_of(world.run(settle(world, print, "spoiled", "torn"))), Code::print_already_settled);
}

TEST(SettlePrint, OfAnUnknownPrint_IsRefused) {
  DeskWorld world;
  EXPECT_EQ(code_of(world.run(settle(world, "none", "printed"))), Code::unknown_print);
}

TEST(SettlePrint, WithAnUnknownOutcome_IsRefused) {
  DeskWorld world;
  auto print = world.paid_print();
  world.report(print, "unknown");
  EXPECT_EQ(code_of(world.run(settle(world, print, "eaten"))), Code::field_wrong_type);
}

TEST(ExchangeNow, StartsAnExchange) {
  DeskWorld world;
  auto done = world.must(ExchangeNow{world.by()});
  EXPECT_TRUE(std::holds_alternative<StartExchange>(done.effects.at(0)));
}

}  // namespace
}  // namespace karvan::counter
