#include "storage/sqlite/migrations.h"

#include <string>

#include "storage/sqlite/transaction.h"

namespace karvan::sqlite {

namespace {

Result<std::size_t> version_of(Database& database) {
  TRY(auto version, database.query("PRAGMA user_version"));
  TRY_VOID(version.next());
  return static_cast<std::size_t>(version.integer(0));
}

Result<void> step(Database& database, std::string_view sql, std::size_t to) {
  TRY(auto transaction, Transaction::begin(database));
  TRY(const auto now, version_of(database));
  if (now >= to) return transaction.commit();  // another program was first
  TRY_VOID(database.script(std::string(sql)));
  TRY_VOID(database.script("PRAGMA user_version = " + std::to_string(to)));
  return transaction.commit();
}

}  // namespace

Result<void> migrate(Database& database, std::span<const std::string_view> steps) {
  TRY(std::size_t version, version_of(database));
  if (version > steps.size()) return fail(Code::newer_schema, {{"found", std::to_string(version)}});
  for (; version < steps.size(); ++version) TRY_VOID(step(database, steps[version], version + 1));
  return {};
}

Result<bool> lacks_steps(Database& database, std::span<const std::string_view> steps) {
  TRY(const auto version, version_of(database));
  return version < steps.size();
}

}  // namespace karvan::sqlite
