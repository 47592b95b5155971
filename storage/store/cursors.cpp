#include "storage/store/cursors.h"

#include "storage/store/rows.h"

namespace karvan::store {

namespace {

Cursor cursor_at(const sqlite::Statement& row) {
  return {row.text(0), row.text(1), static_cast<std::uint64_t>(row.integer(2)), row.text(3)};
}

}  // namespace

Result<Cursor> Cursors::get(std::string_view feed) {
  TRY(auto found,
      first(db_->query("SELECT feed, centre_epoch, position, hash FROM cursors WHERE feed = ?", feed), cursor_at));
  return found.value_or(Cursor{std::string(feed), "", 0, ""});
}

Result<void> Cursors::put(const Cursor& cursor) {
  return done(
      db_->run("INSERT INTO cursors (feed, centre_epoch, position, hash) VALUES (?1, ?2, ?3, ?4) "
               "ON CONFLICT (feed) DO UPDATE SET centre_epoch = ?2, position = ?3, hash = ?4",
               cursor.feed, cursor.centre_epoch, cursor.position, cursor.hash));
}

Result<std::vector<Cursor>> Cursors::list() {
  return all(db_->query("SELECT feed, centre_epoch, position, hash FROM cursors ORDER BY feed"), cursor_at);
}

Result<model::HybridTime> Cursors::clock() {
  TRY(auto last, first(db_->query("SELECT ms, counter FROM clock"), [](const auto& row) {
        return model::HybridTime{row.integer(0), static_cast<std::uint32_t>(row.integer(1))};
      }));
  return last.value_or(model::HybridTime{});
}

Result<void> Cursors::keep_clock(model::HybridTime last) {
  return done(db_->run("UPDATE clock SET ms = ?1, counter = ?2 WHERE (ms, counter) < (?1, ?2)", last.ms, last.counter));
}

}  // namespace karvan::store
