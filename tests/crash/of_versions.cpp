#include <array>

#include "storage/salvage/rows.h"
#include "storage/sqlite/migrations.h"
#include "storage/store/schema.h"
#include "tests/crash/transactions.h"

// A file that an older version of this program wrote, at its first start under this one.
namespace karvan::crash {
namespace {

using core::samples::Box;
using sqlite::Database;

// What a box holds of its own; what is made anew from it (search, what waits to be summarised) is not here.
constexpr auto tables =
    std::to_array<const char*>({"epochs", "log", "records", "record_serials", "drafts", "commands", "leases", "numbers",
                                "prints", "attachments", "documents", "cursors", "clock"});

void must(const Result<void>& done) {
  if (!done) throw std::runtime_error(describe(done.error()));
}

// The columns that the older version had too.
Result<void> copy_table(Database& from, Database& to, const std::string& name) {
  TRY(const auto table, salvage::common_table(from, to, name));
  if (table.columns.empty()) return {};
  TRY_VOID(to.run("DELETE FROM " + name));
  TRY(const bool whole, salvage::each_row(from, table, [&](const sqlite::Statement& row) -> Result<void> {
        TRY(const bool put, salvage::put_row(to, table, row));
        return put ? Result<void>{} : fail(Code::internal, {}, name);
      }));
  return whole ? Result<void>{} : fail(Code::internal, {}, name);
}

// Before version 8 the row itself said so.
Result<void> settle_rows(Database& from, Database& to) {
  TRY(auto settled, from.query("SELECT position FROM log WHERE entry > 0 AND position NOT IN (SELECT position FROM "
                               "unsettled)"));
  for (;;) {
    TRY(const bool more, settled.next());
    if (!more) return {};
    TRY_VOID(to.run("UPDATE log SET settled = 1 WHERE position = ?", settled.integer(0)));
  }
}

Result<void> write_older(Database& from, Database& to, std::size_t version) {
  TRY_VOID(sqlite::migrate(to, store::migrations().first(version)));
  TRY(auto transaction, sqlite::Transaction::begin(to));
  for (const auto* name : tables) TRY_VOID(copy_table(from, to, name));
  TRY_VOID(settle_rows(from, to));
  return transaction.commit();
}

// The box's file as that version would have it.
void as_of_version(Scene& scene, std::size_t version) {
  scene.box.stop();
  test::MemoryVfs present("crash-present");
  present.put(scene.disk.image());
  const auto path = scene.disk.image().begin()->first;
  scene.disk.put({});
  auto from = Database::open(path, std::string(32, 'k'), {.vfs = present.name()});
  auto to = Database::open(path, std::string(32, 'k'), {.vfs = scene.disk.name()});
  if (!from || !to) throw std::runtime_error("a file of an older version");
  must(write_older(*from, *to, version));
}

void first_version(Scene& scene) {
  work_done(scene);
  as_of_version(scene, 1);
}

// Some of its work is settled, and that moves into a table of its own.
void version_7(Scene& scene) {
  Box& box = scene.box;
  application_paid(scene);
  const auto of = Box::application(scene.subject);
  box.say(box.applied(box.round()));
  model::Op op;
  op.id = {"centre", "c1", static_cast<std::uint64_t>(box.checkpoint.office) + 1};
  op.time = {box.now + 1, 0};
  op.salt = "00";
  op.actor = "leyla";
  op.of = of;
  op.note = "seen at headquarters";
  box.round();
  exchange::Answer answer;
  answer.entries = {{++box.checkpoint.office, "", 0, model::write_op(op), {}}};
  box.say(std::move(answer));
  box.must(counter::ChangeApplication{{}, scene.subject, {{"phone", "0300"}}, {}});
  box.paid_print();
  box.started();
  as_of_version(scene, 7);
}

}  // namespace

std::vector<Transaction> of_versions() {
  return {{"MigrateFromFirstVersion", first_version, nullptr, start},
          {"MigrateFromVersion7", version_7, nullptr, start}};
}

// What is to be migrated is there: else these transactions would prove nothing.
TEST(OlderVersions, HoldOneOfEachKind) {
  for (const auto& transaction : of_versions()) {
    SCOPED_TRACE(transaction.name);
    test::MemoryVfs disk("crash-versions");
    Box box(disk.name());
    Scene scene{box, disk};
    transaction.prepare(scene);
    box.start();
    const auto account = account_of(box);
    for (const auto* one :
         {"draft 2 ", "application ", "received 50000", "lease 7001-", "issued", "print 7002 unknown"})
      EXPECT_NE(account.find(one), std::string::npos) << one << " in " << account;
    const auto unsettled = box.store().log().count_unsettled().value();
    EXPECT_GT(unsettled, 0u);
    EXPECT_EQ(unsettled < box.count(), transaction.name == "MigrateFromVersion7");
    box.stop();
  }
}

}  // namespace karvan::crash
