#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/error.h"
#include "storage/seal/note.h"

// The fleet state: which nodes are revoked, numbered and signed by the centre (P14). It travels by network and by
// stick, so an old one may come after a new one.
namespace karvan::trust {

// A node that must not issue any more. What it wrote up to `seq` of `epoch`, its last witnessed head, still counts.
struct Revoked {
  std::string node;
  std::string epoch;
  std::uint64_t seq = 0;
  bool operator==(const Revoked&) const = default;
};

struct FleetState {
  std::string centre_epoch;
  std::uint64_t number = 0;      // rises by one with each change, within a life of the centre
  std::vector<Revoked> revoked;  // by name, each once
  bool operator==(const FleetState&) const = default;
};

constexpr std::size_t revoked_max = 10'000;

// A signed note: "karvan/fleet/v1", then "epoch E", "number N", and a line "revoked NODE EPOCH SEQ" for each.
std::string sign_fleet(const FleetState& state, const seal::SigningKey& centre);
Result<FleetState> open_fleet(std::string_view note, const seal::VerifyingKey& centre);

// Whether `fresh` takes the place of `held`. A lower or equal number is stale, which is no fault of who brings it. In
// another life of the centre numbers start again: `current_epoch` is the life that the last checkpoint named.
bool supersedes(const FleetState& fresh, const FleetState& held, std::string_view current_epoch);

bool is_revoked(const FleetState& state, std::string_view node);

}  // namespace karvan::trust
