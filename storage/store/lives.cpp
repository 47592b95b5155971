#include <string>

#include "storage/store/plain.h"
#include "storage/store/records.h"
#include "storage/store/rows.h"

// Records after the centre was restored: which of them are of another life of it.
namespace karvan::store {

Result<void> Records::begin_life(std::uint64_t common) {
  TRY_VOID(forget_plain(*db_, common));
  // What a shadow holds beyond it is of no use either.
  TRY_VOID(common == 0 ? db_->run("DELETE FROM shadows WHERE body IS NOT NULL")
                       : db_->run("UPDATE shadows SET body = NULL WHERE position > ?", common));
  TRY_VOID(db_->run("UPDATE shadows SET position = min(position, ?)", common));
  return done(
      db_->run("INSERT INTO lives (life, common, checked) "
               "SELECT coalesce(max(life), 0) + 1, ?, 0 FROM lives",
               common));
}

Result<bool> Records::outlived_in_part(std::string_view id) {
  TRY(auto common, count_of(db_->query("SELECT coalesce(min(common), 0) FROM lives WHERE life > "
                                       "(SELECT life FROM records WHERE id = ?)",
                                       id)));
  return common > 0;
}

Result<bool> Records::any_outlived() {
  TRY(auto left, count_of(db_->query("SELECT count(*) FROM lives WHERE checked IS NOT NULL")));
  return left > 0;
}

Result<std::optional<std::int64_t>> Records::row_after(std::int64_t row, std::size_t count) {
  return first(db_->query("SELECT row FROM records WHERE row > ?1 ORDER BY row LIMIT 1 OFFSET ?2", row, count - 1),
               [](const auto& found) { return found.integer(0); });
}

Result<std::vector<std::string>> Records::next_outlived(std::size_t limit) {
  TRY(auto from, first(db_->query("SELECT min(checked) FROM lives"), [](const auto& row) { return row.integer(0); }));
  TRY(auto to, row_after(from.value_or(0), limit));
  static const auto sql = std::string("SELECT id FROM records WHERE row > ?1 AND row <= ?2 AND body IS NOT NULL AND ")
                              .append(outlived)
                              .append(" ORDER BY row");
  TRY(auto ids,
      all(db_->query(sql, from.value_or(0), to.value_or(INT64_MAX)), [](const auto& row) { return row.text(0); }));
  TRY_VOID(to ? db_->run("UPDATE lives SET checked = ? WHERE checked IS NOT NULL", *to)
              : db_->run("UPDATE lives SET checked = NULL WHERE checked IS NOT NULL"));
  return ids;
}

}  // namespace karvan::store
