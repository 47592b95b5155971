#include "storage/store/cursors.h"

#include "storage/store/rows.h"

namespace karvan::store {

namespace {

Cursor cursor_at(const sqlite::Statement& row) {
  return {row.text(0), row.text(1), static_cast<std::uint64_t>(row.integer(2)), row.text(3)};
}

constexpr std::size_t trail_recent = 8;

}  // namespace

Result<Cursor> Cursors::get(std::string_view feed) {
  TRY(auto found,
      first(db_->query("SELECT feed, centre_epoch, position, hash FROM cursors WHERE feed = ?", feed), cursor_at));
  return found.value_or(Cursor{std::string(feed), "", 0, ""});
}

Result<void> Cursors::put(const Cursor& cursor) {
  TRY_VOID(
      db_->run("INSERT INTO cursors (feed, centre_epoch, position, hash) VALUES (?1, ?2, ?3, ?4) "
               "ON CONFLICT (feed) DO UPDATE SET centre_epoch = ?2, position = ?3, hash = ?4",
               cursor.feed, cursor.centre_epoch, cursor.position, cursor.hash));
  TRY_VOID(db_->run("DELETE FROM trail WHERE feed = ? AND position >= ?", cursor.feed, cursor.position));
  if (cursor.hash.empty()) return {};
  TRY_VOID(
      db_->run("INSERT INTO trail (feed, position, hash) VALUES (?, ?, ?)", cursor.feed, cursor.position, cursor.hash));
  return thin_trail(cursor.feed);
}

// Of the older places one stays between each two distances that double.
Result<void> Cursors::thin_trail(std::string_view feed) {
  TRY(auto places, trail(feed));
  const auto newest = places.empty() ? 0 : places.front().position;
  std::uint64_t reach = 0;  // the distance of the last place that stays
  for (std::size_t i = trail_recent; i < places.size(); ++i) {
    const auto distance = newest - places[i].position;
    const bool last = i + 1 == places.size();
    const bool needed = last || newest - places[i + 1].position > 2 * reach;
    if (needed) {
      reach = distance;
      continue;
    }
    TRY_VOID(db_->run("DELETE FROM trail WHERE feed = ? AND position = ?", feed, places[i].position));
  }
  return {};
}

Result<std::vector<Cursor>> Cursors::trail(std::string_view feed) {
  return all(db_->query("SELECT trail.feed, centre_epoch, trail.position, trail.hash FROM trail "
                        "JOIN cursors ON cursors.feed = trail.feed WHERE trail.feed = ? ORDER BY trail.position DESC",
                        feed),
             cursor_at);
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
