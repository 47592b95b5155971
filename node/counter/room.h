#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "node/counter/commands.h"

// Room on the disk that holds the store, in stages: new work is refused first, what is open is finished, then the desk
// only reads. Pure: what is free is measured outside and comes in as a value.
namespace karvan::counter {

enum class Room { enough, little, scarce, none };
std::string_view name_of(Room room);

// Free bytes below which a stage begins.
// none: a log at its backstop is 16 MiB (4,000 pages), copying it into the file may take as much again, and what was
// begun before the stage was noticed (24 desks, half a second) must still end: twice over.
inline constexpr std::uint64_t room_none_bytes = 64ULL << 20;
// scarce: to finish an application takes some 20 KB (filing, payment, print, hand-over, index); 24 desks with a hundred
// applications each are 48 MB, and the page cache of the file is written in whole pages: four times that.
inline constexpr std::uint64_t room_scarce_bytes = 256ULL << 20;
// little: what is begun brings files of up to some MiB each; what is under way at 24 desks must still fit above scarce.
inline constexpr std::uint64_t room_little_bytes = 1ULL << 30;

// Where nothing can be measured, the disk is asked again after this long.
inline constexpr std::int64_t room_tried_again_ms = 5'000;

// The stage, as it was last measured or as a write has found it. A stage is left only once a quarter more than its
// bound is free, so that one file that comes and goes does not open and shut the desk.
class RoomGauge {
 public:
  // `free_bytes` absent: it cannot be told; then only a write that finds the disk full counts.
  void measured(std::optional<std::uint64_t> free_bytes, std::int64_t now_ms);
  // A write found the disk full, whatever is said to be free.
  void found_full(std::int64_t now_ms);
  Room room() const { return full_ ? Room::none : stage_; }
  std::optional<std::uint64_t> free_bytes() const { return free_bytes_; }

 private:
  Room stage_ = Room::enough;
  bool full_ = false;
  std::int64_t full_ms_ = 0;
  std::optional<std::uint64_t> free_bytes_;
};

// What a command does to the room that is left; the table is in room.cpp.
enum class Takes { begins, opens, finishes, nothing };
Takes takes(const Command& command);

// disk_nearly_full, disk_full; it changes nothing.
std::optional<Code> no_room_for(const Command& command, Room room);

}  // namespace karvan::counter
