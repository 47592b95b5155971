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

// The stages whose prerequisites are all in force, by number; the clock of one begins with the last of them. A stage is
// no longer awaited once the application is closed (delivered, refused).
std::vector<Due> due_stages(const model::Record& record, const catalogue::Service& service, std::int64_t now_ms);

bool is_late(const model::Record& record, const catalogue::Service& service, std::int64_t now_ms);

}  // namespace karvan::rules
