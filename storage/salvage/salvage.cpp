#include "storage/salvage/salvage.h"

#include <algorithm>
#include <array>
#include <optional>

#include "storage/salvage/facts.h"
#include "storage/salvage/log.h"
#include "storage/store/rows.h"
#include "storage/store/schema.h"
#include "storage/store/store.h"

namespace karvan::salvage {

namespace {

// All but the log and the documents, in an order that references allow. What search has is made anew from the records.
constexpr std::array tables = {"records",     "record_serials", "drafts", "commands", "leases",  "numbers", "prints",
                               "attachments", "cursors",        "trail",  "lives",    "shadows", "clock",   "erasures"};

bool is_lost(const Report& found, std::string_view table) {
  return std::any_of(found.tables.begin(), found.tables.end(), [&](const auto& one) { return one.table == table; });
}

Result<void> copy_table(sqlite::Database& from, sqlite::Database& to, const std::string& name, Report& found) {
  TRY(const auto table, common_table(from, to, name));
  // One row that is there from the beginning.
  if (name == "clock") TRY_VOID(to.run("DELETE FROM clock"));
  LostRows rows{name, 0, false};
  TRY(const bool whole, each_row(from, table, [&](const sqlite::Statement& row) -> Result<void> {
        TRY(const bool put, put_row(to, table, row));
        rows.kept += put ? 1 : 0;
        rows.lost |= !put;
        return {};
      }));
  rows.lost |= !whole;
  if (rows.lost) found.tables.push_back(rows);
  if (name == "clock" && rows.lost) TRY_VOID(to.run("INSERT OR IGNORE INTO clock VALUES (1, 0, 0)"));
  return {};
}

// Whose line or record is gone has nothing to say any more; no search knows any record yet.
Result<void> tidy(sqlite::Database& to, const Report& found) {
  TRY_VOID(to.run("DELETE FROM erasures WHERE position NOT IN (SELECT position FROM log)"));
  TRY_VOID(to.run("DELETE FROM record_serials WHERE record NOT IN (SELECT row FROM records)"));
  // Summarised again at the next start.
  if (is_lost(found, "record_serials")) TRY_VOID(to.run("UPDATE records SET due_ms = -1 WHERE kind = 'application'"));
  return store::done(to.run("UPDATE records SET terms = NULL"));
}

// A record that is missing is seen as its operations of this box make it, all of them pending again, and is asked for
// whole. What was purged is missing rightly.
Result<void> begin_missing_records(sqlite::Database& to) {
  constexpr auto missing =
      "SELECT DISTINCT record AS id, instr(record, '/') AS office_end FROM log WHERE line IS NOT NULL "
      "AND record NOT IN (SELECT id FROM records) AND record NOT IN (SELECT record FROM shadows)";
  TRY_VOID(
      to.run(std::string("INSERT INTO records (id, office, kind, service, tracking, title, stage, state, updated_ms, "
                         "due_ms) SELECT id, substr(id, 1, office_end - 1), substr(id, office_end + 1, "
                         "instr(substr(id, office_end + 1), '/') - 1), '', '', '', '', 'open', 0, -1 FROM (") +
             missing + ")"));
  TRY_VOID(
      to.run("INSERT INTO shadows (record, position, body, reason) SELECT id, 0, NULL, ? FROM records WHERE "
             "body IS NULL AND updated_ms = 0",
             report_kind));
  return {};
}

// Of what runs said (plain.h) the lines may be lost, or the runs: none is believed, and a record of which they alone
// told is asked for whole. Operations on what is asked for are pending.
Result<void> unsettle_missing(sqlite::Database& from, sqlite::Database& to, bool older) {
  Report untold;  // what is lost of this table is settled again
  TRY_VOID(copy_table(from, to, "unsettled", untold));
  TRY_VOID(to.run("DELETE FROM unsettled WHERE position NOT IN (SELECT position FROM log)"));
  if (older) TRY_VOID(to.run("INSERT INTO unsettled (position, alone) SELECT position, 0 FROM log WHERE settled = 0"));
  TRY_VOID(
      to.run("INSERT OR IGNORE INTO shadows (record, position, body, reason) SELECT DISTINCT record, 0, NULL, ? FROM "
             "log JOIN records ON records.id = record WHERE entry = 0 AND log.position NOT IN (SELECT position FROM "
             "unsettled)",
             report_kind));
  return store::done(
      to.run("INSERT OR IGNORE INTO unsettled (position, alone) SELECT position, 0 FROM log WHERE entry = 0 OR record "
             "IN (SELECT record FROM shadows WHERE reason = ?)",
             report_kind));
}

// Services, the fleet's state and what headquarters says to all come again with the reference feed; the node's own
// feed is not read again: it would grant the leases anew.
Result<void> read_reference_again(sqlite::Database& to) {
  return store::done(to.run("DELETE FROM cursors WHERE feed = 'reference'"));
}

// What those before this one wrote down.
Result<std::vector<LostRun>> earlier_runs(const store::Documents& documents) {
  TRY(const auto all, reports(documents));
  std::vector<LostRun> runs;
  for (const auto& one : all) runs.insert(runs.end(), one.runs.begin(), one.runs.end());
  return runs;
}

Result<void> fill(sqlite::Database& from, store::Store& store, Report& found, bool older) {
  auto& to = store.database();
  TRY_VOID(to.run("PRAGMA defer_foreign_keys = ON"));
  TRY_VOID(copy_table(from, to, "documents", found));
  TRY(auto earlier, earlier_runs(store.documents()));
  SalvagedLog log(from, to, std::move(earlier));
  TRY_VOID(log.copy());
  found.operations = log.kept();
  found.stranded = log.stranded();
  found.runs = log.lost();
  if (log.marks_lost()) found.tables.push_back({"epochs", 0, true});
  for (const auto* table : tables) TRY_VOID(copy_table(from, to, table, found));
  TRY_VOID(tidy(to, found));
  TRY_VOID(note_facts(to, is_lost(found, "attachments")));
  if (is_lost(found, "records") || is_lost(found, "shadows")) TRY_VOID(begin_missing_records(to));
  TRY_VOID(unsettle_missing(from, to, older));
  if (is_lost(found, "documents")) TRY_VOID(read_reference_again(to));
  // Also what has stopped numbers is a document.
  found.numbers_doubtful =
      !found.runs.empty() || is_lost(found, "leases") || is_lost(found, "numbers") || is_lost(found, "documents");
  auto documents = store.documents();
  if (found.numbers_doubtful)
    TRY_VOID(documents.put({std::string(report_kind), std::string(doubtful_numbers), found.id, 0}));
  if (is_lost(found, "leases")) {
    TRY(const auto clock, store.cursors().clock());
    const auto before = std::to_string(std::max(found.at_ms, clock.ms));
    TRY_VOID(documents.put({std::string(report_kind), std::string(lost_leases), before, 0}));
  }
  return documents.put({std::string(report_kind), found.id, write(found), 0});
}

}  // namespace

Result<Report> salvage(const std::string& from, const std::string& to, std::string_view key, Report what,
                       const std::string& vfs) {
  sqlite::OpenOptions reading;
  reading.vfs = vfs;
  reading.create = false;
  reading.read_only = true;
  TRY(auto source, sqlite::Database::open(from, key, reading));
  TRY(const auto version, store::count_of(source.query("PRAGMA user_version")));
  if (version > store::migrations().size()) return fail(Code::newer_schema);
  TRY(auto fresh, store::Store::open(to, key, {.vfs = vfs, .cipher = source.cipher(), .verify = false}));
  TRY_VOID(fresh.begin());
  constexpr std::uint64_t unsettled_since = 8;  // a table of its own
  auto filled = fill(source, fresh, what, version < unsettled_since);
  if (!filled) {
    fresh.rollback();
    return tl::unexpected(filled.error());
  }
  TRY_VOID(fresh.commit());
  TRY_VOID(fresh.wipe());
  return what;
}

}  // namespace karvan::salvage
