#include "storage/sqlite/migrations.h"
#include "storage/store/schema.h"
#include "tests/support/shipped.h"
#include "tests/unit/storage/store/fixture.h"

// A node's file of every version that there was, as a present program opens it.
namespace karvan::store {
namespace {

class EveryVersion : public testing::TestWithParam<std::size_t> {
 protected:
  // Two operations, a lease of which a number is taken, a draft and a print: what there was from the first version on.
  void make() {
    auto old = sqlite::Database::open(path_, key);
    ASSERT_TRUE(old) << describe(old.error());
    ASSERT_TRUE(sqlite::migrate(*old, migrations().first(GetParam())));
    auto transaction = sqlite::Transaction::begin(*old);
    const std::string zeros(32, '\0');
    seal::Digest hash{};
    ASSERT_TRUE(
        old->run("INSERT INTO epochs (id, epoch, previous_epoch, previous_seq, previous_hash, last, hash, sent, "
                 "received) VALUES (1, 'e1', '', 0, ?1, 2, ?1, 2, 1)",
                 sqlite::Blob{zeros}));
    for (std::int64_t seq = 1; seq <= 2; ++seq) {
      const auto line = "line " + std::to_string(seq);
      const auto digest = seal::sha256(line);
      hash = seal::chain(hash, digest);
      ASSERT_TRUE(old->run("INSERT INTO log (epoch, seq, record, line, digest, hash) VALUES (1, ?, ?, ?, ?, ?)", seq,
                           record, sqlite::Blob{line}, sqlite::Blob{seal::view(digest)},
                           sqlite::Blob{seal::view(hash)}));
    }
    if (GetParam() >= 8) {
      ASSERT_TRUE(old->run("INSERT INTO unsettled (position, alone) SELECT position, 1 FROM log"));
    }
    ASSERT_TRUE(old->run("UPDATE epochs SET hash = ?", sqlite::Blob{seal::view(hash)}));
    const auto written = old->script(
        "INSERT INTO leases (id, kind, first, last, next, \"from\", until, state, note) VALUES "
        "('l1', 'receipt', 7001, 7020, 7002, '2026-11-01', '2027-03-01', 'open', x'00');"
        "INSERT INTO numbers VALUES ('receipt', 7001, 'issued', 'lahore/application/0197', '');"
        "INSERT INTO drafts (id, service, version, holder, title, seen, created_ms, updated_ms, body) VALUES "
        "('d1', 's', 'v', 'h', 'Gulnar', 1, 1, 1, x'7b7d');"
        "INSERT INTO prints (id, record, kind, number, slip, device, state, job, seat, updated_ms) VALUES "
        "('p1', 'lahore/application/0197', 'receipt', 7001, x'00', 'd', 'queued', '', 's', 1);"
        "UPDATE clock SET ms = 42");
    ASSERT_TRUE(written) << describe(written.error());
    ASSERT_TRUE(transaction->commit());
    head_ = hash;
  }

  test::Scratch scratch_;
  std::string path_ = scratch_.path("node.db");
  seal::Digest head_{};
};

TEST_P(EveryVersion, P1_IsOpenedWithItsChainAndAllThatItHeld) {
  make();
  for (int start = 1; start <= 2; ++start) {
    auto store = Store::open(path_, key);
    ASSERT_TRUE(store) << describe(store.error());
    EXPECT_EQ(store->log().head().value(), (Head{"e1", 2, head_}));
    EXPECT_EQ(store->log().lines("e1", 1, 10)->front().line, "line 1");
    EXPECT_EQ(store->log().count_unsent().value(), 1u);
    EXPECT_EQ(store->log().pending(record)->size(), 2u);
    EXPECT_EQ(store->leases().list()->front().next, 7'002);
    EXPECT_EQ(store->leases().numbers("receipt", 0, 10)->size(), 1u);
    EXPECT_EQ(store->drafts().get("d1").value()->title, "Gulnar");
    EXPECT_EQ(store->prints().in_state("queued", 10)->size(), 1u);
    EXPECT_EQ(store->cursors().clock()->ms, 42);
    EXPECT_TRUE(store->database().check_structure());
  }
}

TEST(Versions, AStepThatShipped_IsWhatItWas) {
  EXPECT_EQ(test::digests_of(migrations()),
            (std::vector<std::string>{"c1d18a3f23307506", "0f3671989dc3abfa", "3d7985d041a97bdc", "73523c6a94da0062",
                                      "5beea86520771f82", "7dd1568006a64f58", "15b1fc1d005e03a6", "b05d589fda33d83c"}));
}

// The first files of step 4 were without it.
TEST(Versions, AFileWithoutTheIndexOfWantedRecords_GetsIt) {
  test::Scratch scratch;
  const auto path = scratch.path("node.db");
  {
    auto old = sqlite::Database::open(path, key);
    ASSERT_TRUE(old) << describe(old.error());
    ASSERT_TRUE(sqlite::migrate(*old, migrations().first(4)));
    ASSERT_TRUE(old->script("DROP INDEX shadows_wanted"));
  }
  auto store = Store::open(path, key);
  ASSERT_TRUE(store) << describe(store.error());
  auto found = store->database().query("SELECT count(*) FROM sqlite_schema WHERE name = 'shadows_wanted'");
  ASSERT_TRUE(found && *found->next());
  EXPECT_EQ(found->integer(0), 1);
}

INSTANTIATE_TEST_SUITE_P(Of, EveryVersion, testing::Range(std::size_t{1}, migrations().size() + 1));

}  // namespace
}  // namespace karvan::store
