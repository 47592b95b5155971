#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace karvan::sim {

enum class Fault : std::size_t {
  loss,
  duplication,
  overtaking,
  half_closed,
  partition,
  weeks_away,
  power_cut,
  torn_write,
  failed_write,
  failed_sync,
  disk_full,
  lying_disk,
  clock_jump,
  clock_drift,
  dead_battery,
  box_restored,
  box_cloned,
  printer_unknown,
  centre_power_cut,
  centre_torn_write,
  centre_failed_write,
  centre_failed_sync,
  centre_disk_full,
  centre_lying_disk,
  centre_restored,
  node_revoked,
  stick_lost,
  stick_damaged,
  stick_twice,
  stick_overtaken,
  stick_known,
  count_
};

inline constexpr std::size_t fault_kinds = static_cast<std::size_t>(Fault::count_);
std::string_view name_of(Fault fault);

// How often each has happened.
class Tally {
 public:
  void note(Fault fault) { ++counts_[static_cast<std::size_t>(fault)]; }
  std::uint64_t of(Fault fault) const { return counts_[static_cast<std::size_t>(fault)]; }
  std::uint64_t all() const;
  void add(const Tally& other);

 private:
  std::array<std::uint64_t, fault_kinds> counts_{};
};

// How often, against the others, what strikes a box or the centre does so. A box that is put back or doubled is no box
// of this world any more: only who asks for `rare` meets it.
struct Stroke {
  Fault fault;
  std::uint64_t weight;
  bool rare = false;
};
inline constexpr std::array box_strokes{
    Stroke{Fault::power_cut, 8},          Stroke{Fault::torn_write, 6},         Stroke{Fault::failed_write, 6},
    Stroke{Fault::failed_sync, 5},        Stroke{Fault::disk_full, 3},          Stroke{Fault::half_closed, 8},
    Stroke{Fault::partition, 10},         Stroke{Fault::clock_drift, 4},        Stroke{Fault::clock_jump, 3},
    Stroke{Fault::weeks_away, 2, true},   Stroke{Fault::dead_battery, 3, true}, Stroke{Fault::lying_disk, 3, true},
    Stroke{Fault::box_restored, 8, true}, Stroke{Fault::box_cloned, 3, true}};
inline constexpr std::array centre_strokes{
    Stroke{Fault::centre_power_cut, 2},      Stroke{Fault::centre_torn_write, 4},
    Stroke{Fault::centre_failed_write, 2},   Stroke{Fault::centre_failed_sync, 2},
    Stroke{Fault::centre_disk_full, 1},      Stroke{Fault::centre_lying_disk, 2, true},
    Stroke{Fault::centre_restored, 2, true}, Stroke{Fault::node_revoked, 2, true}};

}  // namespace karvan::sim
