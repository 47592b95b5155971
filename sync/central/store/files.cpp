#include "sync/central/store/files.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <filesystem>

#include "storage/seal/hash.h"
#include "sync/central/store/schema.h"

namespace karvan::central {

namespace {
// What a log may come to before a commit copies it into its file: a page that is written many times is copied once.
constexpr int log_pages_kept = 16'000;

// Of an entry and its place in two indexes, with what the pages leave free.
constexpr std::int64_t entry_overhead_bytes = 160;

std::optional<std::uint64_t> free_bytes(const std::string& folder) {
  std::error_code unknown;
  const auto space = std::filesystem::space(folder, unknown);
  return unknown ? std::nullopt : std::optional<std::uint64_t>(space.available);
}

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
  TRY_VOID(check_room(records, free_bytes(options.folder)));
  TRY_VOID(sqlite::migrate(records, records_schema()));
  return Files{std::move(inbox), std::move(records), identity_key(options.records_key)};
}

Result<void> check_room(sqlite::Database& records, std::optional<std::uint64_t> free_bytes) {
  TRY(auto version, records.query("PRAGMA user_version"));
  TRY_VOID(version.next());
  const auto now = static_cast<std::size_t>(version.integer(0));
  if (!free_bytes || now == 0 || now >= entries_anew) return {};
  TRY(auto bytes, records.query("SELECT coalesce(sum(length(office) + length(record) + length(node) + length(epoch) + "
                                "length(CAST(verdict AS BLOB)) + ?), 0) FROM entry",
                                entry_overhead_bytes));
  TRY_VOID(bytes.next());
  const auto needed = 2 * static_cast<std::uint64_t>(bytes.integer(0));
  if (needed <= *free_bytes) return {};
  constexpr auto in_mib = [](std::uint64_t of) { return std::to_string((of + (1 << 20) - 1) >> 20); };
  return fail(Code::disk_full, {{"needed_mib", in_mib(needed)}, {"free_mib", std::to_string(*free_bytes >> 20)}},
              "records.db is brought up to date");
}

bool of_the_store(Code code) {
  constexpr auto codes = std::to_array({Code::disk_full, Code::io_failed, Code::read_only, Code::busy,
                                        Code::deadline_passed, Code::database_damaged, Code::outcome_unknown});
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

}  // namespace karvan::central
