#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace karvan::line {

// What a failed call means for the people at the desk: who can do something about it.
enum class FaultKind {
  operator_can_fix,  // paper, cover, cable, power switch
  citizen_retries,   // finger off-centre, card pulled out too early
  transient,         // busy, lost a packet: the same call may be made again
  removed,           // the device is gone
  service_down,      // the driver or a daemon below it does not run; says nothing about the device
  tampering,         // seals, certificates or hashes do not match
  outcome_unknown,   // something may or may not have happened in the world: only a person who looks can say
};

// `code` is a snake_case word that has a text in each language; `detail` is for a technician's log and never holds a
// citizen's data.
struct Fault {
  FaultKind kind = FaultKind::outcome_unknown;
  std::string code;
  std::string detail = {};
  bool operator==(const Fault&) const = default;
};

std::string_view name_of(FaultKind kind);
// A kind that this version does not know is outcome_unknown: the only one from which nothing may be concluded.
FaultKind fault_kind_of(std::string_view name);

// How bad a condition is. `unknown` is never OK: it ranks above warning.
enum class Severity { ok, warning, unknown, error };
std::string_view name_of(Severity severity);
Severity severity_of(std::string_view name);  // another word: unknown

// One thing that is so about a device now: media_empty, cover_open, offline, status_unknown, …
struct Condition {
  std::string code;
  Severity severity = Severity::unknown;
  auto operator<=>(const Condition&) const = default;
};
// A set: sorted by code, each code once with its worst severity.
using Conditions = std::vector<Condition>;
Conditions make_conditions(std::vector<Condition> any);
Severity worst(const Conditions& conditions);

// How far a device has been taken into use; each includes those before it.
enum class Life { gone, discovered, opened, claimed, enabled };
std::string_view name_of(Life life);
Life life_of(std::string_view name);  // another word: gone

struct Device {
  std::string id;      // the hub's name for it, unique on the node: "receipts"
  std::string family;  // printer, card_reader, …
  std::string name;    // maker and model, for people
  Life life = Life::gone;
  Conditions conditions;
  std::string seat = {};  // at whose desk it stands, as the hub was told; empty: anybody's. Never on the wire
  bool operator==(const Device&) const = default;
};

}  // namespace karvan::line
