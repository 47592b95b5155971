#include "storage/store/shadows.h"

#include "storage/store/rows.h"

namespace karvan::store {

namespace {

Shadow shadow_at(const sqlite::Statement& row) {
  Shadow shadow{row.text(0), static_cast<std::uint64_t>(row.integer(1)), std::nullopt, row.text(3)};
  if (!row.is_null(2)) shadow.body = row.blob(2);
  return shadow;
}

}  // namespace

Result<void> Shadows::put(const Shadow& shadow) {
  TRY_VOID(
      db_->run("INSERT INTO shadows (record, position, reason) VALUES (?1, ?2, ?3) "
               "ON CONFLICT (record) DO UPDATE SET position = ?2, body = NULL, reason = ?3",
               shadow.record, shadow.position, shadow.reason));
  if (!shadow.body) return {};
  return done(db_->run("UPDATE shadows SET body = ?2 WHERE record = ?1", shadow.record, sqlite::Blob{*shadow.body}));
}

Result<std::optional<Shadow>> Shadows::get(std::string_view record) {
  return first(db_->query("SELECT record, position, body, reason FROM shadows WHERE record = ?", record), shadow_at);
}

Result<void> Shadows::remove(std::string_view record) {
  return done(db_->run("DELETE FROM shadows WHERE record = ?", record));
}

Result<std::vector<Shadow>> Shadows::ready(std::size_t limit) {
  return all(
      db_->query("SELECT record, position, body, reason FROM shadows WHERE body IS NOT NULL ORDER BY row LIMIT ?",
                 limit),
      shadow_at);
}

Result<std::vector<Shadow>> Shadows::wanted(std::size_t limit) {
  return all(db_->query("SELECT record, position, body, reason FROM shadows WHERE body IS NULL AND reason <> 'purged' "
                        "ORDER BY row LIMIT ?",
                        limit),
             shadow_at);
}

Result<std::uint64_t> Shadows::count() { return count_of(db_->query("SELECT count(*) FROM shadows")); }

}  // namespace karvan::store
