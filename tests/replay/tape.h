#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hardware/hub/hub.h"

// A recording of all that a hub and one driver said to each other.
//
//   > FRAME      of the hub        < FRAME      of the driver
//   >            the hub let go    <            the driver ended
//
// FRAME is exactly what was on the wire (hardware/PROTOCOL.md): a line, and after one with "bytes":N those N bytes.
namespace karvan::replay {

struct Frame {
  bool of_driver = false;
  std::string text;  // empty: the end
  bool operator==(const Frame&) const = default;
};

// Bytes of the frame that `stream` begins with; none where it is not whole yet. A line that is no JSON is a frame.
std::optional<std::size_t> frame_size(std::string_view stream);

// The message of a frame; Strange where it is none.
line::Message message_of(const std::string& frame);

std::string write_frame(const Frame& frame);
// Throws std::runtime_error with the place where a line has no mark or a frame is cut off.
std::vector<Frame> parse_tape(std::string_view tape);

// A report as a line of JSON. Raw bytes are told by their number.
std::string write_report(const hub::Report& report);

}  // namespace karvan::replay
