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
  std::string by;               // who reaches it: desk, supervisor, centre, institution
  std::int64_t due_ms = 0;      // 0: it has no target
  std::int64_t reached_ms = 0;  // 0: not yet
  bool late = false;            // reached after, or not reached and past, its target
};

// The stages reached, and those whose prerequisites are all in force, by number; the clock of one begins with the last
// of them, in a later round not before the new filing. Nothing is awaited once the application is closed (delivered,
// refused), and nothing but the filing while it is returned: the citizen is awaited then.
std::vector<Due> due_stages(const model::Record& record, const catalogue::Service& service, std::int64_t now_ms);

// The earliest target that is not reached yet, whatever the time is; 0: there is none.
std::int64_t next_due_ms(const model::Record& record, const catalogue::Service& service);

// Whether a stage that is awaited is past its target.
bool is_late(const model::Record& record, const catalogue::Service& service, std::int64_t now_ms);

}  // namespace karvan::rules
