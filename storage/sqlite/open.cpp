#include <fmt/format.h>
#include <openssl/crypto.h>

#include <limits>
#include <utility>

#include "storage/model/planted.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/database.h"
#include "storage/sqlite/file_header.h"
#include "storage/sqlite/status.h"

namespace karvan::sqlite {

namespace {

constexpr int value_bytes_max = 64 << 20;
constexpr int wal_bytes_kept = 64 << 20;

// Through the engine's own file handle: opening the file beside it and closing again would drop the process's locks.
Result<sqlite3_file*> main_file(sqlite3* handle) {
  sqlite3_file* file = nullptr;
  int status = sqlite3_file_control(handle, "main", SQLITE_FCNTL_FILE_POINTER, &file);
  if (status != SQLITE_OK || !file || !file->pMethods) return fail(Code::io_failed, {}, "database file");
  return file;
}

Result<std::int64_t> size_of(sqlite3_file* file) {
  sqlite3_int64 size = 0;
  int status = file->pMethods->xFileSize(file, &size);
  if (status != SQLITE_OK) return tl::unexpected(error_of(status));
  return size;
}

Result<PageKey> fresh_page_key(Cipher cipher, std::string_view key) {
  char salt[salt_bytes];
  sqlite3_randomness(salt_bytes, salt);
  return page_key(cipher, key, std::string_view(salt, salt_bytes));
}

bool only_reads(const OpenOptions& options) { return options.read_only || options.immutable; }
bool may_create(const OpenOptions& options) { return options.create && !only_reads(options); }

Result<PageKey> page_key_of(sqlite3* handle, std::string_view key, const OpenOptions& options) {
  TRY(sqlite3_file * file, main_file(handle));
  TRY(std::int64_t size, size_of(file));
  if (size == 0 && !may_create(options)) return fail(Code::not_found, {}, "database");
  if (size == 0) return fresh_page_key(options.cipher, key);
  char header[header_bytes] = {};
  // Not keyed yet, so the bytes come as they are.
  int status = file->pMethods->xRead(file, header, header_bytes, 0);
  if (status == SQLITE_IOERR_SHORT_READ) return fail(Code::database_damaged, {}, "header is cut");
  if (status != SQLITE_OK) return tl::unexpected(error_of(status));
  return check_header(std::string_view(header, header_bytes), key);
}

Result<void> give_key(sqlite3* handle, const PageKey& page) {
  constexpr auto aegis = "PRAGMA cipher = 'aegis'", sqlcipher4 = "PRAGMA cipher = 'sqlcipher'; PRAGMA legacy = 4";
  std::string raw = "raw:";
  raw.append(page.bytes.data(), page.bytes.size());
  int status = sqlite3_exec(handle, page.cipher == Cipher::aegis ? aegis : sqlcipher4, nullptr, nullptr, nullptr);
  if (status == SQLITE_OK) status = sqlite3_key(handle, raw.data(), static_cast<int>(raw.size()));
  OPENSSL_cleanse(raw.data(), raw.size());
  if (status != SQLITE_OK) return tl::unexpected(error_of(handle));
  return {};
}

void harden(sqlite3* handle, const OpenOptions& options) {
  sqlite3_busy_timeout(handle, options.busy_ms);
  // ATTACH … KEY '' would write plaintext.
  sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0);
  sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, value_bytes_max);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  // A plan does not hang on what is bound: else each "LIMIT ?" is compiled anew every time it runs.
  sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_QPSG, 1, nullptr);
}

std::string settings(const OpenOptions& options) {
  return "PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA synchronous = " +
         std::string(planted(1) ? "OFF" : "FULL") +
         ";"
         "PRAGMA cache_size = -" +
         std::to_string(options.cache_kib) +
         ";"
         "PRAGMA wal_autocheckpoint = " +
         std::to_string(options.wal_autocheckpoint_pages) +
         ";"
         "PRAGMA journal_size_limit = " +
         std::to_string(wal_bytes_kept) + ";";
}

Result<void> use_wal(sqlite3* handle) {
  auto keep = [](void* mode, int, char** values, char**) { return *static_cast<std::string*>(mode) = values[0], 0; };
  std::string mode;
  int status = sqlite3_exec(handle, "PRAGMA journal_mode = WAL", keep, &mode, nullptr);
  if (status != SQLITE_OK) return tl::unexpected(error_of(handle));
  if (mode != "wal") return fail(Code::io_failed, {}, "no write-ahead log");
  return {};
}

// After a program that ended on a sync that failed the log may be in the system's memory alone. Under the lock of
// writers nobody adds to it. Whoever holds that lock for longer than anybody waits has opened, and done the same
// before.
Result<void> make_log_durable(sqlite3* handle, Disk& disk) {
  const int begun = sqlite3_exec(handle, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr);
  if ((begun & 0xff) == SQLITE_BUSY) return {};
  if (begun != SQLITE_OK) return tl::unexpected(error_of(handle));
  const bool durable = disk.make_log_durable();
  const int ended = sqlite3_exec(handle, "ROLLBACK", nullptr, nullptr, nullptr);
  if (!durable) return fail(Code::io_failed, {}, "write-ahead log");
  if (ended != SQLITE_OK) return tl::unexpected(error_of(handle));
  return {};
}

// What a URI gives a meaning to is escaped (RFC 3986 section 2.1).
std::string immutable_uri(std::string_view path) {
  std::string uri = "file:";
  for (char c : path) {
    if (c == '%' || c == '?' || c == '#')
      uri += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    else
      uri.push_back(c);
  }
  return uri + "?immutable=1";
}

int flags_of(const OpenOptions& options) {
  int access = only_reads(options) ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  if (may_create(options)) access |= SQLITE_OPEN_CREATE;
  if (options.immutable) access |= SQLITE_OPEN_URI;
  return access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_PRIVATECACHE;
}

bool missing(const std::string& path, const OpenOptions& options) {
  sqlite3_vfs* vfs = sqlite3_vfs_find(options.vfs.empty() ? nullptr : options.vfs.c_str());
  int exists = 0;
  return vfs && vfs->xAccess(vfs, path.c_str(), SQLITE_ACCESS_EXISTS, &exists) == SQLITE_OK && exists == 0;
}

}  // namespace

Result<Database> Database::open(const std::string& path, std::string_view key, const OpenOptions& options) {
  if (key.empty()) return fail(Code::key_missing);
  if (key.size() != key_bytes) return fail(Code::key_length_wrong, {}, "database key");
  if (!may_create(options) && missing(path, options)) return fail(Code::not_found, {}, "database");
  auto connection = std::make_unique<Connection>();
  TRY(connection->disk, Disk::over(options.vfs, options.alone));
  connection->alone = options.alone;
  // Encryption is a layer on that, made by its name.
  const auto vfs = connection->disk->encrypted_name();
  connection->busy_ms = options.busy_ms;
  const auto named = options.immutable ? immutable_uri(path) : path;
  int status = sqlite3_open_v2(named.c_str(), &connection->handle, flags_of(options), vfs.c_str());
  if (status != SQLITE_OK) return tl::unexpected(error_of(status));
  Database database(std::move(connection));
  auto ready = database.key_and_configure(key, options);
  // Whatever it was taken for: a log may have been read in part.
  if (database.connection_->disk->is_blind()) return fail(Code::io_failed, {}, "database could not be read");
  TRY_VOID(ready);
  return database;
}

Result<void> Database::key_and_configure(std::string_view key, const OpenOptions& options) {
  sqlite3* handle = connection_->handle;
  harden(handle, options);
  if (!planted(13)) {
    TRY(PageKey page, page_key_of(handle, key, options));
    TRY_VOID(give_key(handle, page));
    connection_->cipher = page.cipher;
  }
  TRY_VOID(script(settings(options)));
  if (!only_reads(options)) TRY_VOID(use_wal(handle));
  TRY(auto first, query("SELECT count(*) FROM sqlite_schema"));
  TRY_VOID(first.next());
  TRY_VOID(first.finish());
  if (only_reads(options) || options.alone) return {};
  return make_log_durable(handle, *connection_->disk);
}

Result<void> Database::check_pages() {
  TRY_VOID(check_pages(0, std::numeric_limits<std::uint64_t>::max() / page_bytes));
  return {};
}

Result<std::uint64_t> Database::check_pages(std::uint64_t from, std::uint64_t pages) {
  TRY_VOID(usable());
  TRY(sqlite3_file * file, main_file(connection_->handle));
  TRY(std::int64_t size, size_of(file));
  if (static_cast<std::uint64_t>(size) % page_bytes != 0) return fail(Code::database_damaged, {}, "file is cut");
  const auto all = static_cast<std::uint64_t>(size) / page_bytes;
  const auto end = from < all && pages < all - from ? from + pages : all;
  // SQLite file format, 1.3: at 1 GiB, but where a test has moved it.
  const auto lock_byte = static_cast<std::uint64_t>(sqlite3_test_control(SQLITE_TESTCTRL_PENDING_BYTE, 0U));
  std::string page(page_bytes, '\0');
  for (auto at = from; at < end; ++at) {
    if (at == lock_byte / page_bytes) continue;  // nothing is ever written there, so nothing verifies
    int status = file->pMethods->xRead(file, page.data(), page_bytes, static_cast<sqlite3_int64>(at * page_bytes));
    if (status == SQLITE_OK) continue;
    Error error = error_of(connection_->handle, status);
    error.where += " page " + std::to_string(at + 1);
    return tl::unexpected(error);
  }
  return end < all ? end : 0;
}

Result<void> Database::check_structure() {
  TRY(auto check, query("PRAGMA integrity_check(1)"));
  TRY(bool row, check.next());
  if (!row || check.text(0) != "ok") return fail(Code::database_damaged, {}, row ? check.text(0) : "");
  return {};
}

}  // namespace karvan::sqlite
