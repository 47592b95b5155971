#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/error.h"

// The fleet state: which nodes are revoked, numbered and signed by the centre (P14). It travels in the reference feed,
// by network and by stick, so an old one may come after a new one.
namespace karvan::rules {

// A node that must not issue any more. What it wrote up to `seq` of `epoch`, its last witnessed head, still counts.
struct Revoked {
  std::string node;
  std::string epoch;  // empty: nothing was ever received of it
  std::uint64_t seq = 0;
  bool operator==(const Revoked&) const = default;
};

struct FleetState {
  std::string centre_epoch;
  std::uint64_t number = 0;      // rises by one with each change, within a life of the centre
  std::vector<Revoked> revoked;  // by name, each once
  bool operator==(const FleetState&) const = default;
};

inline constexpr std::size_t revoked_max = 10'000;

// The text of the signed note that it travels in: "karvan/fleet/v1", then "epoch E", "number N", and a line
// "revoked NODE EPOCH SEQ" for each ("-" for no epoch).
std::string write_fleet(const FleetState& state);
// Malformed: another first line, an unknown line, more than `revoked_max` of them.
Result<FleetState> parse_fleet(std::string_view text);

// Whether `fresh` takes the place of `held`. A lower or equal number is stale, which is no fault of who brings it. In
// another life of the centre numbers start again: `current_epoch` is the life that the last checkpoint named.
bool supersedes(const FleetState& fresh, const FleetState& held, std::string_view current_epoch);

// Where the node is revoked; nullptr where it is not.
const Revoked* revoked(const FleetState& state, std::string_view node);

}  // namespace karvan::rules
