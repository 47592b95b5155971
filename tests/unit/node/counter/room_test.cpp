#include "node/counter/room.h"

#include <gtest/gtest.h>

namespace karvan::counter {
namespace {

constexpr std::uint64_t plenty = 10ULL << 30;

Room after(RoomGauge& gauge, std::uint64_t free_bytes, std::int64_t now_ms = 0) {
  gauge.measured(free_bytes, now_ms);
  return gauge.room();
}

TEST(Room, AsTheDiskFills_GoesFromStageToStage) {
  RoomGauge gauge;
  EXPECT_EQ(after(gauge, plenty), Room::enough);
  EXPECT_EQ(after(gauge, room_little_bytes), Room::enough);
  EXPECT_EQ(after(gauge, room_little_bytes - 1), Room::little);
  EXPECT_EQ(after(gauge, room_scarce_bytes - 1), Room::scarce);
  EXPECT_EQ(after(gauge, room_none_bytes - 1), Room::none);
  EXPECT_EQ(after(gauge, plenty), Room::enough);
}

TEST(Room, JustAboveABound_AStageIsNotLeft) {
  RoomGauge gauge;
  after(gauge, room_little_bytes - 1);
  EXPECT_EQ(after(gauge, room_little_bytes + 1), Room::little);
  EXPECT_EQ(after(gauge, room_little_bytes + room_little_bytes / 4), Room::enough);
  EXPECT_EQ(after(gauge, room_little_bytes + 1), Room::enough);
}

TEST(Room, AWriteThatFoundTheDiskFull_CountsUntilItMayBeTriedAgain) {
  RoomGauge gauge;
  gauge.measured(plenty, 0);
  gauge.found_full(1'000);
  EXPECT_EQ(gauge.room(), Room::none);
  EXPECT_EQ(after(gauge, plenty, 1'000 + room_tried_again_ms - 1), Room::none);
  EXPECT_EQ(after(gauge, plenty, 1'000 + room_tried_again_ms), Room::enough);
}

TEST(Room, WhereNothingCanBeMeasured_OnlyAFullDiskCounts) {
  RoomGauge gauge;
  gauge.measured(std::nullopt, 0);
  EXPECT_EQ(gauge.room(), Room::enough);
  gauge.found_full(0);
  gauge.measured(std::nullopt, room_tried_again_ms);
  EXPECT_EQ(gauge.room(), Room::enough);
}

TEST(Room, OfAClockThatWasSetBack_IsTriedAgain) {
  RoomGauge gauge;
  gauge.found_full(1'000'000);
  EXPECT_EQ(after(gauge, plenty, 5), Room::enough);
}

struct Row {
  const char* name;
  Command command;
  std::optional<Code> little, scarce, none;
};

constexpr auto nearly = Code::disk_nearly_full;
constexpr auto full = Code::disk_full;

const Row rows[] = {
    {"AStart", StartDraft{}, nearly, nearly, full},
    {"ACapture", StartCapture{}, nearly, nearly, full},
    {"ADrawer", OpenShift{}, nearly, nearly, full},
    {"AnInstance", AddInstance{}, {}, nearly, full},
    {"ACorrection", ChangeApplication{}, {}, nearly, full},
    {"AReturn", ReturnApplication{}, {}, nearly, full},
    {"AnAnswer", ChangeDraft{}, {}, {}, full},
    {"AFiling", FileDraft{}, {}, {}, full},
    {"APayment", TakePayment{}, {}, {}, full},
    {"ADocument", IssueDocument{}, {}, {}, full},
    {"AHandOver", HandOver{}, {}, {}, full},
    {"ACount", CloseShift{}, {}, {}, full},
    {"AStop", CloseStop{}, {}, {}, full},
    {"APrint", SettlePrint{}, {}, {}, full},
    {"ASeat", SignIn{}, {}, {}, {}},
    {"AnUnlock", Unlock{}, {}, {}, {}},
    {"AnExchange", ExchangeNow{}, {}, {}, {}},
};

TEST(Room, EachStage_RefusesWhatItMust) {
  for (const auto& row : rows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(no_room_for(row.command, Room::enough), std::nullopt);
    EXPECT_EQ(no_room_for(row.command, Room::little), row.little);
    EXPECT_EQ(no_room_for(row.command, Room::scarce), row.scarce);
    EXPECT_EQ(no_room_for(row.command, Room::none), row.none);
  }
}

}  // namespace
}  // namespace karvan::counter
