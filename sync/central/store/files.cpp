#include "sync/central/store/files.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "storage/seal/hash.h"
#include "sync/central/store/schema.h"

namespace karvan::central {

namespace {
// What a log may come to before a commit copies it into its file: a page that is written many times is copied once.
constexpr int log_pages_kept = 16'000;

seal::Secret identity_key(const seal::Secret& records_key) {
  auto made = seal::hmac_sha256(records_key.view(), "karvan/identity/v1");
  auto kept = seal::Secret::copy_of(seal::view(made));
  ::explicit_bzero(made.data(), made.size());
  return kept;
}

}  // namespace

Result<Files> open_files(const FilesOptions& options) {
  sqlite::OpenOptions open;
  open.vfs = options.vfs;
  open.wal_autocheckpoint_pages = log_pages_kept;
  open.cipher = options.cipher;
  TRY(auto inbox, sqlite::Database::open(options.folder + "/inbox.db", options.inbox_key.view(), open));
  open.cipher = inbox.cipher();  // one that was lost comes again as the other is
  TRY(auto records, sqlite::Database::open(options.folder + "/records.db", options.records_key.view(), open));
  TRY_VOID(sqlite::migrate(inbox, inbox_schema()));
  TRY_VOID(sqlite::migrate(records, records_schema()));
  return Files{std::move(inbox), std::move(records), identity_key(options.records_key)};
}

bool of_the_store(Code code) {
  constexpr auto codes = std::to_array({Code::disk_full, Code::io_failed, Code::read_only, Code::busy,
                                        Code::deadline_passed, Code::database_damaged, Code::outcome_unknown});
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

}  // namespace karvan::central
