#include "storage/store/reader.h"

#include <utility>

namespace karvan::store {

Result<Reader> Reader::open(const std::string& path, std::string_view key, const Options& options) {
  sqlite::OpenOptions how;
  how.vfs = options.vfs;
  how.create = false;
  how.read_only = true;
  how.immutable = options.immutable;
  how.busy_ms = options.busy_ms;
  how.cache_kib = options.cache_kib;
  TRY(auto database, sqlite::Database::open(path, key, how));
  return Reader(std::move(database));
}

Result<Chain> Reader::check() {
  TRY_VOID(database_.check_pages());
  TRY_VOID(database_.check_structure());
  return log().verify_chain();
}

void Reader::stop_when(std::function<bool()> expired) { database_.stop_when(std::move(expired)); }

}  // namespace karvan::store
