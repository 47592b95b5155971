#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "storage/model/record.h"
#include "sync/catalogue/catalogue.h"

// What of an application is due when, by the working hours of its service's calendar.
namespace karvan::rules {

struct Due {
  std::string stage;
  int number = 0;
  std::string by;                 // who reaches it: desk, supervisor, centre, institution
  std::int64_t due_ms = 0;        // 0: it has no target, or every clock stands still
  std::int64_t reached_ms = 0;    // 0: not yet
  bool late = false;              // reached after, or not reached and past, its target
  std::int64_t escalates_ms = 0;  // when a person of the role `escalate_to` is told; 0: nobody is
  std::string escalate_to;
  bool escalated = false;  // not reached, and past that
};

// The stages reached, and those whose prerequisites are all in force, by number. The clock of one begins with the last
// of them and pauses while the citizen is awaited: from a return to the new filing, and at stages that say so. Nothing
// is awaited once the application is closed, and nothing but the filing while it is returned.
std::vector<Due> due_stages(const model::Record& record, const catalogue::Service& service, std::int64_t now_ms);

// Since when the citizen is awaited: a return that is not answered, a stage that is theirs; 0: they are not.
std::int64_t citizen_awaited_since(const model::Record& record, const catalogue::Service& service);

// The awaited stage that is due first (one that is the citizen's before all others), and the earliest instants of all
// that are awaited, whatever the time is; 0: there is none.
struct Next {
  std::string stage;
  std::int64_t due_ms = 0;
  std::int64_t escalates_ms = 0;
  std::string escalate_to;
  bool citizen = false;  // it is they who are awaited
};
Next next_due(const model::Record& record, const catalogue::Service& service);
std::int64_t next_due_ms(const model::Record& record, const catalogue::Service& service);

// Whether a stage that is awaited is past its target.
bool is_late(const model::Record& record, const catalogue::Service& service, std::int64_t now_ms);

}  // namespace karvan::rules
