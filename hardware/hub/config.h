#pragma once
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "hardware/hub/hub.h"

namespace karvan::hub {

// Where the names in a devices file lead.
struct Places {
  std::string programs;  // folder of a program that is named without one: the node's own
  std::string file;      // folder of the devices file: "./" at the start of a text in `args` means it
};

inline constexpr std::size_t config_bytes_max = 256 * 1024;
inline constexpr std::size_t drivers_max = 16;
inline constexpr std::size_t devices_max = 64;  // of all drivers together

// The devices file of `karvan-node serve --devices FILE`:
//   {"drivers":[{"name":"virtual","program":"karvan-driver-virtual","devices":[
//     {"id":"card-1","family":"card_reader","name":"Card reader","seat":"desk 1","args":{"seed":7}}]}]}
// `name` of a device may be absent, then it is its own; so may `seat` (anybody's) and `args`. The family goes to the
// driver with the args. Names are unique. The error is a sentence that says where, what is wrong, and what to write.
tl::expected<std::vector<DriverSpec>, std::string> read_config(std::string_view text, const Places& places);

}  // namespace karvan::hub
