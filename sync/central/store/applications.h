#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/sqlite/database.h"

namespace karvan::central {

// What lists show of an application.
struct ApplicationRow {
  std::string office, id;  // the id's last part
  std::string node;        // that took it
  std::string service, version;
  std::string tracking;
  std::string who;
  std::string words;  // folded, for search
  std::string stage;  // the furthest one reached
  std::string state;  // settled, held, waiting, refused
  std::int64_t open = 0;
  std::string currency;
  std::int64_t filed_ms = 0, updated_ms = 0;
  std::string institution;
  std::string handling;     // by the institution: "", received, accepted, decided
  std::string awaits;       // the stage that is due first
  std::int64_t due_ms = 0;  // when; 0: nothing with a target is awaited
  std::uint32_t round = 1;
  std::int64_t escalate_ms = 0;  // when what is awaited is escalated; 0: never
  std::string escalate_to;       // role
  bool citizen = false;          // it is they who are awaited
  std::string closed;            // how it ended; empty: it is open
  std::string lapse;             // how the centre closes it by itself
  std::int64_t lapse_ms = 0;     // and when; 0: never
};

inline constexpr std::size_t search_words_max = 3;  // further ones are not looked at
inline constexpr std::string_view handling_received = "received";
inline constexpr std::string_view handling_accepted = "accepted";
inline constexpr std::string_view handling_decided = "decided";

// Empty members do not filter.
struct ApplicationFilter {
  std::string words;  // every blank-separated one must be the beginning of a word
  std::string tracking;
  std::string office, stage, state;
  std::string kind;         // of a review that is open on it
  std::string closed;       // how it ended; open: it has not
  bool late = false;        // only those
  bool escalated = false;   // only those
  std::int64_t now_ms = 0;  // at which it is late, or escalated
  std::size_t limit = 200;
};

class Applications {
 public:
  explicit Applications(sqlite::Database& records) : db_(&records) {}
  Result<void> put(const ApplicationRow& row);
  Result<std::vector<ApplicationRow>> list(const ApplicationFilter& filter);  // escalated first, then late, then newest
  // Those of an institution that are so far, the longest first.
  Result<std::vector<ApplicationRow>> handled(std::string_view institution, std::string_view handling,
                                              std::size_t limit);
  Result<std::optional<ApplicationRow>> get(std::string_view office, std::string_view id);
  // Those past their escalation, the longest first; `office` may be empty.
  Result<std::vector<ApplicationRow>> escalated(std::string_view office, std::int64_t now_ms, std::size_t limit);
  // Those that the centre is to close by itself, the longest first.
  Result<std::vector<ApplicationRow>> lapsed(std::int64_t now_ms, std::size_t limit);
  // Until something else changes the application.
  Result<void> forget_lapse(std::string_view office, std::string_view id);
  Result<std::uint64_t> count();
  Result<std::uint64_t> count_escalated(std::int64_t now_ms);
  Result<std::uint64_t> count_late(std::int64_t now_ms);

 private:
  Result<bool> any_lapsed(std::int64_t now_ms);
  sqlite::Database* db_;
};

}  // namespace karvan::central
