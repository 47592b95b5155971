#include "sync/central/store/identities.h"

#include "storage/seal/hash.h"
#include "sync/central/store/rows.h"

namespace karvan::central {

std::string Identities::digest_of(std::string_view identity) const {
  return seal::to_hex(seal::hmac_sha256(files_->identity_key.view(), identity));
}

Result<void> Identities::put(std::string_view office, std::string_view record, std::string_view identity) {
  if (identity.empty()) {
    TRY_VOID(files_->records.run("DELETE FROM identity WHERE office = ? AND record = ?", office, record));
    return {};
  }
  TRY_VOID(
      files_->records.run("INSERT INTO identity (digest, office, record) VALUES (?,?,?) "
                          "ON CONFLICT (office, record) DO UPDATE SET digest = excluded.digest",
                          digest_of(identity), office, record));
  return {};
}

Result<std::vector<std::string>> Identities::alike(std::string_view record, std::string_view identity) {
  return all(
      files_->records.query("SELECT record FROM identity WHERE digest = ? AND record <> ? ORDER BY record DESC LIMIT ?",
                            digest_of(identity), record, alike_max),
      text_at_0);
}

}  // namespace karvan::central
