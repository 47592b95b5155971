#include "storage/store/commands.h"

#include "storage/store/rows.h"

namespace karvan::store {

Result<std::optional<Answer>> Commands::answer(std::string_view cmd) {
  return first(db_->query("SELECT status, body, at_ms, asked FROM commands WHERE cmd = ?", cmd), [](const auto& row) {
    return Answer{static_cast<int>(row.integer(0)), row.blob(1), row.integer(2), row.text(3)};
  });
}

Result<void> Commands::keep(std::string_view cmd, const Answer& answer) {
  TRY(auto kept, db_->run("INSERT OR IGNORE INTO commands (cmd, asked, status, body, at_ms) VALUES (?, ?, ?, ?, ?)",
                          cmd, answer.asked, answer.status, sqlite::Blob{answer.body}, answer.at_ms));
  if (kept == 0) return fail(Code::internal, {}, "command answered before");
  return {};
}

Result<std::int64_t> Commands::prune(std::int64_t before_ms, std::size_t limit) {
  return db_->run(
      "DELETE FROM commands WHERE row IN "
      "(SELECT row FROM commands WHERE at_ms < ? ORDER BY at_ms LIMIT ?)",
      before_ms, limit);
}

}  // namespace karvan::store
