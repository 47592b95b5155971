#include "node/ports/mailbox.h"

#include <gtest/gtest.h>

#include <thread>

namespace karvan::ports {
namespace {

core::CommandLetter from(const std::string& desk, std::uint64_t ticket = 0) {
  core::CommandLetter letter;
  letter.seat_digest = desk;
  letter.ticket = ticket;
  return letter;
}

std::string desks(const std::vector<core::Letter>& letters) {
  std::string text;
  for (const auto& letter : letters) text += std::get<core::CommandLetter>(letter).seat_digest;
  return text;
}

TEST(DeskMailbox, FloodOfOneDesk_DelaysNobodyElse) {
  DeskMailbox mailbox;
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(mailbox.post(from("a")));
  ASSERT_TRUE(mailbox.post(from("b")));
  ASSERT_TRUE(mailbox.post(from("c")));
  EXPECT_EQ(desks(mailbox.take(0)), "abcaa");
}

TEST(DeskMailbox, NextTake_GoesOnAfterTheLastDesk) {
  DeskMailbox mailbox;
  ASSERT_TRUE(mailbox.post(from("b")));
  EXPECT_EQ(desks(mailbox.take(0)), "b");
  for (const auto* desk : {"a", "b", "c"}) ASSERT_TRUE(mailbox.post(from(desk)));
  EXPECT_EQ(desks(mailbox.take(0)), "cab");
}

TEST(DeskMailbox, LettersOfADesk_KeepTheirOrder) {
  DeskMailbox mailbox;
  for (std::uint64_t i = 1; i <= 3; ++i) ASSERT_TRUE(mailbox.post(from("a", i)));
  auto taken = mailbox.take(0);
  for (std::uint64_t i = 0; i < 3; ++i) EXPECT_EQ(std::get<core::CommandLetter>(taken[i]).ticket, i + 1);
}

TEST(DeskMailbox, DeskFull_IsBusyForThatDeskAlone) {
  DeskMailbox mailbox;
  for (std::size_t i = 0; i < letters_of_desk_max; ++i) ASSERT_TRUE(mailbox.post(from("a")));
  EXPECT_EQ(mailbox.post(from("a")).error().code, Code::busy);
  EXPECT_TRUE(mailbox.post(from("b")));
}

TEST(DeskMailbox, AllFull_StillTakesAnswers) {
  DeskMailbox mailbox;
  for (std::size_t i = 0; i < letters_max; ++i) ASSERT_TRUE(mailbox.post(from(std::to_string(i))));
  EXPECT_EQ(mailbox.post(from("another")).error().code, Code::busy);
  EXPECT_TRUE(mailbox.post(core::PinAnswer{1, true}));
  EXPECT_TRUE(std::holds_alternative<core::PinAnswer>(mailbox.take(0).front()));
}

TEST(DeskMailbox, Take_IsBounded) {
  DeskMailbox mailbox;
  for (std::size_t i = 0; i < letters_max; ++i) ASSERT_TRUE(mailbox.post(from(std::to_string(i))));
  EXPECT_EQ(mailbox.take(0).size(), letters_taken_max);
}

TEST(DeskMailbox, Ticks_AreOne) {
  DeskMailbox mailbox;
  ASSERT_TRUE(mailbox.post(core::Tick{}));
  ASSERT_TRUE(mailbox.post(core::Tick{}));
  EXPECT_EQ(mailbox.take(0).size(), 1U);
}

TEST(DeskMailbox, Closed_WakesWhoWaits) {
  DeskMailbox mailbox;
  std::thread waiting([&mailbox] { EXPECT_TRUE(mailbox.take(60'000).empty()); });
  mailbox.close();
  waiting.join();
  EXPECT_EQ(mailbox.post(core::Tick{}).error().code, Code::busy);
}

}  // namespace
}  // namespace karvan::ports
