#include "sync/central/store/commands.h"

#include "sync/central/store/rows.h"

namespace karvan::central {
namespace {

// The centre's own operations are all by the author "centre".
CommandRow command_at(const sqlite::Statement& row) {
  return {row.text(0), row.text(1), {"centre", row.text(2), count_at(row, 3)}};
}

}  // namespace

Result<std::optional<CommandRow>> Commands::get(std::string_view cmd) {
  return first(db_->query("SELECT cmd, asked, epoch, seq FROM command WHERE cmd = ?", cmd), command_at);
}

Result<void> Commands::put(const CommandRow& row, std::int64_t now_ms, std::int64_t forget_before_ms) {
  TRY_VOID(db_->run("DELETE FROM command WHERE made_ms < ?", forget_before_ms));
  TRY_VOID(db_->run("INSERT INTO command (cmd, asked, epoch, seq, made_ms) VALUES (?,?,?,?,?)", row.cmd, row.asked,
                    row.op.epoch, row.op.seq, now_ms));
  return {};
}

}  // namespace karvan::central
