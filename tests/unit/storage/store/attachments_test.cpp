#include "storage/sqlite/migrations.h"
#include "storage/store/listed.h"
#include "storage/store/schema.h"
#include "tests/unit/storage/store/fixture.h"

namespace karvan::store {
namespace {

struct AttachmentsTest : NodeStore {
  static Attachment file(const std::string& hash, const std::string& question = "photo") {
    Attachment out;
    out.attached = {question, hash, 1'000, "image/jpeg", ""};
    out.of = "d1";
    out.file_key = std::string(16, 'k');
    out.state = "draft";
    return out;
  }
  Result<void> add(const Attachment& attachment) {
    return committed([&] { return store->attachments().add(attachment); });
  }
  // Two files, filed by the operations 1 and 2 of the epoch.
  void file_two() {
    write_log("e1", 2);
    ASSERT_TRUE(add(file("h1")));
    ASSERT_TRUE(add(file("h2", "proof")));
    ASSERT_TRUE(committed([&] { return store->attachments().file("h1", "e1", 1); }));
    ASSERT_TRUE(committed([&] { return store->attachments().file("h2", "e1", 2); }));
  }
  std::vector<std::string> to_send() {
    std::vector<std::string> hashes;
    const auto files = store->attachments().to_send(10).value();
    for (const auto& one : files) hashes.push_back(one.attached.hash);
    return hashes;
  }
  Result<void> received(std::uint64_t seq) {
    return committed([&] { return store->log().mark_received("e1", seq); });
  }
};

TEST_F(AttachmentsTest, Stored_ComesBackWhole) {
  auto one = file("h1");
  one.attached.exception = "no thumb";
  ASSERT_TRUE(add(one));
  EXPECT_EQ(store->attachments().get("h1").value(), one);
  EXPECT_EQ(store->attachments().of("d1").value(), std::vector{one});
  EXPECT_CODE(Code::exists_already, add(one));
}

TEST_F(AttachmentsTest, P11_IsSentOnlyOnceTheCentreHasItsFact) {
  file_two();
  EXPECT_EQ(to_send(), std::vector<std::string>{});
  ASSERT_TRUE(received(1));
  EXPECT_EQ(to_send(), std::vector<std::string>{"h1"});
  ASSERT_TRUE(received(2));
  EXPECT_EQ(to_send(), (std::vector<std::string>{"h1", "h2"}));
  EXPECT_EQ(store->attachments().count_unsent().value(), 2u);
}

TEST_F(AttachmentsTest, Unsent_ThoseOnTheirWayComeFirst) {
  file_two();
  ASSERT_TRUE(committed([&] { return store->attachments().sent("h2", 400, false); }));
  auto found = store->attachments().unsent(10).value();
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].attached.hash, "h2");
  EXPECT_EQ(found[0].offset, 400u);
  EXPECT_EQ(store->attachments().unsent(1).value().size(), 1u);
}

TEST_F(AttachmentsTest, WhatIsThere_IsNotSentAgain) {
  file_two();
  ASSERT_TRUE(received(2));
  ASSERT_TRUE(committed([&] { return store->attachments().sent("h1", 400, false); }));
  EXPECT_EQ(store->attachments().get("h1").value()->state, "sending");
  ASSERT_TRUE(committed([&] { return store->attachments().sent("h1", 1'000, true); }));
  EXPECT_EQ(store->attachments().get("h1").value()->state, "there");
  EXPECT_EQ(to_send(), std::vector<std::string>{"h2"});
}

TEST_F(AttachmentsTest, CentreRestored_AllAreSentAgain) {
  file_two();
  ASSERT_TRUE(received(2));
  ASSERT_TRUE(committed([&] { return store->attachments().sent("h1", 1'000, true); }));
  ASSERT_TRUE(committed([&] { return store->attachments().send_again(); }));
  EXPECT_EQ(to_send(), (std::vector<std::string>{"h1", "h2"}));
  EXPECT_EQ(store->attachments().get("h1").value()->offset, 0u);
}

TEST_F(AttachmentsTest, DroppedDraft_ForgetsWhatWasNotFiled) {
  write_log("e1", 1);
  ASSERT_TRUE(add(file("h1")));
  ASSERT_TRUE(add(file("h2", "proof")));
  ASSERT_TRUE(committed([&] { return store->attachments().file("h1", "e1", 1); }));
  auto gone = committed([&] { return store->attachments().drop("d1", ""); });
  ASSERT_TRUE(gone);
  EXPECT_EQ(*gone, std::vector<std::string>{"h2"});
  EXPECT_EQ(store->attachments().hashes().value(), std::vector<std::string>{"h1"});
}

TEST_F(AttachmentsTest, DroppedQuestion_LeavesTheOthers) {
  ASSERT_TRUE(add(file("h1")));
  ASSERT_TRUE(add(file("h2", "proof")));
  EXPECT_EQ(committed([&] { return store->attachments().drop("d1", "photo"); }).value(),
            std::vector<std::string>{"h1"});
  EXPECT_EQ(store->attachments().hashes().value(), std::vector<std::string>{"h2"});
}

TEST_F(AttachmentsTest, ErasedKeyOfOneQuestion_LeavesTheOthers) {
  write_log("e1", 1);
  for (const auto& one : {file("h1", "photo"), file("h2", "proof")}) ASSERT_TRUE(add(one));
  for (const auto* hash : {"h1", "h2"})
    ASSERT_TRUE(committed([&] { return store->attachments().file(hash, "e1", 1); }));
  ASSERT_TRUE(committed([&] { return store->attachments().erase_key("d1", "photo"); }));
  EXPECT_EQ(store->attachments().get("h1").value()->file_key, "");
  EXPECT_NE(store->attachments().get("h2").value()->file_key, "");
}

// A box that was filled before this version keeps all that it had, and can take files.
TEST(Migration, FileOfVersion1_KeepsItsRowsAndGainsTheTable) {
  test::Scratch scratch;
  const auto path = scratch.path("node.db");
  {
    auto database = sqlite::Database::open(path, key, {});
    ASSERT_TRUE(database) << describe(database.error());
    ASSERT_TRUE(sqlite::migrate(*database, migrations().first(1)));
    ASSERT_TRUE(
        database->script("INSERT INTO drafts (id, service, version, holder, title, seen, created_ms, "
                         "updated_ms, body) VALUES ('d1', 's', 'v', 'h', 'Gulnar', 1, 1, 1, x'7b7d')"));
    ASSERT_TRUE(
        database->script("INSERT INTO records (id, office, kind, service, tracking, title, stage, state, updated_ms) "
                         "VALUES ('r1', 'lahore', 'application', 's', 't', 'Gulnar', 'filed', 'open', 1)"));
  }
  auto store = Store::open(path, key, {});
  ASSERT_TRUE(store) << describe(store.error());
  EXPECT_EQ(store->drafts().get("d1").value()->title, "Gulnar");
  EXPECT_EQ(store->records().summarised_before(10).value(), std::vector<std::string>{"r1"});
  ASSERT_TRUE(store->begin());
  ASSERT_TRUE(store->attachments().add(AttachmentsTest::file("h1")));
  ASSERT_TRUE(store->commit());
  EXPECT_EQ(store->attachments().hashes().value(), std::vector<std::string>{"h1"});
}

// What a box of the version before had summarised is summarised again: only so it learns its documents' numbers.
TEST(Migration, FileOfVersion2_GainsSerialsAndSummarisesItsApplicationsAgain) {
  test::Scratch scratch;
  const auto path = scratch.path("node.db");
  {
    auto database = sqlite::Database::open(path, key, {});
    ASSERT_TRUE(database) << describe(database.error());
    ASSERT_TRUE(sqlite::migrate(*database, migrations().first(2)));
    for (const auto* row : {"('r1', 'lahore', 'application', 's', 't', 'Gulnar', 'filed', 'open', 1, 500)",
                            "('r2', 'lahore', 'shift', '', '', 'asma', '', 'open', 1, 0)"})
      ASSERT_TRUE(database->script(std::string("INSERT INTO records (id, office, kind, service, tracking, title, "
                                               "stage, state, updated_ms, due_ms) VALUES ") +
                                   row));
  }
  auto store = Store::open(path, key, {});
  ASSERT_TRUE(store) << describe(store.error());
  EXPECT_EQ(store->records().summarised_before(10).value(), std::vector<std::string>{"r1"});
  ASSERT_TRUE(store->begin());
  ASSERT_TRUE(put_listed(store->database(), {{.id = "r1", .kind = "application"}, {}, false, {{"domicile", 501}}}));
  ASSERT_TRUE(store->commit());
  EXPECT_EQ(store->records().bearing({"domicile", 501}).value().front().id, "r1");
}

// A box of the version before goes on as it stood: nothing of it is of another life of the centre.
TEST(Migration, FileOfVersion3_KeepsWhatIsSettledAndSent) {
  test::Scratch scratch;
  const auto path = scratch.path("node.db");
  {
    auto database = sqlite::Database::open(path, key, {});
    ASSERT_TRUE(database) << describe(database.error());
    ASSERT_TRUE(sqlite::migrate(*database, migrations().first(3)));
    for (const auto* row :
         {"INSERT INTO records (id, office, kind, service, tracking, title, stage, state, updated_ms, "
          "position, body) VALUES ('r1', 'lahore', 'application', 's', 't', '', '', 'open', 1, 42, "
          "x'7b7d')",
          "INSERT INTO cursors VALUES ('office/lahore', 'c1', 42, '')"})
      ASSERT_TRUE(database->script(row)) << row;
  }
  auto store = Store::open(path, key, {});
  ASSERT_TRUE(store) << describe(store.error());
  EXPECT_EQ(store->records().settled("r1").value()->position, 42u);
  EXPECT_FALSE(store->records().any_outlived().value());
  ASSERT_TRUE(store->begin());
  ASSERT_TRUE(store->cursors().put({"office/lahore", "c1", 43, "5a"}));
  ASSERT_TRUE(store->records().begin_life(41));
  ASSERT_TRUE(store->commit());
  EXPECT_EQ(store->records().settled("r1").value()->position, 0u);
  EXPECT_EQ(store->cursors().trail("office/lahore")->size(), 1u);
}

}  // namespace
}  // namespace karvan::store
