#include <string>

#include "storage/store/records.h"
#include "storage/store/rows.h"

// What goes from a box once it is safe elsewhere (P12), and what may.
namespace karvan::store {

Result<void> Records::purge(std::string_view id, std::string_view reason) {
  TRY(auto blocked, count_of(db_->query("SELECT count(*) FROM log JOIN epochs ON epochs.id = log.epoch "
                                        "WHERE record = ? AND (fate = 'refused' OR seq > safe OR EXISTS "
                                        "(SELECT 1 FROM unsettled WHERE unsettled.position = log.position))",
                                        id)));
  if (blocked > 0) return fail(Code::not_safe, {{"operations", std::to_string(blocked)}}, "purge");
  TRY(auto open, count_of(db_->query("SELECT count(*) FROM prints WHERE record = ? AND "
                                     "state IN ('queued', 'printing', 'unknown')",
                                     id)));
  if (open > 0) return fail(Code::not_safe, {{"prints", std::to_string(open)}}, "purge");
  TRY_VOID(write_folded(id));  // up to where it was folded is remembered
  TRY_VOID(db_->run("INSERT OR REPLACE INTO shadows (record, position, body, reason) SELECT id, " +
                        standing_position() + ", NULL, 'purged' FROM records WHERE id = ?",
                    id));
  TRY_VOID(
      db_->run("INSERT OR IGNORE INTO erasures (position, person, reason) "
               "SELECT position, '', ?2 FROM log WHERE record = ?1",
               id, reason));
  TRY_VOID(db_->run("UPDATE log SET line = NULL WHERE record = ?", id));
  TRY_VOID(db_->run("DELETE FROM prints WHERE record = ?", id));
  return remove(id);
}

Result<std::vector<std::string>> Records::next_ended(std::int64_t updated_ms, std::int64_t& row, std::size_t window) {
  TRY(auto to, row_after(row, window));
  TRY(auto ids, all(db_->query("SELECT id FROM records WHERE row > ?1 AND row <= ?2 AND kind = 'application' AND "
                               "state <> 'open' AND updated_ms < ?3 ORDER BY row",
                               row, to.value_or(INT64_MAX), updated_ms),
                    [](const auto& found) { return found.text(0); }));
  row = to.value_or(0);
  return ids;
}

}  // namespace karvan::store
