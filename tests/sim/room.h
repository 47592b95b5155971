#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "node/counter/room.h"
#include "storage/model/error.h"

namespace karvan::sim {

// Bytes that are free in a stage, well within its bounds; UINT64_MAX: enough.
std::uint64_t free_in(counter::Room stage);

// What a box was last told of the room on its disk.
class RoomTold {
 public:
  // Absent: it cannot be told, nor can be said then what the box must do.
  void tell(std::optional<std::uint64_t> free_bytes, std::int64_t now_ms);
  std::optional<counter::Room> stage() const { return stage_; }
  std::int64_t since_ms() const { return since_ms_; }  // the stage, and that it can be told

 private:
  std::optional<counter::Room> stage_;
  std::int64_t since_ms_ = 0;
};

// Somebody asks for something on a box whose disk fills: new work is refused first, what is open is finished, then the
// desk only reads, and when there is room again all goes on (P1, P15). What a command does to the room is said here
// once more, apart from the node's own table.
class RoomAsked {
 public:
  // Each time that it is sent.
  void sent(const RoomTold& told, std::int64_t now_ms);
  // What is wrong with the answer; nothing: it is one that may be. `refused`: with that code.
  std::optional<std::string_view> fault_of(std::string_view what, std::optional<Code> refused) const;

 private:
  std::optional<counter::Room> stage_;  // each time that it was sent
  bool sent_ = false, certain_ = false;
  bool settled_ = false;  // long enough that no failed write counts any more
};

}  // namespace karvan::sim
