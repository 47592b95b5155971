#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "storage/model/error.h"
#include "storage/model/op.h"

// Serial numbers that a node may use without asking (P5): a range of one kind, lent by the centre until a time.
namespace karvan::rules {

// Ranges of one kind never overlap, at any node, at any time; what a node does not use is void and never lent again.
struct Lease {
  std::string id;  // unique at the centre
  std::string node;
  std::string kind;  // of serial: receipt, licence, …
  std::int64_t first = 0;
  std::int64_t last = 0;  // inclusive
  std::int64_t issued_ms = 0;
  std::int64_t not_after_ms = 0;
  bool operator==(const Lease&) const = default;
};

inline constexpr std::int64_t lease_numbers_max = 1'000'000;

// The text of the signed note that a lease travels in ("karvan/lease/v1", one member a line).
std::string write_lease(const Lease& lease);
// Malformed: another first line, a range that is empty, negative or longer than `lease_numbers_max`, an unknown line.
Result<Lease> parse_lease(std::string_view text);

bool contains(const Lease& lease, const model::Serial& serial);

// By the latest that the time may be: uncertain time never extends a lease.
bool expired(const Lease& lease, std::int64_t now_ms_high);

// How many numbers of a kind a box uses up, so that it asks in time: a bus may be away for four months.
struct Usage {
  std::string day;           // civil, of the last number
  std::int64_t today = 0;    // used on it
  std::int64_t per_day = 0;  // as of late, over the days on which any was used
  bool operator==(const Usage&) const = default;
};
Usage after_one(Usage usage, std::string_view day);
std::int64_t per_day(const Usage& usage);
std::string write_usage(const Usage& usage);  // "2026-11-21 12 340"
Usage parse_usage(std::string_view text);     // of anything else: none

inline constexpr std::int64_t lease_days = 130;  // that what is held should last
inline constexpr std::int64_t lease_size = 500;  // the least that is lent at once
inline constexpr std::int64_t lease_held_max = 100'000;

// How many a box that uses so many a day should hold: from `lease_size` to `lease_held_max`.
std::int64_t lease_target(std::int64_t per_day);
// Whether to ask for more of a kind: less than half of that is left over all its leases.
bool runs_low(std::int64_t held, std::int64_t per_day);

}  // namespace karvan::rules
