#include <gtest/gtest.h>

#include <algorithm>

#include "storage/seal/hash.h"
#include "sync/central/store/attachments.h"
#include "sync/central/store/feeds.h"
#include "sync/central/store/files.h"
#include "sync/central/store/inbox.h"
#include "sync/central/store/leases.h"
#include "sync/central/store/nodes.h"
#include "sync/central/store/records.h"
#include "sync/central/store/schema.h"
#include "tests/support/fault_vfs.h"
#include "tests/support/scratch.h"
#include "tests/support/shipped.h"

// The centre's files of every version that there was, as a present program opens them, and a start that is cut short
// while it brings them up to date.
namespace karvan::central {
namespace {

constexpr int full_disk = 13;  // SQLITE_FULL
constexpr auto lines = std::to_array<std::string_view>({"line 1", "line 2"});

template <class T>
T must(Result<T> got) {
  if (!got) throw std::runtime_error(describe(got.error()));
  return std::move(*got);
}
void must(const Result<void>& done) {
  if (!done) throw std::runtime_error(describe(done.error()));
}

std::array<seal::Digest, 2> hashes() {
  const auto first = seal::chain({}, lines[0]);
  return {first, seal::chain(first, lines[1])};
}

// Two operations of one epoch, as the inbox kept them up to version 4, and since.
void write_operations(sqlite::Database& inbox, std::size_t version) {
  const auto chain = hashes();
  const std::string zeros(32, '\0');
  const sqlite::Blob none{zeros}, end{seal::view(chain[1])};
  const bool old = version < 5;
  must(inbox.run(
      old ? "INSERT INTO epoch (node, epoch, prior_epoch, prior_seq, prior_hash, parent_epoch, received, hash) "
            "VALUES ('bus-01', 'e1', '', 0, ?, '', 2, ?)"
          : "INSERT INTO epoch (id, node, epoch, prior_epoch, prior_seq, prior_hash, parent_epoch, received, "
            "hash, changed) VALUES (1, 'bus-01', 'e1', '', 0, ?, '', 2, ?, 1)",
      none, end));
  for (std::int64_t seq = 1; seq <= 2; ++seq) {
    const auto at = static_cast<std::size_t>(seq - 1);
    must(inbox.run(old ? "INSERT INTO op (node, epoch, seq, line, hash, received_ms) VALUES ('bus-01','e1',?,?,?,5)"
                       : "INSERT INTO op (id, line, hash, received_ms) VALUES ((1 << 32) + ?, ?, ?, 5)",
                   seq, sqlite::Blob{lines[at]}, sqlite::Blob{seal::view(chain[at])}));
  }
}

void write_inbox(sqlite::Database& inbox, std::size_t version) {
  must(
      inbox.script("INSERT INTO node (name, number, office, head_key, fingerprint, enrolled_ms) VALUES "
                   "('bus-01', 1, 'lahore', 'k1', 'fp', 0)"));
  write_operations(inbox, version);
  if (version >= 2) must(inbox.script("INSERT INTO attachment VALUES ('bus-01', 'photo', 5, 5, 1, 0, 0)"));
  if (version >= 3) must(inbox.script("INSERT INTO node_key VALUES ('bus-01', 'k1', 0)"));
  if (version >= 6) must(inbox.script("INSERT INTO admitted VALUES (1, 77)"));
  if (version >= 7) must(inbox.script("UPDATE epoch SET signer = 'k1'"));
  if (version < 8) must(inbox.script("UPDATE node SET forks_settled = 1"));  // of a box that was replaced
}

void write_records(sqlite::Database& records) {
  must(
      records.script("INSERT INTO meta VALUES ('kept', 'yes');"
                     "INSERT INTO cursor VALUES ('bus-01', 'e1', 2);"
                     "INSERT INTO record VALUES ('lahore', 'lahore/application/a', '{}', 2);"
                     "INSERT INTO feed_head (feed, position) VALUES ('office/lahore', 2);"
                     "INSERT INTO entry (office, position, record, node, epoch, seq, verdict, only_author) VALUES "
                     "('lahore', 1, 'lahore/application/a', 'bus-01', 'e1', 1, '{}', 0),"
                     "('lahore', 2, 'lahore/application/a', 'bus-01', 'e1', 2, '{}', 0);"
                     "INSERT INTO application (office, id, node, service, version, tracking, who, words, stage, state, "
                     "open, currency, "
                     "filed_ms, updated_ms) VALUES ('lahore', 'a', 'bus-01', 's', 'v', 't', 'Gulnar', '', 'filed', "
                     "'open', 0, 'PKR', 1, 1);"
                     "INSERT INTO allocator VALUES ('receipt', 7021);"
                     "INSERT INTO lease (node, id, kind, first, last, issued_ms, not_after_ms, position) VALUES "
                     "('bus-01', 'l1', 'receipt', 7001, 7020, 0, 1, 1)"));
}

// Both files in a folder, on a disk of their own.
struct Old {
  Old() { vfs.keep_account(); }

  FilesOptions options() const {
    return {folder.folder().string(), std::string(32, 'i'), std::string(32, 'r'), vfs.name()};
  }
  sqlite::Database open(const std::string& name, char key) {
    sqlite::OpenOptions how;
    how.vfs = vfs.name();
    return must(sqlite::Database::open(folder.path(name), std::string(32, key), how));
  }
  void make(std::size_t inbox_version, std::size_t records_version) {
    auto inbox = open("inbox.db", 'i'), records = open("records.db", 'r');
    must(sqlite::migrate(inbox, inbox_schema().first(inbox_version)));
    must(sqlite::migrate(records, records_schema().first(records_version)));
    must(in_transaction(inbox, [&]() -> Result<void> {
      write_inbox(inbox, inbox_version);
      return {};
    }));
    must(in_transaction(records, [&]() -> Result<void> {
      write_records(records);
      return {};
    }));
  }
  // Opens as the program does; what it had is there.
  void expect_whole(bool attachment) {
    auto files = open_files(options());
    ASSERT_TRUE(files) << describe(files.error());
    Inbox inbox(files->inbox);
    const auto kept = must(inbox.lines("bus-01", "e1", 1, 10));
    ASSERT_EQ(kept.size(), lines.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
      EXPECT_EQ(kept[i].line, lines[i]);
      EXPECT_EQ(kept[i].hash, hashes()[i]);
    }
    EXPECT_EQ(must(inbox.epoch("bus-01", "e1"))->signer, "k1");
    EXPECT_FALSE(must(inbox.forked("bus-01")));
    must(files->inbox.script("UPDATE node SET forks = 1"));
    EXPECT_TRUE(must(inbox.forked("bus-01"))) << "P7: no fork is settled beforehand";
    must(files->inbox.script("UPDATE node SET forks = 0"));
    EXPECT_EQ(must(Nodes(files->inbox).keys_of("bus-01")), std::vector<std::string>{"k1"});
    EXPECT_EQ(must(Attachments(files->inbox).present("photo")), attachment);
    Records records(files->records);
    EXPECT_EQ(must(records.meta("kept")), "yes");
    EXPECT_EQ(must(records.cursor("bus-01", "e1")), 2u);
    EXPECT_EQ(must(records.record("lahore", "lahore/application/a"))->position, 2u);
    EXPECT_EQ(must(Feeds(files->records).entries("lahore", 0, 10)).size(), 2u);
    EXPECT_EQ(must(LeaseBook(files->records).allocated()).at("receipt"), 7021);
    EXPECT_TRUE(files->inbox.check_structure() && files->records.check_structure());
  }
  // What the file is, by its version's number and all that was made.
  std::string schema(const std::string& name, char key) {
    auto database = open(name, key);
    auto version = must(database.query("PRAGMA user_version"));
    must(version.next());
    std::string text = std::to_string(version.integer(0));
    auto made = must(database.query("SELECT name, coalesce(sql, '') FROM sqlite_schema ORDER BY name"));
    while (must(made.next())) text += "\n" + made.text(0) + " " + made.text(1);
    return text;
  }

  test::Scratch folder;
  test::FaultVfs vfs{"old"};
};

class EveryVersion : public testing::TestWithParam<std::size_t> {};

TEST_P(EveryVersion, OfTheInbox_IsOpenedWithAllThatItHeld) {
  Old old;
  old.make(std::min(GetParam(), inbox_schema().size()), records_schema().size());
  old.expect_whole(GetParam() >= 2);
}

TEST_P(EveryVersion, OfTheRecords_IsOpenedWithAllThatItHeld) {
  Old old;
  old.make(inbox_schema().size() - 1, std::min(GetParam(), records_schema().size()));
  old.expect_whole(true);
}

INSTANTIATE_TEST_SUITE_P(Of, EveryVersion,
                         testing::Range(std::size_t{1}, std::max(inbox_schema().size(), records_schema().size())));

TEST(Versions, AStepThatShipped_IsWhatItWas) {
  EXPECT_EQ(test::digests_of(inbox_schema()),
            (std::vector<std::string>{"c0b2d3a65df8e065", "31e24517dae0593c", "54c6e62098661049", "dbdfe45ebd39bb89",
                                      "23faeee6b10a35f2", "26b83bec47293109", "4388b1e3795d9bb9", "ead81af2c9d77310"}));
  EXPECT_EQ(test::digests_of(records_schema()),
            (std::vector<std::string>{"017eabc32001d057", "9117f4f5c2ff01fa", "8288dc5e163759e9", "3394e178487383bc",
                                      "3b5310dc967aa35e", "532181f2cc8e2f61", "401e6147a518de58", "c998feeeba215526",
                                      "d073393565e851fa"}));
}

// ---- room

// What the step took of the disk at most: the log, and what the file grew by.
std::uint64_t taken_by_entries_anew(Old& old, sqlite::Database& records) {
  const auto size = [&](const char* end) { return std::filesystem::file_size(old.folder.path("records.db") + end); };
  must(records.checkpoint_truncate());
  const auto before = size("");
  must(records.script("PRAGMA wal_autocheckpoint = 0"));
  must(sqlite::migrate(records, records_schema().first(entries_anew)));
  const auto log = size("-wal");
  must(records.checkpoint_truncate());
  return log + size("") - before;
}

TEST(Versions, EntriesAnew_WithoutRoomForThem_AreToldBeforeTheyAreBegun) {
  Old old;
  old.make(1, entries_anew - 1);
  auto records = old.open("records.db", 'r');
  must(
      records.script("WITH RECURSIVE n(at) AS (SELECT 10 UNION ALL SELECT at + 1 FROM n WHERE at < 20000) INSERT INTO "
                     "entry (office, position, record, node, epoch, seq, verdict, only_author) SELECT 'lahore', at, "
                     "'lahore/application/' || at, 'bus-01', 'e1', at, '{\"fate\":\"applied\"}', 0 FROM n"));
  const auto refused = check_room(records, 1 << 20);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::disk_full);
  EXPECT_EQ(refused.error().args.at("free_mib"), "1");
  const auto needed_mib = std::stoull(refused.error().args.at("needed_mib"));
  EXPECT_TRUE(check_room(records, needed_mib << 20));
  EXPECT_TRUE(check_room(records, std::nullopt));
  const auto taken = taken_by_entries_anew(old, records);
  EXPECT_LE(taken, needed_mib << 20);
  EXPECT_GT(taken * 2, needed_mib << 20);  // and not refused for nothing
  EXPECT_TRUE(check_room(records, 0));     // it is done
}

TEST(Versions, OfAnEmptyFolder_NeedNoRoom) {
  Old old;
  auto records = old.open("records.db", 'r');
  EXPECT_TRUE(check_room(records, 0));
}

// ---- cut short

// Each state in which a file may be found: that of a version, never between two.
std::vector<std::string> states(const std::string& name, char key, std::span<const std::string_view> steps) {
  std::vector<std::string> all;
  Old old;
  auto fresh = [&] { return old.open(name, key); };
  for (std::size_t version = 1; version <= steps.size(); ++version) {
    {
      auto database = fresh();
      must(sqlite::migrate(database, steps.first(version)));
    }
    all.push_back(old.schema(name, key));
  }
  return all;
}

// A start with the oldest files, disturbed. Each file is found as one version has it, and the next start finds all that
// was in them.
struct Interrupted : testing::Test {
  static void start(Old& old) { (void)open_files(old.options()); }
  static std::uint64_t changes() {
    Old old;
    old.make(1, 1);
    const auto before = old.vfs.count_changes();
    start(old);
    return old.vfs.count_changes() - before;
  }
  void expect_old_or_new(Old& old) const {
    EXPECT_EQ(std::ranges::count(inbox, old.schema("inbox.db", 'i')), 1);
    EXPECT_EQ(std::ranges::count(records, old.schema("records.db", 'r')), 1);
    old.expect_whole(false);
  }
  const std::vector<std::string> inbox = states("inbox.db", 'i', inbox_schema());
  const std::vector<std::string> records = states("records.db", 'r', records_schema());
};

TEST_F(Interrupted, P1_PowerCutAtEachChange_LeavesOldOrNew) {
  const auto all = changes();
  EXPECT_GT(all, 50u);
  for (std::uint64_t nth = 1; nth <= all && !HasFailure(); ++nth) {
    SCOPED_TRACE(nth);
    Old old;
    old.make(1, 1);
    old.vfs.tear_change(nth);
    start(old);
    old.vfs.heal();
    old.vfs.cut_power(nth % 4);  // of what no sync has met nothing got there, or some by chance
    expect_old_or_new(old);
  }
}

TEST_F(Interrupted, P1_EachChangeFailsAlone_LeavesOldOrNew) {
  const auto all = changes();
  for (std::uint64_t nth = 1; nth <= all && !HasFailure(); ++nth) {
    SCOPED_TRACE(nth);
    Old old;
    old.make(1, 1);
    old.vfs.fail_changes(nth, nth % 2 == 0 ? full_disk : test::io_error_fsync);
    start(old);
    old.vfs.heal();
    expect_old_or_new(old);
  }
}

}  // namespace
}  // namespace karvan::central
