#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "sync/catalogue/catalogue.h"
#include "sync/form/instance.h"
#include "sync/rules/lease.h"
#include "sync/rules/roles.h"

namespace karvan::rules {

// What the rules may know beside the record and the operation: the reference feed at the operation's `ref`, cut down to
// what this one operation needs. Pointers are borrowed and may be null where a thing is unknown.
struct Context {
  const catalogue::Service* service = nullptr;  // the version that the application is (or will be) pinned to
  const Staff* actor = nullptr;                 // as the author's node knew them (Op::roster)
  const Lease* lease = nullptr;                 // the author node's lease that holds the number of `issue`
  form::Context form = {};                      // the desk's civil date and time
  std::int64_t now_ms = 0;       // at the node: the latest that the time may be; at the centre: of the receipt
  std::int64_t received_ms = 0;  // of the operation's receipt at the centre; 0 where it has not come there
  bool certain = true;           // at the node: whether it is sure of the time
  // OpId text of another operation that already bears the number of `issue`, on any record; empty where none does.
  std::string number_taken_by = {};
  // RecordId texts of other open applications of the same person for the same service (duplicates.h).
  std::vector<std::string> duplicate_of = {};
};

// The civil date "2026-11-21" at an instant, `offset_minutes` east of Greenwich.
std::string civil_date(std::int64_t ms, int offset_minutes = 0);

// What follows it in a dateTime: "T17:02:00.000+05:00".
std::string civil_time(std::int64_t ms, int offset_minutes = 0);

// ids of the default stages that the rules know by name; a service may have others beside them
namespace stage {
inline constexpr auto filed = "filed";
inline constexpr auto identity_checked = "identity_checked";
inline constexpr auto documents_captured = "documents_captured";
inline constexpr auto biometrics_captured = "biometrics_captured";
inline constexpr auto fee_assessed = "fee_assessed";
inline constexpr auto fee_paid = "fee_paid";
inline constexpr auto reviewed = "reviewed";
inline constexpr auto received_by_centre = "received_by_centre";
inline constexpr auto accepted_by_institution = "accepted_by_institution";
inline constexpr auto decided = "decided";
inline constexpr auto document_issued = "document_issued";
inline constexpr auto delivered = "delivered";
// of a shift and of a visit
inline constexpr auto closed = "closed";
}  // namespace stage

}  // namespace karvan::rules
