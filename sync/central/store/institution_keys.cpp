#include "sync/central/store/institution_keys.h"

#include "sync/central/store/rows.h"

namespace karvan::central {
namespace {

constexpr std::string_view key_columns =
    "SELECT id, digest, institution, staff, name, made_ms, revoked_ms FROM institution_key ";

InstitutionKey key_at(const sqlite::Statement& row) {
  InstitutionKey key{row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), row.integer(5)};
  if (!row.is_null(6)) key.revoked_ms = row.integer(6);
  return key;
}

}  // namespace

Result<std::vector<InstitutionKey>> InstitutionKeys::list() {
  return all(db_->query(std::string(key_columns) + "ORDER BY made_ms, id"), key_at);
}

Result<std::optional<InstitutionKey>> InstitutionKeys::get(std::string_view id) {
  return first(db_->query(std::string(key_columns) + "WHERE id = ?", id), key_at);
}

Result<void> InstitutionKeys::put(const InstitutionKey& k) {
  TRY_VOID(db_->run("INSERT INTO institution_key (id, digest, institution, staff, name, made_ms) VALUES (?,?,?,?,?,?)",
                    k.id, k.digest, k.institution, k.staff, k.name, k.made_ms));
  return {};
}

Result<void> InstitutionKeys::revoke(std::string_view id, std::int64_t now_ms) {
  TRY(auto changed,
      db_->run("UPDATE institution_key SET revoked_ms = coalesce(revoked_ms, ?2) WHERE id = ?1", id, now_ms));
  if (changed == 0) return fail(Code::not_found, {{"id", std::string(id)}}, "institution key");
  return {};
}

}  // namespace karvan::central
