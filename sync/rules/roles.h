#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/error.h"
#include "sync/catalogue/catalogue.h"

// Who may do what: by role, and by institution and service, never by role alone.
namespace karvan::rules {

// `officer` works for an institution. `centre` is the centre's own program, which no person signs in as.
enum class Role { operator_, supervisor, technician, clerk, auditor, officer, centre };
std::string_view name_of(Role role);  // "operator", "supervisor", …: the word on the wire and on the page
Result<Role> parse_role(std::string_view name);

// A row of the roster. It travels to the nodes where the person works, so `pin` is a slow salted hash (seal/pin.h).
struct Staff {
  std::string id;
  std::string name;
  Role role = Role::operator_;
  std::string pin;
  std::vector<std::string> nodes;         // empty: wherever the roster reaches
  std::vector<std::string> services;      // empty: all
  std::vector<std::string> institutions;  // empty: all
  bool active = true;
  bool operator==(const Staff&) const = default;
};

// One JSON object without whitespace: the body of a "staff" document in the node feed.
std::string write_staff(const Staff& staff);
Result<Staff> parse_staff(std::string_view text);

// Whether a person may do an act on a service, which names the roles of an act or leaves it at the built-in ones:
//   operator, supervisor  start, file, change, advance, take_payment, issue, void, show, attach, hand_over, open_shift,
//                         close_shift, close
//   supervisor            return, approve, resolve, settle, waive, refund, close_stop, sign_over
//   clerk                 change, resolve, settle, return, close, erase
//   officer               decide, close, for the institutions that the roster names
// Which ways of closing are whose, the service says (closing.h).
// The centre's program may do all. Else Code::role_not_allowed.
// `active` is not looked at: work already taken still uploads; who may sign in is another question.
Result<void> may(const Staff& staff, std::string_view act, const catalogue::Service* service);
bool works_at(const Staff& staff, std::string_view node);

}  // namespace karvan::rules
