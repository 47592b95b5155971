#pragma once
#include <cstdint>
#include <string>

#include "node/counter/world.h"
#include "storage/seal/note.h"

// What a box is, as its identity and its start found it.
namespace karvan::core {

// Sealed files beside the book of which no row is known, as the start found them. `full`: no more can be put away, so
// what comes takes of the room for scans and pictures.
struct Unclaimed {
  std::uint64_t files = 0, bytes = 0;
  bool full = false;
};

struct Options {
  counter::Site site;
  std::uint32_t node_number = 0;  // given at enrolment; makes tracking numbers unique (storage/model/tracking.h)
  int utc_offset_minutes = 0;     // of the desk's civil time
  seal::SigningKey key;           // the node's: signs heads of batches and the codes on slips
  seal::VerifyingKey centre;      // signs leases, manifests and checkpoints
  std::int64_t idle_lock_ms = 15 * 60'000;
  std::int64_t time_high_ms = INT64_MAX;  // where this box's certificate ends: no later wall clock is believed
  std::string counter = {};  // name of the TPM's counter that says how new this book is; empty: the box has none
  Unclaimed unclaimed = {};
};

}  // namespace karvan::core
