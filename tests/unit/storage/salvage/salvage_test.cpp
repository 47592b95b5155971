#include "tests/unit/storage/salvage/salvaged.h"

#include <algorithm>

namespace karvan::salvage {
namespace {

TEST_F(SalvageTest, P7_WithoutItsLog_NothingIsProvenAndAllOfItIsTold) {
  const auto found = after_damage(pages["log"]);
  ASSERT_TRUE(found) << describe(found.error());
  EXPECT_EQ(found->operations, 0u);
  const std::vector<LostRun> all = {
      {"e1", 1, lines_each, lines_each}, {"e2", 1, lines_each, 10}, {"e3", 1, lines_each, 0}};
  EXPECT_EQ(found->runs, all);
  EXPECT_TRUE(found->numbers_doubtful);
  EXPECT_TRUE(*store->drafts().get("d"));
}

TEST_F(SalvageTest, P15_RestOfAnEpoch_IsToldByBothItsEnds) {
  ASSERT_TRUE(after_change("epoch = 2 AND seq = 5"));
  const auto kept = *store->log().line("e2", 4).value();
  const std::vector<Gap> rest = {{{"e2", 4, kept.hash}, store->log().marks()->at(2).previous}};
  EXPECT_EQ(rest[0].next.seq, lines_each);
  EXPECT_EQ(*gaps(store->database()), rest);
}

// Nothing goes on from there, so that its hash is not known.
TEST_F(SalvageTest, P15_EndOfTheLog_IsToldByItsPlace) {
  ASSERT_TRUE(after_change("epoch = 3 AND seq = 20"));
  const auto kept = *store->log().line("e3", 19).value();
  const std::vector<Gap> rest = {{{"e3", 19, kept.hash}, {"e3", lines_each, {}}}};
  EXPECT_EQ(*gaps(store->database()), rest);
}

TEST_F(SalvageTest, OfADamagedIndex_NothingIsLost) {
  const auto found = after_damage(pages["log_record"]);
  ASSERT_TRUE(found) << describe(found.error());
  EXPECT_EQ(found->operations, 3u * lines_each);
  EXPECT_TRUE(found->runs.empty());
  EXPECT_TRUE(found->tables.empty());
  EXPECT_FALSE(found->numbers_doubtful);
  const auto marks = *store->log().marks();
  EXPECT_EQ(marks[0].safe, lines_each);
  EXPECT_EQ(marks[1].received, 10u);
  EXPECT_EQ(store->leases().list()->front().next, issued + 1);
}

TEST_F(SalvageTest, WithoutTheTableOfEpochs_TheLinesProveThemselvesAndAreSentAgain) {
  const auto found = after_damage(pages["epochs"]);
  ASSERT_TRUE(found) << describe(found.error());
  EXPECT_EQ(found->operations, 3u * lines_each);
  EXPECT_EQ(*store->log().count_unsent(), 3u * lines_each);
}

TEST_F(SalvageTest, WithoutRecords_TheyAreSeenAsTheLogMakesThemAndAskedFor) {
  const auto found = after_damage(pages["records"]);
  ASSERT_TRUE(found) << describe(found.error());
  EXPECT_EQ(store->shadows().wanted(100)->size(), 5u);
  EXPECT_EQ(store->records().summarised_before(100)->size(), 5u);
  EXPECT_EQ(store->log().pending(application + "1")->size(), 18u);
}

// A run does not say which record a line was on that is lost.
TEST_F(SalvageTest, P3_ARecordOfWhichRunsAloneTold_IsPendingAndAskedFor) {
  open();
  const auto written = application + "1";
  ASSERT_TRUE(committed([&] { return store->log().settle_plain("e1", 1, lines_each, 100); }));
  ASSERT_TRUE(committed([&] { return store->records().write_folded(written); }));
  const auto body = *store->records().settled(written);
  store.reset();
  ASSERT_TRUE(after_damage(pages["log_record"]));
  EXPECT_FALSE(*store->records().settled(application + "2"));
  EXPECT_EQ(store->log().pending(application + "2")->size(), 18u);
  EXPECT_EQ(store->shadows().wanted(100)->size(), 4u);
  EXPECT_EQ((*store->records().settled(written))->body, body->body);
  EXPECT_EQ(store->log().pending(written)->size(), 12u);
}

TEST_F(SalvageTest, P5_WithoutItsLeases_NoNumberIsLeftAndTheOldOnesAreRemembered) {
  const auto found = after_damage(pages["leases"]);
  ASSERT_TRUE(found) << describe(found.error());
  EXPECT_TRUE(found->numbers_doubtful);
  EXPECT_TRUE(store->leases().list()->empty());
  EXPECT_TRUE(*store->documents().get(report_kind, lost_leases));
}

// Nobody here can open them any more; the centre can.
TEST_F(SalvageTest, P11_WithoutTheRowsOfFiles_ThoseThatLinesAttachWaitToBeSent) {
  const auto found = after_damage(pages["attachments"]);
  ASSERT_TRUE(found) << describe(found.error());
  EXPECT_EQ(store->attachments().hashes()->size(), 3u);
  const Attachment whole{file_of("e2"), "2", "", "waiting", 0, "e2", 7};
  EXPECT_EQ(store->attachments().get("hash of e2").value(), whole);
  EXPECT_EQ(store->attachments().to_send(10)->size(), 2u);  // of which the centre has the operation
}

// What was removed here is at the centre, and is not sent again.
TEST_F(SalvageTest, WithTheRowsOfFiles_NoneIsMadeOfALine) {
  open();
  ASSERT_TRUE(committed([&] { return store->attachments().forget("hash of e1"); }));
  const auto found = after_change("epoch = 3 AND seq = 12");
  ASSERT_TRUE(found) << describe(found.error());
  EXPECT_EQ(store->attachments().get("hash of e2").value()->file_key, std::string(16, 'k'));
  EXPECT_EQ(store->attachments().hashes()->size(), 2u);
}

TEST_F(SalvageTest, WithoutDocuments_TheReferenceFeedIsReadAgain) {
  const auto found = after_damage(pages["documents"]);
  ASSERT_TRUE(found) << describe(found.error());
  EXPECT_EQ(store->cursors().get("reference")->position, 0u);
}

TEST_F(SalvageTest, WhatIsMissing_IsWrittenDown) {
  const auto found = after_damage(pages["log"]);
  ASSERT_TRUE(found);
  const auto told = reports(store->documents());
  ASSERT_TRUE(told);
  ASSERT_EQ(told->size(), 1u);
  EXPECT_EQ(told->front().runs, found->runs);
  EXPECT_EQ(told->front().file, "aside");
  EXPECT_EQ(told->front().at_ms, 9);
}

// Whatever page it is, also of what was salvaged before: a line is there as it was written and proven, or it is told as
// missing.
TEST_F(SalvageTest, P7_OfEachPage_WhatIsKeptIsTrueAndWhatIsMissingIsTold) {
  int whole = 0, cut = 0, lost = 0;
  for (std::int64_t page = 1; page <= count; ++page) {
    SCOPED_TRACE(page);
    const auto found = after_damage(page);
    flip(path, page);
    if (!found) {
      EXPECT_EQ(found.error().code, Code::database_damaged) << describe(found.error());
      ++lost;
      continue;
    }
    std::uint64_t kept = 0;
    for (const auto& [epoch, written] : lines) {
      const auto here = *store->log().lines(epoch, 1, 1'000);
      kept += here.size();
      for (std::size_t i = 0; i < here.size(); ++i) EXPECT_EQ(here[i].line, written[i]);
      const bool told = std::any_of(found->runs.begin(), found->runs.end(), [&](const auto& run) {
        return run.epoch == epoch && run.from == here.size() + 1 && run.to == written.size();
      });
      EXPECT_EQ(told, here.size() < written.size()) << epoch;
    }
    EXPECT_EQ(kept, found->operations);
    const auto leases = *store->leases().list();
    for (const auto& lease : leases) EXPECT_GT(lease.next, issued);
    const bool draft = store->drafts().get("d")->has_value();
    const bool said = std::any_of(found->tables.begin(), found->tables.end(),
                                  [](const auto& table) { return table.table == "drafts"; });
    EXPECT_NE(draft, said);
    (kept == 3u * lines_each ? whole : cut) += 1;
    if (kept < 3u * lines_each) expect_salvaged_again(kept);
    store.reset();
    for (const auto& file : {fresh, second})
      for (const auto* end : {"", "-wal", "-shm"}) std::remove((file + end).c_str());
  }
  EXPECT_GT(whole, 20);
  EXPECT_GT(cut, 5);
  EXPECT_LE(lost, 6);  // the schema's own pages
}

// The epoch after one that was cut goes on from what that one had said, and so it is sent.
TEST_F(SalvageTest, P7_AnEpochAfterOneThatWasCut_KeepsItsChain) {
  const auto found = after_change("epoch = 1 AND seq = 12");
  ASSERT_TRUE(found) << describe(found.error());
  EXPECT_EQ(kept_of("e1"), 11u);
  EXPECT_EQ(kept_of("e2"), 1u * lines_each);
  EXPECT_EQ(found->stranded, 0u);
  const auto prior = *store->log().prior("e2");
  ASSERT_TRUE(prior);
  EXPECT_EQ(prior->epoch, "e1");
  EXPECT_EQ(prior->seq, 1u * lines_each);
  EXPECT_EQ(prior->hash, (*store->log().marks())[1].previous.hash);
  ASSERT_TRUE(committed([&] { return store->log().open_epoch("e4"); }));
  ASSERT_TRUE(append(1, line_of("e4", 1, {})));
  EXPECT_EQ(store->log().prior("e4").value()->epoch, "e3");
  EXPECT_TRUE(store->log().verify_chain());
}

// The centre has e2 up to 10: without the rest of it, it can place nothing of e3.
TEST_F(SalvageTest, P7_AfterALossThatTheCentreDoesNotHave_NewWorkGoesOnFromBeforeIt) {
  const auto found = after_change("epoch = 2 AND seq = 12");
  ASSERT_TRUE(found) << describe(found.error());
  const std::vector<LostRun> rest = {{"e2", 12, lines_each, 10}};
  EXPECT_EQ(found->runs, rest);
  EXPECT_EQ(found->stranded, 1u * lines_each);
  EXPECT_EQ(store->log().prior("e3").value()->seq, 1u * lines_each);
  ASSERT_TRUE(committed([&] { return store->log().open_epoch("e4"); }));
  ASSERT_TRUE(append(1, line_of("e4", 1, {})));
  const auto prior = *store->log().prior("e4");
  ASSERT_TRUE(prior);
  EXPECT_EQ(prior->epoch, "e2");
  EXPECT_EQ(prior->seq, 11u);
  EXPECT_TRUE(store->log().verify_chain());
}

TEST_F(SalvageTest, P7_OfALineThatWasChanged_TheLogEndsBeforeIt) {
  const auto found = after_change("epoch = 3 AND seq = 12");
  ASSERT_TRUE(found) << describe(found.error());
  const std::vector<LostRun> rest = {{"e3", 12, lines_each, 0}};
  EXPECT_EQ(found->runs, rest);
}

TEST_F(SalvageTest, P7_OfALineThatDoesNotExtendTheOneBefore_TheLogEndsBeforeIt) {
  const auto found = after_change("epoch = 3 AND seq = 12", "hash = zeroblob(32)");
  ASSERT_TRUE(found) << describe(found.error());
  const std::vector<LostRun> rest = {{"e3", 12, lines_each, 0}};
  EXPECT_EQ(found->runs, rest);
}

TEST_F(SalvageTest, IntoAFileThatIsThere_OrOfAnother_IsRefused) {
  EXPECT_CODE(Code::key_wrong, salvage(path, fresh, std::string(32, 'z'), {}, vfs.name()));
  EXPECT_CODE(Code::not_found, salvage(scratch.path("none.db"), fresh, key, {}, vfs.name()));
}

}  // namespace
}  // namespace karvan::salvage
