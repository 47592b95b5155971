#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/store/search.h"
#include "storage/store/store.h"

namespace karvan::store {

// A connection of its own that only reads, for the search, view and batch threads; one thread each. It sees the last
// commit. Writes through its parts fail with Code::read_only. Lists are bounded by their `limit`.
class Reader {
 public:
  // The file must exist, opened once by Store.
  static Result<Reader> open(const std::string& path, std::string_view key, const Options& options = {});

  // Until the next call, a statement ends with Code::deadline_passed once `expired` says so.
  void stop_when(std::function<bool()> expired);

  // What is committed now, in a new file under `key`, whole and durable; its writer goes on meanwhile. exists_already.
  Result<void> copy_to(const std::string& path, std::string_view key) { return database_.copy_to(path, key); }
  // Every page, the engine's own check of tables and indexes, and the chain. Of an immutable file only: see
  // sqlite::Database::check_pages. database_damaged, chain_broken.
  Result<Chain> check();
  // As sqlite::Database::check_pages has it, a part at a time beside the writer.
  Result<std::uint64_t> check_pages(std::uint64_t from, std::uint64_t pages) {
    return database_.check_pages(from, pages);
  }

  // As Search::find and Search::refresh have it.
  Result<std::vector<Summary>> search(std::string_view text, std::size_t limit, const std::function<bool()>& expired) {
    return search_.find(database_, text, limit, expired);
  }
  Result<void> refresh_search() { return search_.refresh(database_); }

  Log log() { return Log(database_); }
  Records records() { return Records(database_); }
  Drafts drafts() { return Drafts(database_); }
  Leases leases() { return Leases(database_); }
  Prints prints() { return Prints(database_); }
  Attachments attachments() { return Attachments(database_); }
  Documents documents() { return Documents(database_); }
  Cursors cursors() { return Cursors(database_); }
  Shadows shadows() { return Shadows(database_); }

 private:
  explicit Reader(sqlite::Database database) : database_(std::move(database)) {}
  sqlite::Database database_;
  Search search_;
};

}  // namespace karvan::store
