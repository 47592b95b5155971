#include <random>
#include <set>

#include "tests/unit/node/core/box.h"

namespace karvan::core {
namespace {

using samples::Box;
using samples::code_of;

// P5: of a lease every number is unused, issued or void; the used ones are the first, each once.
void expect_each_number_once(Box& box, std::int64_t first) {
  std::int64_t expected = first;
  for (const auto& number : box.numbers()) EXPECT_EQ(number.serial.number, expected++);
}

TEST(Numbers, P5_OverPaymentsSpoiltPaperAndARestart_AreUsedOnceInOrder) {
  Box box;
  box.sign_in();
  auto print = box.paid_print();
  box.drain(PrintAnswer{print, "unknown", "", {}});
  box.must(counter::SettlePrint{{}, print, "spoiled", "torn"});
  box.restart();
  box.sign_in();
  box.paid_print();
  expect_each_number_once(box, 7001);
  auto numbers = box.numbers();
  ASSERT_EQ(numbers.size(), 3u);
  EXPECT_EQ(numbers[0].state, "void");
  EXPECT_EQ(numbers[1].state, "issued");
  EXPECT_EQ(numbers[2].state, "issued");
}

TEST(Numbers, P5_TwoPaymentsInOneDrain_GetTwoNumbers) {
  Box box;
  box.sign_in();
  auto a = box.letter(counter::TakePayment{{}, box.filed(), "cash", {50'000, "PKR"}, ""});
  auto b = box.letter(counter::TakePayment{{}, box.filed(), "cash", {50'000, "PKR"}, ""});
  auto out = box.drain({Letter(a), Letter(b)});
  EXPECT_EQ(Box::answer(out, a.ticket)->at("receipt").at("number").as_int64(), 7001);
  EXPECT_EQ(Box::answer(out, b.ticket)->at("receipt").at("number").as_int64(), 7002);
}

TEST(Numbers, P5_WhenTheLeaseIsUsedUp_PaymentsWaitForTheNext) {
  Box box;
  box.sign_in();
  for (int i = 0; i < 10; ++i) box.paid(box.filed());
  auto id = box.filed();
  counter::TakePayment cmd{{}, id, "cash", {50'000, "PKR"}, ""};
  EXPECT_EQ(code_of(box.ask(cmd)), Code::no_lease_left);
  auto answer = box.applied(box.round());
  answer.documents.push_back(box.lease(7011, 7020));
  box.say(std::move(answer));
  EXPECT_EQ(box.paid(id).at("receipt").at("number").as_int64(), 7011);
}

TEST(Numbers, P14_OfALeaseThatIsOver_AreNotIssued) {
  Box box;
  box.sign_in();
  auto id = box.filed();
  box.now = samples::noon + 1'000'000'001;
  box.drain(Tick{});
  box.sign_in();
  EXPECT_EQ(code_of(box.ask(counter::TakePayment{{}, id, "cash", {50'000, "PKR"}, ""})), Code::no_lease_left);
}

TEST(Numbers, P14_OfALeaseThatIsSurelyOver_AreGivenBackOnceAndForAll) {
  Box box;
  box.sign_in();
  box.paid(box.filed());
  box.now = samples::noon + 1'000'000'001;
  box.drain(Tick{});
  box.sign_in();
  box.filed();  // what it writes while it is sure of the time
  box.drain(Tick{});
  const auto states = [&] {
    std::set<std::string> all;
    for (const auto& lease : *box.store().leases().list()) all.insert(lease.state);
    return all;
  };
  EXPECT_EQ(states(), std::set<std::string>{"expired"});
  const auto written = box.count();
  box.drain(Tick{});
  EXPECT_EQ(box.count(), written);
  box.restart();
  box.sign_in();
  box.drain(Tick{});
  EXPECT_EQ(box.count(), written);
  EXPECT_EQ(states(), std::set<std::string>{"expired"});
}

TEST(Numbers, P6_OfEveryApplicationAndShift_TheMoneyAddsUp) {
  Box box;
  box.sign_in();
  std::int64_t received = 0;
  for (int i = 0; i < 5; ++i) {
    auto id = box.filed();
    if (i % 2 == 0) box.paid(id);
    auto balance = model::balance(box.core->book().application(id)->record);
    EXPECT_EQ(balance.charged - balance.waived, balance.received - balance.refunded + balance.open());
    received += balance.received;
  }
  EXPECT_EQ(received, 3 * 50'000);
}

TEST(Numbers, OfAPaymentAfterARestart_GoToTheSameShift) {
  Box box;
  box.sign_in();
  box.paid(box.filed());
  auto shift = box.core->book().open_shift("asma", "Desk 1");
  ASSERT_TRUE(shift);
  box.restart();
  EXPECT_EQ(box.core->book().open_shift("asma", "Desk 1"), shift);
}

TEST(Prints, LeftUnfinishedByACrash_AreOfUnknownOutcome) {
  Box box;
  box.sign_in();
  auto queued = box.paid_print();
  auto printing = box.paid_print();
  box.drain(PrintAnswer{printing, "printing", "job-1", {}});
  box.restart();
  EXPECT_EQ(box.core->book().print(queued)->state, "unknown");
  EXPECT_EQ(box.core->book().print(printing)->state, "unknown");
}

TEST(Prints, AreStoredInTheCommitThatOrdersThem) {
  Box box;
  box.sign_in();
  auto id = box.filed();
  auto letter = box.letter(counter::TakePayment{{}, id, "cash", {50'000, "PKR"}, ""});
  auto out = box.drain(Letter(letter));
  const SendPrint* send = nullptr;
  for (const auto& one : out)
    if (std::get_if<SendPrint>(&one)) send = std::get_if<SendPrint>(&one);
  ASSERT_TRUE(send);
  EXPECT_EQ(box.core->book().print(send->print)->state, "queued");
  EXPECT_TRUE(send->slip.qr.starts_with("K1|")) << send->slip.qr;
}

TEST(Prints, OfPaperThatRanOut_TellTheCondition) {
  Box box;
  box.sign_in();
  auto print = box.paid_print();
  box.drain(PrintAnswer{print, "failed", "", {{"media_empty", line::Severity::error}}});
  auto stored = box.core->book().print(print);
  EXPECT_EQ(stored->state, "failed");
  EXPECT_NE(stored->conditions.find("media_empty"), std::string::npos);
}

// Acts at random: pay, spoil, crash. Every number is used once, in order, and an application has one that stands.
class NumbersOverRandomActs : public testing::TestWithParam<unsigned> {};

TEST_P(NumbersOverRandomActs, P5_AreUnusedIssuedOrVoid) {
  Box box;
  box.sign_in();
  std::mt19937 random(GetParam());
  std::vector<std::string> prints;
  for (int i = 0; i < 12; ++i) {
    const auto act = random() % 4;
    if (act == 3) {
      box.restart();
      box.sign_in();
    } else if (act == 2 && !prints.empty()) {
      box.drain(PrintAnswer{prints.back(), "unknown", "", {}});
      auto done = box.ask(counter::SettlePrint{{}, prints.back(), "spoiled", "torn"});
      if (done && done->contains("print")) prints.emplace_back(done->at("print").as_string());
    } else if (box.numbers().size() < 10) {
      prints.push_back(box.paid_print());
    }
  }
  expect_each_number_once(box, 7001);
  std::set<std::string> holders;
  for (const auto& number : box.numbers())
    if (number.state == "issued") {
      EXPECT_TRUE(holders.insert(number.of).second);
    }
}

INSTANTIATE_TEST_SUITE_P(Seeds, NumbersOverRandomActs, testing::Range(1u, 9u));

}  // namespace
}  // namespace karvan::core
