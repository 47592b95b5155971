#include "storage/seal/hash.h"
#include "storage/store/search.h"
#include "tests/unit/node/core/box.h"

// What goes from a box: a line that somebody ordered away, and applications whose time is over.
namespace karvan::core {
namespace {

using samples::Box;

constexpr std::int64_t day_ms = 86'400'000;

class Gone : public testing::Test {
 protected:
  static void with_days(catalogue::Service& service) {
    service.retention_days = 30;
    catalogue::Closing withdrawn;
    withdrawn.how = "withdrawn";
    withdrawn.by = "desk";
    withdrawn.reasons = {{"changed_mind", {{"en", "They no longer want it"}}}};
    service.closings = {withdrawn};
  }
  Gone() : box_("", with_days) {
    box_.sign_in("bilal");
    id_ = box_.filed();
  }
  void exchange() {
    auto request = box_.round();
    box_.say(box_.applied(request));
  }
  std::string epoch() { return box_.store().log().head()->epoch; }
  // An order of headquarters, as the feed brings it.
  void order(const model::OpId& what, std::vector<std::string> fields = {}) {
    model::Op op;
    op.id = {"centre", "c1", ++orders_};
    op.time = {box_.now + 1, 0};
    op.salt = "00";
    op.actor = "leyla";
    op.of = Box::application(id_);
    op.erase = model::Erase{model::to_text(what), "court order 5/2026", std::move(fields)};
    box_.round();
    exchange::Answer answer;
    answer.entries.push_back({++box_.checkpoint.office, "", 0, model::write_op(op), {}});
    box_.say(std::move(answer));
  }
  // A copy of the centre covers all that this box has written.
  void cover() {
    const auto head = *box_.store().log().head();
    box_.round();
    exchange::Answer answer;
    answer.safe = {{head.epoch, head.seq}};
    box_.say(std::move(answer));
  }
  // All that this box wrote is safe, and on a day sheet.
  void make_safe() {
    exchange();
    cover();
    const auto head = *box_.store().log().head();
    ASSERT_TRUE(box_.store().begin());
    ASSERT_TRUE(box_.store().documents().put({"day_point", "last", head.epoch + "/" + std::to_string(head.seq), 0}));
    ASSERT_TRUE(box_.store().commit());
  }
  void withdraw() { box_.must(counter::CloseApplication{{}, id_, "withdrawn", "changed_mind"}); }
  void wait(int days) {
    box_.now += days * day_ms;
    box_.round();
    box_.say({});
  }
  bool is_there() { return box_.store().records().summary(Box::application(id_))->has_value(); }

  std::size_t found(const std::string& text) {
    store::Search search;
    return search.find(box_.store().database(), text, 10, [] { return false; })->size();
  }
  // Rows of the index, and of what it has yet to take in, that hold a word.
  std::int64_t left_of(const std::string& word) {
    auto rows = box_.store().database().query(
        "SELECT (SELECT count(*) FROM search_words WHERE instr(word, CAST(?1 AS BLOB)) > 0) + "
        "(SELECT count(*) FROM search_tail) + "
        "(SELECT count(*) FROM records WHERE instr(coalesce(terms, ''), CAST(?1 AS BLOB)) > 0)",
        word);
    return rows && *rows->next() ? rows->integer(0) : -1;
  }

  std::int64_t answers_that_say(const std::string& text) {
    auto rows = box_.store().database().query(
        "SELECT count(*) FROM commands WHERE ?1 = '' OR instr(body, CAST(?1 AS BLOB)) > 0", text);
    return rows && *rows->next() ? rows->integer(0) : -1;
  }

  Box box_;
  std::string id_;
  std::uint64_t orders_ = 0;
};

// Put back to before it was settled, a box whose name is in doubt is told with contents, of which this one has none.
TEST_F(Gone, P16_AnOwnLineThatComesBackErased_IsSettledByItsDigest) {
  auto answer = box_.applied(box_.round());
  const auto record = Box::application(id_);
  for (auto& entry : answer.entries) {
    const auto line = **box_.store().log().line(entry.epoch, entry.seq);
    if (line.of == record) entry = {entry.at, "", 0, exchange::write_erased({line.seq, line.digest}), {}};
  }
  answer.snapshots.push_back(
      {answer.entries.back().at, record, model::write_record(*box_.core->book().record(record))});
  ASSERT_FALSE(box_.store().log().pending(record)->empty());
  box_.say(std::move(answer));
  EXPECT_TRUE(box_.store().log().pending(record)->empty());
  EXPECT_EQ(*box_.store().log().count_unsettled(), 0u);
}

TEST_F(Gone, AnOrderOfErasure_TakesTheLineAndLeavesChainAndRecord) {
  exchange();
  cover();
  const auto before = *box_.core->book().record(Box::application(id_));
  order({"bus-01", epoch(), 1});
  auto line = *box_.store().log().line(epoch(), 1);
  EXPECT_TRUE(line->erased);
  EXPECT_TRUE(box_.store().log().verify_chain());
  auto after = *box_.core->book().record(Box::application(id_));
  EXPECT_EQ(after.fields, before.fields);
  ASSERT_EQ(after.erased.size(), 1u);
  EXPECT_EQ(after.erased[0].actor, "leyla");
  EXPECT_TRUE(box_.core->book().wipe_due());
  while (box_.core->tend()) continue;
  EXPECT_FALSE(box_.core->book().wipe_due());
}

// The centre's copy is older than the order: what it has lost it gets whole, a payment too.
TEST_F(Gone, P6_P12_AnOrderBeforeItsLineIsSafe_LosesNoPaymentToACentreThatIsRestored) {
  box_.paid(id_);
  exchange();
  const auto lines = *box_.store().log().of_record(Box::application(id_));
  const auto paid = std::find_if(lines.begin(), lines.end(),
                                 [](const auto& line) { return line.line.find("\"payment\"") != std::string::npos; });
  ASSERT_NE(paid, lines.end());
  for (const auto seq : {lines.front().seq, paid->seq}) order({"bus-01", epoch(), seq}, {"full_name"});
  EXPECT_EQ(box_.core->book().record(Box::application(id_))->fields.at("full_name").value, "");
  box_.checkpoint.centre_epoch = "centre-2";
  box_.checkpoint.office = 0;
  box_.round();
  box_.say({});
  const auto again = box_.round_after_tail();
  ASSERT_FALSE(again.batches.empty());
  const auto& sent = again.batches.front().run.lines;
  EXPECT_EQ(sent.at(lines.front().seq - 1), lines.front().line);
  EXPECT_EQ(sent.at(paid->seq - 1), paid->line);
}

TEST_F(Gone, P13_ALineThatWasOrderedAway_GoesWithoutAnotherWordOnceACopyCoversIt) {
  exchange();
  order({"bus-01", epoch(), 1});
  EXPECT_FALSE(box_.store().log().line(epoch(), 1).value()->erased);
  EXPECT_TRUE(box_.round().safe) << "the centre is asked before the hour is over";
  box_.say({});
  box_.restart();
  EXPECT_FALSE(box_.store().log().line(epoch(), 1).value()->erased);
  const auto before = box_.store().log().marks()->front();
  box_.round();
  exchange::Answer answer;
  answer.safe = {{before.epoch, before.last}};
  box_.say(std::move(answer));
  EXPECT_TRUE(box_.store().log().line(before.epoch, 1).value()->erased);
  EXPECT_TRUE(box_.core->book().wipe_due());
  EXPECT_TRUE(box_.store().log().verify_chain());
  EXPECT_FALSE(*box_.core->book().awaits_copy());
}

// What was typed came back in the draft's answers, which are kept for commands that are sent again.
TEST_F(Gone, P13_AnOrderOfErasure_TakesWhatWasSaidOutOfTheAnswersThatAreKept) {
  ASSERT_GT(answers_that_say("Ali Khan"), 0);
  exchange();
  const auto kept = answers_that_say("");
  order({"bus-01", epoch(), 1}, {"full_name"});
  EXPECT_EQ(answers_that_say("Ali Khan"), 0);
  EXPECT_EQ(answers_that_say(""), kept);
}

TEST_F(Gone, P13_ASlipWhoseOutcomeWasUnknown_GoesOnceSomebodyHasSaidWhatCameOut) {
  exchange();
  const std::string print(box_.paid(id_).at("print").as_string());
  box_.drain(PrintAnswer{print, "unknown", "", {}});
  order({"bus-01", epoch(), 1}, {"full_name"});
  ASSERT_TRUE(*box_.store().prints().get(print));
  box_.must(counter::SettlePrint{{}, print, "printed", ""});
  EXPECT_FALSE(*box_.store().prints().get(print));
}

TEST_F(Gone, AnOrderThatNamesFields_TakesThemFromTheRecordAndFromSearch) {
  exchange();
  while (box_.core->tend()) continue;
  ASSERT_EQ(found("khan"), 1u);
  order({"bus-01", epoch(), 1}, {"full_name"});
  EXPECT_EQ(box_.core->book().record(Box::application(id_))->fields.at("full_name").value, "");
  EXPECT_EQ(found("khan"), 0u);
  while (box_.core->tend()) continue;
  EXPECT_EQ(left_of("khan"), 0);
}

// A centre that was restored from an older copy than the last has to be sent the line again: the bytes are gone, the
// digest goes in their place.
TEST_F(Gone, P7_AnErasedLine_TravelsAsItsDigestUnderAHeadThatHolds) {
  exchange();
  cover();
  order({"bus-01", epoch(), 1});
  box_.checkpoint.centre_epoch = "centre-2";
  box_.checkpoint.office = 0;
  box_.round();
  exchange::Answer lost;  // the copy was another than the one that was called safe
  lost.lost = {{epoch(), 0, {}}};
  box_.say(std::move(lost));
  auto again = box_.round_after_tail();
  ASSERT_FALSE(again.batches.empty());
  const auto& batch = again.batches.front();
  auto erased = exchange::erased_of(batch.run.lines.front());
  ASSERT_TRUE(erased);
  EXPECT_EQ(erased->digest, box_.store().log().line(epoch(), 1).value()->digest);
  auto verified = exchange::verify(batch, "bus-01", seal::verifying(box_.core->book().options().key));
  ASSERT_TRUE(verified) << describe(verified.error());
  EXPECT_EQ(verified->hashes.back(), box_.store().log().line(epoch(), batch.run.lines.size()).value()->hash);
}

// Its own bytes are gone here, so the centre's say cannot be folded: the record is had whole.
TEST_F(Gone, TheEntryOfAnErasedLineOfOurs_IsAnsweredByAskingForTheRecord) {
  auto request = box_.round();
  ASSERT_TRUE(box_.store().begin());
  ASSERT_TRUE(box_.store().log().erase(epoch(), 1, "leyla", "court order"));
  ASSERT_TRUE(box_.store().commit());
  box_.say(box_.applied(request));
  EXPECT_EQ(*box_.core->book().wanted(), std::vector<std::string>{Box::application(id_)});
}

// Where its entry could not be folded, or never came.
TEST_F(Gone, AnOrderInARecordThatComesWhole_TakesTheLineToo) {
  exchange();
  cover();
  auto record = *model::parse_record((*box_.store().records().settled(Box::application(id_)))->body);
  const auto line = model::to_text(model::OpId{"bus-01", epoch(), 1});
  record.erased.push_back({model::Erase{line, "court order 5/2026", {}}, "centre/c1/1", "leyla", {box_.now, 0}});
  box_.round();
  exchange::Answer answer;
  answer.snapshots = {{++box_.checkpoint.office, record.id, model::write_record(record)}};
  box_.say(std::move(answer));
  EXPECT_TRUE(box_.store().log().line(epoch(), 1).value()->erased);
  EXPECT_TRUE(box_.store().log().verify_chain());
  EXPECT_TRUE(box_.core->book().wipe_due());
}

TEST_F(Gone, P12_WhatEndedAndIsSafe_GoesAfterTheCataloguesDays) {
  withdraw();
  make_safe();
  wait(29);
  EXPECT_TRUE(is_there());
  wait(2);
  EXPECT_FALSE(is_there());
  EXPECT_TRUE(box_.store().log().verify_chain());
  EXPECT_TRUE(box_.store().log().line(epoch(), 1).value()->erased);
  EXPECT_EQ(samples::code_of(box_.core->book().application(id_)), Code::unknown_application);
}

TEST_F(Gone, P12_WhatIsNotSafe_NeverGoes) {
  withdraw();
  exchange();
  wait(400);
  EXPECT_TRUE(is_there());
}

TEST_F(Gone, P12_WhatIsStillOpen_NeverGoes) {
  make_safe();
  wait(400);
  EXPECT_TRUE(is_there());
}

// The sheet counts what was done since the one before, at the centre too.
TEST_F(Gone, P12_WhatNoDaySheetHasCounted_Stays) {
  make_safe();
  withdraw();
  exchange();
  const auto head = *box_.store().log().head();
  box_.round();
  exchange::Answer answer;
  answer.safe = {{head.epoch, head.seq}};
  box_.say(std::move(answer));
  wait(400);
  EXPECT_TRUE(is_there());
}

TEST_F(Gone, P3_AnEntryOnWhatWasPurged_BeginsNoOtherRecordButBringsItBackWhole) {
  withdraw();
  make_safe();
  auto body = (*box_.store().records().settled(Box::application(id_)))->body;
  wait(31);
  ASSERT_FALSE(is_there());
  EXPECT_TRUE(box_.core->book().wanted()->empty());
  order({"bus-02", "e9", 1});
  EXPECT_FALSE(is_there());
  ASSERT_EQ(*box_.core->book().wanted(), std::vector<std::string>{Box::application(id_)});
  box_.round();
  exchange::Answer answer;
  answer.snapshots = {{box_.checkpoint.office, Box::application(id_), body}};
  box_.say(std::move(answer));
  EXPECT_EQ((*box_.store().records().settled(Box::application(id_)))->body, body);
  EXPECT_TRUE(box_.core->book().wanted()->empty());
}

}  // namespace
}  // namespace karvan::core
