#include "storage/store/store.h"

#include <optional>
#include <utility>

#include "storage/seal/key.h"
#include "storage/sqlite/migrations.h"
#include "storage/store/rows.h"
#include "storage/store/schema.h"
#include "storage/store/search_index.h"

namespace karvan::store {

namespace {

sqlite::OpenOptions open_options(const Options& options) {
  sqlite::OpenOptions out;
  out.vfs = options.vfs;
  out.create = options.create;
  out.cipher = options.cipher;
  out.alone = true;
  out.busy_ms = options.busy_ms;
  out.cache_kib = options.cache_kib;
  return out;
}

}  // namespace

struct Store::State {
  State(std::string at, std::string_view with, Options how, sqlite::Database opened)
      : path(std::move(at)), key(seal::Key::copy_of(with)), options(std::move(how)), database(std::move(opened)) {}

  // Whole before anything is answered: the WAL is in the file, every page verifies, and the chain holds.
  Result<void> settle_down();
  // Pages that each verify may still be of two moments, where a disk lost its power after it said that it had synced.
  Result<void> check_structure();

  std::string path;
  seal::Key key;
  Options options;
  sqlite::Database database;
  std::optional<sqlite::Transaction> transaction;
  bool read_only = false;
  bool verified = false;  // by this program, once: what is opened anew after a fault need not be read as a whole again
  bool written = false;   // since the last `tend`
};

Result<void> Store::State::check_structure() {
  TRY(const auto pages, count_of(database.query("PRAGMA page_count")));
  return pages <= structure_checked_pages_max ? database.check_structure() : Result<void>{};
}

Result<void> Store::State::settle_down() {
  read_only = true;  // until all of it is known to be sound
  auto truncated = database.checkpoint_truncate();
  if (!truncated && truncated.error().code == Code::database_damaged) return truncated;
  if (!truncated && truncated.error().code == Code::disk_full) {
    // One of an older version is not served as it is: it lacks what is read here.
    TRY(const bool older, sqlite::lacks_steps(database, migrations()));
    if (older) return truncated;
  }
  if (!truncated) return fail(Code::read_only, {}, truncated.error().where);
  const bool verifies = options.verify && !verified;
  if (verifies) TRY_VOID(database.check_pages());
  TRY_VOID(sqlite::migrate(database, migrations()));
  if (verifies) TRY_VOID(Log(database).verify_chain());
  if (verifies) TRY_VOID(check_structure());
  verified = options.verify;
  read_only = false;
  return {};
}

Store::Store(std::unique_ptr<State> state) : state_(std::move(state)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

Result<Store> Store::open(const std::string& path, std::string_view key, const Options& options) {
  TRY(auto database, sqlite::Database::open(path, key, open_options(options)));
  Store store(std::make_unique<State>(path, key, options, std::move(database)));
  auto ready = store.state_->settle_down();
  if (!ready && ready.error().code != Code::read_only) return tl::unexpected(ready.error());
  return store;
}

Result<void> Store::begin() {
  if (state_->read_only) return fail(Code::read_only);
  if (state_->transaction) return fail(Code::internal, {}, "transaction within a transaction");
  TRY(auto transaction, sqlite::Transaction::begin(state_->database));
  state_->transaction.emplace(std::move(transaction));
  state_->written = true;
  return {};
}

Result<void> Store::commit() {
  if (!state_->transaction) return fail(Code::internal, {}, "commit without a transaction");
  auto committed = state_->transaction->commit();
  state_->transaction.reset();
  return committed;
}

void Store::rollback() { state_->transaction.reset(); }

Result<sqlite::Savepoint> Store::savepoint() { return sqlite::Savepoint::begin(state_->database); }

Result<void> Store::recover() {
  rollback();
  state_->database.close();
  auto options = open_options(state_->options);
  options.create = false;
  TRY(state_->database, sqlite::Database::open(state_->path, state_->key.view(), options));
  return state_->settle_down();
}

bool Store::read_only() const { return state_->read_only; }

Result<void> Store::tend() {
  if (!state_->written || state_->transaction) return {};
  TRY_VOID(state_->database.checkpoint_passive());
  state_->written = false;
  return {};
}

Result<bool> Store::tend_search(bool all) {
  if (state_->transaction || state_->read_only) return false;
  SearchIndex index(state_->database);
  TRY(const auto waiting, index.noted());
  if (waiting == 0 || (!all && waiting < merged_at_once)) return false;
  TRY_VOID(begin());
  auto merged = index.merge(merged_at_once);
  if (!merged) {
    rollback();
    return merged;
  }
  TRY_VOID(commit());
  return true;
}

Result<void> Store::compact(std::uint64_t memory_bytes) {
  if (state_->read_only) return fail(Code::read_only);
  if (state_->transaction) return fail(Code::internal, {}, "compact within a transaction");
  TRY_VOID(state_->database.compact(memory_bytes));
  return state_->database.checkpoint_truncate();
}

Result<void> Store::wipe() {
  if (state_->transaction) return fail(Code::internal, {}, "wipe within a transaction");
  return state_->database.try_checkpoint_truncate();
}

Log Store::log() { return Log(state_->database); }
Records Store::records() { return Records(state_->database); }
Drafts Store::drafts() { return Drafts(state_->database); }
Commands Store::commands() { return Commands(state_->database); }
Leases Store::leases() { return Leases(state_->database); }
Prints Store::prints() { return Prints(state_->database); }
Attachments Store::attachments() { return Attachments(state_->database); }
Documents Store::documents() { return Documents(state_->database); }
Cursors Store::cursors() { return Cursors(state_->database); }
Shadows Store::shadows() { return Shadows(state_->database); }
sqlite::Database& Store::database() { return state_->database; }

}  // namespace karvan::store
