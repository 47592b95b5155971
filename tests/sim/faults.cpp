#include "tests/sim/faults.h"

#include <numeric>

namespace karvan::sim {

std::string_view name_of(Fault fault) {
  static constexpr std::array<std::string_view, fault_kinds> names{"loss",
                                                                   "duplication",
                                                                   "overtaking",
                                                                   "half_closed",
                                                                   "partition",
                                                                   "weeks_away",
                                                                   "power_cut",
                                                                   "torn_write",
                                                                   "failed_write",
                                                                   "failed_sync",
                                                                   "disk_full",
                                                                   "lying_disk",
                                                                   "clock_jump",
                                                                   "clock_drift",
                                                                   "dead_battery",
                                                                   "box_restored",
                                                                   "box_cloned",
                                                                   "printer_unknown",
                                                                   "centre_power_cut",
                                                                   "centre_torn_write",
                                                                   "centre_failed_write",
                                                                   "centre_failed_sync",
                                                                   "centre_disk_full",
                                                                   "centre_lying_disk",
                                                                   "centre_restored",
                                                                   "node_revoked",
                                                                   "stick_lost",
                                                                   "stick_damaged",
                                                                   "stick_twice",
                                                                   "stick_overtaken",
                                                                   "stick_known"};
  return names[static_cast<std::size_t>(fault)];
}

std::uint64_t Tally::all() const { return std::accumulate(counts_.begin(), counts_.end(), std::uint64_t{0}); }

void Tally::add(const Tally& other) {
  for (std::size_t i = 0; i < fault_kinds; ++i) counts_[i] += other.counts_[i];
}

}  // namespace karvan::sim
