#include "tests/unit/storage/store/fixture.h"

namespace karvan::store {

struct DraftsTest : NodeStore {
  Draft draft{.id = "d1",
              .service = "domicile",
              .version = "v1",
              .holder = "seat-1",
              .title = "Gulnar",
              .seen = 1,
              .body = "{}",
              .created_ms = 10,
              .updated_ms = 10};
  Result<void> put(const Draft& d) {
    return committed([&] { return store->drafts().put(d); });
  }
};

TEST_F(DraftsTest, Stored_ComesBackWhole) {
  ASSERT_TRUE(put(draft));
  EXPECT_EQ(store->drafts().get("d1").value(), draft);
}

TEST_F(DraftsTest, ChangeOnAnOlderVersion_IsALostRace) {
  ASSERT_TRUE(put(draft));
  EXPECT_CODE(Code::draft_changed_elsewhere, put(draft));
  draft.seen = 2;
  EXPECT_TRUE(put(draft));
}

TEST_F(DraftsTest, List_IsNewestFirstWithoutBodies) {
  ASSERT_TRUE(put(draft));
  Draft later = draft;
  later.id = "d2";
  later.updated_ms = 20;
  ASSERT_TRUE(put(later));
  auto list = store->drafts().list(10).value();
  ASSERT_EQ(list.size(), 2u);
  EXPECT_EQ(list[0].id, "d2");
  EXPECT_TRUE(list[0].body.empty());
}

TEST_F(DraftsTest, Removed_IsGone) {
  ASSERT_TRUE(put(draft));
  ASSERT_TRUE(committed([&] { return store->drafts().remove("d1"); }));
  EXPECT_FALSE(store->drafts().get("d1").value());
}

struct CommandsTest : NodeStore {};

TEST_F(CommandsTest, P2_RepeatedCommand_FindsTheFirstAnswer) {
  Answer first{201, "{\"number\":7001}", 5, "digest"};
  ASSERT_TRUE(committed([&] { return store->commands().keep("c1", first); }));
  EXPECT_CODE(Code::internal, committed([&] { return store->commands().keep("c1", Answer{500, "", 9, ""}); }));
  EXPECT_EQ(store->commands().answer("c1").value(), first);
}

TEST_F(CommandsTest, P2_RolledBack_IsNotAnswered) {
  ASSERT_TRUE(store->begin());
  ASSERT_TRUE(store->commands().keep("c1", Answer{}));
  store->rollback();
  EXPECT_FALSE(store->commands().answer("c1").value());
}

TEST_F(CommandsTest, Prune_TakesOnlyTheOldAndNoMoreThanAsked) {
  ASSERT_TRUE(store->begin());
  for (int at : {1, 2, 3, 4}) ASSERT_TRUE(store->commands().keep("c" + std::to_string(at), Answer{200, "", at, ""}));
  EXPECT_EQ(store->commands().prune(4, 2).value(), 2);
  EXPECT_EQ(store->commands().prune(4, 2).value(), 1);
  ASSERT_TRUE(store->commit());
  EXPECT_TRUE(store->commands().answer("c4").value());
}

struct LeasesTest : NodeStore {
  Lease lease{
      .id = "l1", .kind = "receipt", .first = 7001, .last = 7003, .next = 7001, .state = "open", .note = "signed"};
  Result<void> grant(const Lease& l) {
    return committed([&] { return store->leases().grant(l); });
  }
  Result<void> take(std::int64_t number) {
    return committed([&] { return store->leases().take({"receipt", number}, record); });
  }
};

TEST_F(LeasesTest, P5_Taken_AreEachOnceAndInOrderUntilNoneIsLeft) {
  ASSERT_TRUE(grant(lease));
  EXPECT_CODE(Code::no_lease_left, take(7002));
  for (std::int64_t number : {7001, 7002, 7003}) EXPECT_TRUE(take(number));
  for (std::int64_t number : {7001, 7003, 7004}) EXPECT_CODE(Code::no_lease_left, take(number));
}

TEST_F(LeasesTest, P5_RolledBackNumber_IsTakenAgain) {
  ASSERT_TRUE(grant(lease));
  ASSERT_TRUE(store->begin());
  ASSERT_TRUE(store->leases().take({"receipt", 7001}, record));
  store->rollback();
  EXPECT_TRUE(take(7001));
}

TEST_F(LeasesTest, P5_GrantTwice_ChangesNothing) {
  ASSERT_TRUE(grant(lease));
  ASSERT_TRUE(take(7001));
  ASSERT_TRUE(grant(lease));
  EXPECT_TRUE(take(7002));
}

TEST_F(LeasesTest, P5_Overlap_IsRefused) {
  ASSERT_TRUE(grant(lease));
  Lease other = lease;
  other.id = "l2";
  other.first = other.next = 7003;
  other.last = 7010;
  EXPECT_CODE(Code::lease_overlaps, grant(other));
  other.kind = "licence";
  EXPECT_TRUE(grant(other));
}

TEST_F(LeasesTest, P14_ReturnedLease_GivesNothingAndStaysSo) {
  ASSERT_TRUE(grant(lease));
  ASSERT_TRUE(committed([&] { return store->leases().close("l1", "returned"); }));
  ASSERT_TRUE(grant(lease));
  EXPECT_CODE(Code::no_lease_left, take(7001));
}

TEST_F(LeasesTest, P5_VoidNumber_KeepsItsReasonAndNeverGoesBack) {
  ASSERT_TRUE(grant(lease));
  const model::Serial serial{"receipt", 7001};
  ASSERT_TRUE(take(7001));
  ASSERT_TRUE(committed([&] { return store->leases().make_void(serial, "paper jam"); }));
  ASSERT_TRUE(committed([&] { return store->leases().make_void(serial, "other"); }));
  auto numbers = store->leases().numbers("receipt", 0, 10).value();
  ASSERT_EQ(numbers.size(), 1u);
  EXPECT_EQ(numbers[0].state, "void");
  EXPECT_EQ(numbers[0].reason, "paper jam");
  EXPECT_EQ(numbers[0].of, record);
  EXPECT_TRUE(take(7002));
}

TEST_F(LeasesTest, NumberNeverTaken_CannotBeVoid) {
  ASSERT_TRUE(grant(lease));
  EXPECT_CODE(Code::not_found, committed([&] { return store->leases().make_void({"receipt", 7002}, "why"); }));
}

TEST_F(LeasesTest, P5_SkippedNumbers_AreVoidAndToldInRangesUpToTheirBound) {
  lease.last = 7020;
  ASSERT_TRUE(grant(lease));
  auto skip = [&](std::int64_t end) {
    const auto now = store->leases().list().value().at(0);
    return committed([&] { return store->leases().skip(now, end); });
  };
  ASSERT_TRUE(skip(7003));
  ASSERT_TRUE(take(7003));
  ASSERT_TRUE(skip(7008));
  ASSERT_TRUE(take(7008));
  ASSERT_TRUE(skip(9999));
  using Ranges = std::vector<std::pair<std::int64_t, std::int64_t>>;
  EXPECT_EQ(store->leases().skipped(lease, 9).value(), (Ranges{{7001, 7002}, {7004, 7007}, {7009, 7020}}));
  EXPECT_EQ(store->leases().skipped(lease, 2).value(), (Ranges{{7001, 7002}, {7004, 7007}}));
  EXPECT_CODE(Code::no_lease_left, take(7021));
}

TEST_F(LeasesTest, P14_ClosedTwice_StaysAsItWasClosedFirst_AndOfNoNameIsNotFound) {
  ASSERT_TRUE(grant(lease));
  ASSERT_TRUE(committed([&] { return store->leases().close("l1", "returned"); }));
  ASSERT_TRUE(committed([&] { return store->leases().close("l1", "expired"); }));
  EXPECT_EQ(store->leases().list().value().at(0).state, "returned");
  EXPECT_CODE(Code::not_found, committed([&] { return store->leases().close("l9", "returned"); }));
}

struct PrintsTest : NodeStore {};

TEST_F(PrintsTest, StateChange_IsSeenInTheLists) {
  Print print{.id = "p1",
              .of = record,
              .serial = {"receipt", 7001},
              .slip = "{}",
              .device = "front",
              .state = "queued",
              .job = "",
              .seat = "seat-1",
              .updated_ms = 1};
  ASSERT_TRUE(committed([&] { return store->prints().put(print); }));
  print.state = "unknown";
  print.job = "41";
  ASSERT_TRUE(committed([&] { return store->prints().put(print); }));
  EXPECT_EQ(store->prints().get("p1").value(), print);
  EXPECT_TRUE(store->prints().in_state("queued", 10)->empty());
  EXPECT_EQ(store->prints().in_state("unknown", 10)->size(), 1u);
  EXPECT_EQ(store->prints().of_record(record)->size(), 1u);
}

TEST_F(PrintsTest, Moved_KeepsWhatItSaysAndWhoseItIs) {
  Print print{.id = "p1", .of = record, .serial = {"receipt", 7001}, .slip = "{}", .state = "queued"};
  bool there = true;
  const auto move = [&](const Print& to) {
    return committed([&]() -> Result<void> {
      TRY(there, store->prints().move(to));
      return {};
    });
  };
  ASSERT_TRUE(move(print));
  EXPECT_FALSE(there);
  ASSERT_TRUE(committed([&] { return store->prints().put(print); }));
  ASSERT_TRUE(move({.id = "p1", .state = "printed", .job = "41", .updated_ms = 2}));
  EXPECT_TRUE(there);
  print.state = "printed";
  print.job = "41";
  print.updated_ms = 2;
  EXPECT_EQ(store->prints().get("p1").value(), print);
}

TEST_F(PrintsTest, UnknownState_IsRefused) {
  EXPECT_CODE(Code::internal, committed([&] { return store->prints().put({.id = "p", .state = "perhaps"}); }));
}

struct DocumentsTest : NodeStore {};

TEST_F(DocumentsTest, PutTwice_Replaces) {
  ASSERT_TRUE(committed([&] { return store->documents().put({"catalogue", "domicile", "old", 1}); }));
  StoredDocument later{"catalogue", "domicile", std::string("\0new", 4), 2};
  ASSERT_TRUE(committed([&] { return store->documents().put(later); }));
  EXPECT_EQ(store->documents().get("catalogue", "domicile").value(), later);
  EXPECT_EQ(store->documents().list("catalogue")->size(), 1u);
  EXPECT_TRUE(store->documents().list("roster")->empty());
}

TEST_F(DocumentsTest, Many_AreReadInPiecesAndTheNewestFirst) {
  ASSERT_TRUE(store->begin());
  for (const auto* id : {"a", "b", "c"}) ASSERT_TRUE(store->documents().put({"shift", id, "bytes", 0}));
  ASSERT_TRUE(store->commit());
  auto ids = [](const Result<std::vector<StoredDocument>>& rows) {
    std::string all;
    for (const auto& row : *rows) all += row.id;
    return all;
  };
  EXPECT_EQ(ids(store->documents().list("shift", 2)), "ab");
  EXPECT_EQ(ids(store->documents().list_after("shift", "b", 2)), "c");
  EXPECT_EQ(ids(store->documents().newest("shift", 2)), "cb");
}

struct CursorsTest : NodeStore {};

TEST_F(CursorsTest, UnknownFeed_StandsAtTheBeginning) {
  EXPECT_EQ(store->cursors().get("reference").value(), (Cursor{"reference", "", 0, ""}));
}

TEST_F(CursorsTest, Put_ComesBack) {
  Cursor cursor{"office/lahore", "c1", 88, "ab"};
  ASSERT_TRUE(committed([&] { return store->cursors().put(cursor); }));
  EXPECT_EQ(store->cursors().get("office/lahore").value(), cursor);
}

TEST_F(CursorsTest, P4_Clock_NeverGoesBack) {
  ASSERT_TRUE(committed([&] { return store->cursors().keep_clock({100, 7}); }));
  ASSERT_TRUE(committed([&] { return store->cursors().keep_clock({100, 3}); }));
  ASSERT_TRUE(committed([&] { return store->cursors().keep_clock({99, 9}); }));
  EXPECT_EQ(store->cursors().clock().value(), (model::HybridTime{100, 7}));
}

}  // namespace karvan::store
