#include "sync/central/store/roster.h"

#include "sync/central/store/rows.h"

namespace karvan::central {

Result<std::vector<rules::Staff>> Roster::list() {
  TRY(auto bodies, all(db_->query("SELECT body FROM staff ORDER BY id"), text_at_0));
  std::vector<rules::Staff> people;
  for (const auto& body : bodies) {
    TRY(auto staff, rules::parse_staff(body));
    people.push_back(std::move(staff));
  }
  return people;
}

Result<std::optional<rules::Staff>> Roster::get(std::string_view id) {
  TRY(auto body, first(db_->query("SELECT body FROM staff WHERE id = ?", id), text_at_0));
  if (!body) return std::nullopt;
  TRY(auto staff, rules::parse_staff(*body));
  return staff;
}

Result<void> Roster::put(const rules::Staff& staff) {
  TRY_VOID(
      db_->run("INSERT INTO staff (id, body) VALUES (?, ?) "
               "ON CONFLICT (id) DO UPDATE SET body = excluded.body, tries = 0",
               staff.id, rules::write_staff(staff)));
  return {};
}

Result<int> Roster::tries(std::string_view id) {
  TRY(auto found, number(db_->query("SELECT coalesce(max(tries), 0) FROM staff WHERE id = ?", id)));
  return static_cast<int>(found);
}

Result<void> Roster::set_tries(std::string_view id, int tries) {
  TRY_VOID(db_->run("UPDATE staff SET tries = ?2 WHERE id = ?1", id, tries));
  return {};
}

}  // namespace karvan::central
