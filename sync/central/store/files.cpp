#include "sync/central/store/files.h"

#include <algorithm>
#include <array>

#include "storage/seal/hash.h"
#include "sync/central/store/schema.h"

namespace karvan::central {

namespace {
// What a log may come to before a commit copies it into its file: a page that is written many times is copied once.
constexpr int log_pages_kept = 16'000;
}  // namespace

Result<Files> open_files(const FilesOptions& options) {
  sqlite::OpenOptions open;
  open.vfs = options.vfs;
  open.wal_autocheckpoint_pages = log_pages_kept;
  open.cipher = options.cipher;
  TRY(auto inbox, sqlite::Database::open(options.folder + "/inbox.db", options.inbox_key, open));
  open.cipher = inbox.cipher();  // one that was lost comes again as the other is
  TRY(auto records, sqlite::Database::open(options.folder + "/records.db", options.records_key, open));
  TRY_VOID(sqlite::migrate(inbox, inbox_schema()));
  TRY_VOID(sqlite::migrate(records, records_schema()));
  const auto identity_key = seal::hmac_sha256(options.records_key, "karvan/identity/v1");
  return Files{std::move(inbox), std::move(records), std::string(seal::view(identity_key))};
}

bool of_the_store(Code code) {
  constexpr auto codes = std::to_array({Code::disk_full, Code::io_failed, Code::read_only, Code::busy,
                                        Code::deadline_passed, Code::database_damaged, Code::outcome_unknown});
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

}  // namespace karvan::central
