#include "storage/sqlite/migrations.h"
#include "sync/central/store/rows.h"
#include "sync/central/store/schema.h"
#include "sync/exchange/parts.h"
#include "tests/support/scratch.h"
#include "tests/unit/sync/central/fixture.h"

// The files of the version before this one, taken over.
namespace karvan::central {
namespace {

using testing::Box;
using testing::must;

sqlite::Database old_file(const std::string& path, const std::string& key, std::span<const std::string_view> steps) {
  auto file = must(sqlite::Database::open(path, key));
  must(sqlite::migrate(file, steps));
  return file;
}

class Upgrade : public ::testing::Test {
 protected:
  Upgrade() {
    for (const char* id : {"a", "b", "c"}) box_.write(box_.filing(std::string("lahore/application/") + id, "v1"));
    write_inbox();
    write_records();
  }
  // Three operations in one epoch, an epoch that goes on from the last of them, and one that goes on from the second.
  void write_inbox() {
    auto inbox = old_file(folder_.path("inbox.db"), std::string(32, 'i'), inbox_schema().first(4));
    seal::Digest hash{};
    must(in_transaction(inbox, [&]() -> Result<void> {
      TRY_VOID(
          inbox.run("INSERT INTO node (name, number, office, head_key, fingerprint, enrolled_ms, changed) "
                    "VALUES ('bus-01', 1, 'lahore', 'k', 'fp', 0, 7)"));
      for (std::size_t i = 0; i < 3; ++i) {
        const auto& line = box_.runs_.front().lines[i];
        hash = seal::chain(hash, line);
        hashes_.push_back(hash);
        TRY_VOID(inbox.run("INSERT INTO op (node, epoch, seq, line, hash, received_ms) VALUES ('bus-01','e1',?,?,?,5)",
                           i + 1, sqlite::Blob{line}, sqlite::Blob{seal::view(hash)}));
      }
      const sqlite::Blob zero{std::string_view(zero_)};
      TRY_VOID(
          inbox.run("INSERT INTO epoch (node, epoch, prior_epoch, prior_seq, prior_hash, parent_epoch, received, "
                    "hash) VALUES ('bus-01', 'e1', '', 0, ?, '', 3, ?)",
                    zero, sqlite::Blob{seal::view(hash)}));
      for (int at : {3, 2})
        TRY_VOID(
            inbox.run("INSERT INTO epoch (node, epoch, prior_epoch, prior_seq, prior_hash, parent_epoch, "
                      "parent_seq, received, hash) VALUES ('bus-01', ?1, 'e1', ?2, ?3, 'e1', ?2, 0, ?3)",
                      "e" + std::to_string(at + 10), at, sqlite::Blob{seal::view(hashes_[at - 1])}));
      return {};
    }));
  }
  void write_records() {
    auto records = old_file(folder_.path("records.db"), std::string(32, 'r'), records_schema().first(3));
    must(in_transaction(records, [&]() -> Result<void> {
      for (int at = 1; at <= 3; ++at)
        TRY_VOID(
            records.run("INSERT INTO entry (office, position, record, node, epoch, seq, verdict, only_author) "
                        "VALUES ('lahore', ?1, 'lahore/application/a', 'bus-01', 'e1', ?1, '{}', 0)",
                        at));
      TRY_VOID(
          records.run("INSERT INTO document (feed, position, kind, name, body) VALUES ('node/bus-01', 1, 'staff', "
                      "'ayesha', ?)",
                      sqlite::Blob{"body"}));
      return records.script("INSERT INTO feed_head VALUES ('office/lahore', 3), ('node/bus-01', 1)");
    }));
  }
  test::Scratch folder_;
  Box box_{"bus-01"};
  std::string zero_ = std::string(32, '\0');
  std::vector<seal::Digest> hashes_;
};

TEST_F(Upgrade, InboxOfBefore_HoldsItsOperationsAndForks) {
  auto files = must(open_files({folder_.folder().string(), std::string(32, 'i'), std::string(32, 'r')}));
  Inbox inbox(files.inbox);
  auto lines = must(inbox.lines("bus-01", "e1", 1, 10));
  ASSERT_EQ(lines.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(lines[i].seq, i + 1);
    EXPECT_EQ(lines[i].line, box_.runs_.front().lines[i]);
    EXPECT_EQ(lines[i].hash, hashes_[i]);
    EXPECT_EQ(lines[i].received_ms, 5);
  }
  EXPECT_EQ(must(inbox.forks("bus-01")), 1);
  EXPECT_EQ(must(inbox.grown_since(0, 10)).size(), 3u);
  EXPECT_EQ(must(inbox.line({"bus-01", "e1", 2}))->line, lines[1].line);
}

// In the inbox of before a name was revoked, until it was enrolled anew; who was it is told by the heads that the fleet
// states name. The first box of bus-01 was revoked and replaced, and its second one is; that of bus-02 was enrolled
// again.
TEST(UpgradeOfTheFleet, P14_WhoWasEverRevoked_IsSoByItsKeyUpToItsWitnessedHead) {
  test::Scratch folder;
  const auto key = seal::make_signing_key("centre", testing::counted(1));
  const sqlite::Blob zero{std::string_view("\0", 1)};
  {
    auto inbox = old_file(folder.path("inbox.db"), std::string(32, 'i'), inbox_schema().first(6));
    must(in_transaction(inbox, [&]() -> Result<void> {
      TRY_VOID(
          inbox.script("INSERT INTO node (name, number, office, head_key, fingerprint, enrolled_ms, revoked_ms) VALUES "
                       "('bus-01', 1, 'lahore', 'k2', 'fp', 20, 90), ('bus-02', 2, 'lahore', 'k3', 'fp', 0, NULL);"
                       "INSERT INTO node_key VALUES ('bus-01','k1',0), ('bus-01','k2',20), ('bus-02','k3',0)"));
      for (int epoch : {1, 2, 3}) {
        TRY_VOID(
            inbox.run("INSERT INTO epoch (id, node, epoch, prior_epoch, prior_seq, prior_hash, parent_epoch, received, "
                      "hash, changed) VALUES (?1, ?3, 'e' || ?1, '', 0, ?2, '', 5, ?2, ?1)",
                      epoch, zero, epoch < 3 ? "bus-01" : "bus-02"));
        TRY_VOID(inbox.run("INSERT INTO op (id, line, hash, received_ms) VALUES ((?1 << 32) + 1, ?2, ?2, ?1 * 15)",
                           epoch, zero));
      }
      return {};
    }));
    auto records = old_file(folder.path("records.db"), std::string(32, 'r'), records_schema());
    for (const auto& fleet : {rules::FleetState{"c1", 1, {{"bus-01", "e1", 3}, {"bus-02", "e3", 5}}},
                              rules::FleetState{"c1", 2, {}}, rules::FleetState{"c1", 3, {{"bus-01", "e2", 4}}}})
      must(in_transaction(records, [&] {
        return Feeds(records).append(
            DocumentRow{"reference", 0, "fleet", "", seal::sign_note(rules::write_fleet(fleet), key)});
      }));
  }
  auto files = must(open_files({folder.folder().string(), std::string(32, 'i'), std::string(32, 'r')}));
  EXPECT_TRUE(must(Nodes(files.inbox).get("bus-01"))->revoked_ms);
  EXPECT_FALSE(must(Nodes(files.inbox).get("bus-02"))->any_revoked);
  EXPECT_EQ(must(Inbox(files.inbox).epoch("bus-01", "e1"))->signer, "k1");
  EXPECT_EQ(must(Inbox(files.inbox).epoch("bus-01", "e2"))->signer, "k2");
  Reconciler reconciler(files, key, testing::counted(2));
  must(reconciler.start());
  EXPECT_EQ(must(Nodes(files.inbox).revocation("bus-01", "k2")), (Revocation{"bus-01", "k2", "e2", 4, 90}));
  EXPECT_EQ(must(Nodes(files.inbox).revocation("bus-01", "k1")), (Revocation{"bus-01", "k1", "e1", 3, 0}));
  EXPECT_FALSE(must(Nodes(files.inbox).get("bus-02"))->any_revoked);
}

TEST_F(Upgrade, FeedsOfBefore_BecomeChains) {
  auto files = must(open_files({folder_.folder().string(), std::string(32, 'i'), std::string(32, 'r')}));
  Reconciler reconciler(files, seal::make_signing_key("centre", testing::counted(1)), testing::counted(2));
  must(reconciler.start());
  seal::Digest hash{};
  for (std::uint64_t at = 1; at <= 3; ++at) {
    auto id = "bus-01/e1/" + std::to_string(at);
    hash = exchange::feed_chain(hash,
                                {at, "office/lahore", "op", id, seal::sha256(box_.runs_.front().lines[at - 1]), "{}"});
    EXPECT_EQ(*must(Feeds(files.records).hash_at("office/lahore", at)), hash);
  }
  EXPECT_EQ(must(Feeds(files.records).head("office/lahore")).hash, hash);
  EXPECT_EQ(must(Feeds(files.records).head("node/bus-01")).hash,
            exchange::feed_chain({}, {1, "node/bus-01", "staff", "ayesha", seal::sha256("body"), ""}));
  EXPECT_TRUE(must(Feeds(files.records).unchained()).empty());
}

}  // namespace
}  // namespace karvan::central
