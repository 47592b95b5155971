#include "tests/sim/room.h"

#include <algorithm>
#include <array>

namespace karvan::sim {
namespace {

using counter::Room;

constexpr std::int64_t settles_ms = 10'000;  // twice what a write that found the disk full counts for

constexpr std::array<std::string_view, 3> beginning{"start_draft", "start_capture", "open_shift"};
constexpr std::array<std::string_view, 2> opening{"change_application", "return_application"};

template <class Names>
bool among(const Names& names, std::string_view what) {
  return std::find(names.begin(), names.end(), what) != names.end();
}

}  // namespace

std::uint64_t free_in(Room stage) {
  switch (stage) {
    case Room::little:
      return counter::room_little_bytes / 2;
    case Room::scarce:
      return counter::room_scarce_bytes / 2;
    case Room::none:
      return counter::room_none_bytes / 2;
    case Room::enough:
      break;
  }
  return UINT64_MAX;
}

void RoomTold::tell(std::optional<std::uint64_t> free_bytes, std::int64_t now_ms) {
  std::optional<Room> stage;
  if (free_bytes)
    stage = *free_bytes < counter::room_none_bytes     ? Room::none
            : *free_bytes < counter::room_scarce_bytes ? Room::scarce
            : *free_bytes < counter::room_little_bytes ? Room::little
                                                       : Room::enough;
  if (stage != stage_) since_ms_ = now_ms;
  stage_ = stage;
}

void RoomAsked::sent(const RoomTold& told, std::int64_t now_ms) {
  certain_ = told.stage() && (!sent_ || (certain_ && stage_ == told.stage()));
  sent_ = true;
  stage_ = told.stage();
  settled_ = certain_ && now_ms - told.since_ms() >= settles_ms;
}

std::optional<std::string_view> RoomAsked::fault_of(std::string_view what, std::optional<Code> refused) const {
  if (!certain_ || what == "sign_in") return std::nullopt;
  const bool begins = among(beginning, what), opens = among(opening, what);
  const bool done = !refused, for_room = refused == Code::disk_nearly_full || refused == Code::disk_full;
  const bool fits =
      *stage_ == Room::enough || (*stage_ == Room::little && !begins) || (*stage_ == Room::scarce && !begins && !opens);
  if (done && !fits) return *stage_ == Room::none ? "is done where the desk only reads" : "is begun without room";
  if (for_room && fits && settled_) return "is refused for want of room, and there is enough for it";
  return std::nullopt;
}

}  // namespace karvan::sim
