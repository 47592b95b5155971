#include "sync/central/store/awaited.h"

#include "sync/central/store/rows.h"

namespace karvan::central {
namespace {

AwaitedRow awaited_at(const sqlite::Statement& row) { return {row.text(0), row.text(1), row.text(2)}; }

}  // namespace

Result<void> Awaited::put(const AwaitedRow& row) {
  TRY_VOID(
      db_->run("INSERT INTO awaited (hash, office, record) VALUES (?,?,?) "
               "ON CONFLICT (hash, office, record) DO NOTHING",
               row.hash, row.office, row.record));
  return {};
}

Result<std::vector<AwaitedRow>> Awaited::of_file(std::string_view hash) {
  return all(db_->query("SELECT hash, office, record FROM awaited WHERE hash = ? ORDER BY office, record", hash),
             awaited_at);
}

Result<void> Awaited::forget(std::string_view hash) {
  TRY_VOID(db_->run("DELETE FROM awaited WHERE hash = ?", hash));
  return {};
}

}  // namespace karvan::central
