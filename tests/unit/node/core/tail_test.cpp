#include "storage/seal/hash.h"
#include "sync/exchange/said.h"
#include "tests/unit/node/core/box.h"

// What a box keeps of what the centre signed, and hands back to one that was restored.
namespace karvan::core {
namespace {

using samples::Box;

class Tail : public testing::Test {
 protected:
  Tail() {
    box_.sign_in("bilal");
    id_ = box_.filed();
    auto request = box_.round();
    box_.say(box_.applied(request));
  }
  std::string line(const std::string& actor, const std::string& phone) {
    model::Op op;
    op.id = {"centre", "c1", ++seq_};
    op.time = {box_.now + 1, 0};
    op.salt = "00";
    op.actor = actor;
    op.of = "lahore/application/" + id_;
    op.note = phone;
    return model::write_op(op);
  }
  // An entry by the centre, signed as it does.
  exchange::Answer told(const std::string& actor = "leyla", const std::string& words = "77") {
    exchange::Answer answer;
    answer.entries.push_back({++box_.checkpoint.office, "", 0, line(actor, words), {}});
    return sign(std::move(answer));
  }
  exchange::Answer sign(exchange::Answer answer) {
    box_.checkpoint.said = exchange::digest_of_said(exchange::said_in(answer.entries, "centre"));
    answer.checkpoint = seal::sign_note(exchange::write_checkpoint(box_.checkpoint), box_.centre_key());
    return answer;
  }
  void say(exchange::Answer answer) {
    box_.round();
    box_.say(std::move(answer));
    box_.checkpoint.said = {};
  }
  void restore(const std::string& epoch = "centre-2") {
    box_.checkpoint.centre_epoch = epoch;
    box_.checkpoint.office = 0;
    say({});
  }
  std::vector<std::string> kinds(const exchange::Request& request) {
    std::vector<std::string> found;
    for (const auto& tail : request.tail) found.push_back(tail.kind);
    return found;
  }
  store::EpochMarks marks() { return box_.store().log().marks()->back(); }

  Box box_;
  std::string id_;
  std::uint64_t seq_ = 0;
};

TEST_F(Tail, WhatTheCentreLostInARestore_IsHandedBackOnce) {
  const auto answer = told();
  say(answer);
  EXPECT_TRUE(box_.round().tail.empty());
  box_.say({});
  restore();
  auto request = box_.round();
  ASSERT_EQ(kinds(request), (std::vector<std::string>{"lease", "lease", "said"}));
  EXPECT_EQ(request.tail[2].note, answer.checkpoint);
  EXPECT_EQ(request.tail[2].body, answer.entries[0].line + "\n");
  auto lease = rules::parse_lease(*seal::open_note(request.tail[1].note, seal::verifying(box_.centre_key())));
  EXPECT_EQ(lease->first, 7001);
  box_.say({});
  EXPECT_TRUE(box_.round().tail.empty());
}

TEST_F(Tail, P9_HoweverMuchWasSaid_AllOfItIsHandedBack) {
  constexpr int said = 4'200;
  ASSERT_TRUE(box_.store().begin());
  for (int i = 0; i < said; ++i)
    ASSERT_TRUE(box_.store().documents().put({"said", "centre-1/" + std::to_string(10'000 + i), "2\nnnwords", 1}));
  ASSERT_TRUE(box_.store().commit());
  restore();
  int handed = 0;
  for (auto request = box_.round(); !request.tail.empty(); request = box_.round()) {
    for (const auto& tail : request.tail) handed += tail.kind == "said";
    box_.say({});
  }
  EXPECT_EQ(handed, said);
  EXPECT_TRUE(box_.store().documents().list("said")->empty());
}

TEST_F(Tail, P16_OverASlowLink_NoMoreIsHandedBackAtOnceThanItCarries) {
  const std::string words(30'000, 'w');
  ASSERT_TRUE(box_.store().begin());
  for (const auto* id : {"centre-1/1", "centre-1/2", "centre-1/3", "centre-1/4"})
    ASSERT_TRUE(box_.store().documents().put({"said", id, "2\nnn" + words, 1}));
  ASSERT_TRUE(box_.store().commit());
  restore();
  std::size_t bytes = 0;
  for (const auto& tail : box_.round().tail) bytes += tail.note.size() + tail.body.size();
  EXPECT_GT(bytes, 0u);
  EXPECT_LE(bytes, exchange::Pace().request_bytes());
}

// The centre judges what comes with what it has of its own words.
TEST_F(Tail, P8_UntilAllIsHandedBack_NoOperationGoes) {
  say(told());
  restore();
  box_.filed();
  auto request = box_.round();
  EXPECT_FALSE(request.tail.empty());
  EXPECT_TRUE(request.batches.empty());
  box_.say({});
  EXPECT_FALSE(box_.round().batches.empty());
}

TEST_F(Tail, OverARestartOrALostAnswer_IsHandedBackAllTheSame) {
  say(told());
  restore();
  box_.restart();
  EXPECT_EQ(box_.round().tail.size(), 3u);
  box_.drain(ExchangeAnswer{box_.exchanges.back().round, fail(Code::link_down)});
  EXPECT_EQ(box_.round().tail.size(), 3u);
}

TEST_F(Tail, MoreThanOneRequestHolds_GoesInTheNext) {
  box_.round();
  exchange::Answer leases;
  for (int i = 0; i < 70; ++i) leases.documents.push_back(box_.lease(100'000 + i * 10, 100'009 + i * 10));
  box_.say(std::move(leases));
  restore();
  EXPECT_EQ(box_.round().tail.size(), exchange::tails_max);
  box_.say({});
  EXPECT_EQ(box_.round().tail.size(), 72 - exchange::tails_max);
  box_.say({});
  EXPECT_TRUE(box_.round().tail.empty());
}

TEST_F(Tail, WhatIsCoveredByACopy_IsForgotten) {
  say(told());
  exchange::Answer covered;
  covered.safe_at = box_.checkpoint.office;
  say(std::move(covered));
  restore();
  EXPECT_EQ(kinds(box_.round()), (std::vector<std::string>{"lease", "lease"}));
}

TEST_F(Tail, WhatTheCentresProgramDid_IsNotKept) {
  say(told("centre"));
  restore();
  EXPECT_EQ(kinds(box_.round()), (std::vector<std::string>{"lease", "lease"}));
}

TEST_F(Tail, WhatIsNotWhatItSigned_IsNotKept) {
  auto forged = told();
  box_.checkpoint.said = seal::sha256("other");
  say(forged);
  restore();
  EXPECT_EQ(kinds(box_.round()), (std::vector<std::string>{"lease", "lease"}));
}

// An order of headquarters that its own word goes.
class TailErased : public Tail {
 protected:
  void order(const std::string& what) {
    model::Op op;
    op.id = {"centre", "c1", ++seq_};
    op.time = {box_.now + 2, 0};
    op.salt = "00";
    op.actor = "leyla";
    op.of = "lahore/application/" + id_;
    op.erase = model::Erase{what, "court order 5/2026", {}};
    exchange::Answer answer;
    answer.entries.push_back({++box_.checkpoint.office, "", 0, model::write_op(op), {}});
    say(std::move(answer));
  }
  bool keeps(const std::string& words) {
    const auto rows = *box_.store().documents().list("said");
    return std::any_of(rows.begin(), rows.end(),
                       [&](const auto& row) { return row.bytes.find(words) != std::string::npos; });
  }
};

TEST_F(TailErased, P13_WhatWasOrderedAway_IsNotKeptForTheCentreEither) {
  say(told("leyla", "a word too many"));
  ASSERT_TRUE(keeps("a word too many"));
  order("centre/c1/1");
  EXPECT_FALSE(keeps("a word too many"));
  EXPECT_TRUE(box_.core->book().wipe_due());
}

// P12: nobody else has it.
TEST_F(TailErased, P9_ADecisionThatWasOrderedAway_StaysWholeUntilACopyCoversIt) {
  auto op = *model::parse_op(line("officer", ""));
  op.decided = model::Decided{"granted", "", "77"};
  exchange::Answer answer;
  answer.entries.push_back({++box_.checkpoint.office, "", 0, model::write_op(op), {}});
  say(sign(std::move(answer)));
  order(model::to_text(op.id));
  EXPECT_TRUE(keeps("granted"));
  exchange::Answer covered;
  covered.safe_at = box_.checkpoint.office;
  say(std::move(covered));
  EXPECT_FALSE(keeps("granted"));
}

TEST_F(TailErased, P9_WhatWasSaidBesideIt_GoesBackUnderTheCentresSignature) {
  box_.checkpoint.office_hash = seal::sha256("the feed");
  auto answer = told("leyla", "a word too many");
  const auto other = told("omar", "another word");
  answer.entries.push_back(other.entries.front());
  say(sign(std::move(answer)));
  order("centre/c1/1");
  restore();
  const auto tail = box_.round().tail.back();
  ASSERT_EQ(tail.kind, "said");
  EXPECT_EQ(tail.body.find("a word too many"), std::string::npos);
  EXPECT_NE(tail.body.find(other.entries.front().line + "\n"), std::string::npos);
  const auto note = *seal::open_note(tail.note, seal::verifying(box_.centre_key()));
  EXPECT_EQ(exchange::parse_checkpoint(note)->said, exchange::digest_of_said(tail.body));
}

// As after a commit whose answer was lost, or from a stick that was long on its way.
TEST_F(TailErased, P10_P13_WhatWasOrderedAway_IsNotKeptAgainWhenItComesAgain) {
  const auto first = told("leyla", "a word too many");
  const auto then = box_.checkpoint;
  say(first);
  order("centre/c1/1");
  box_.checkpoint.said = then.said;
  say(first);
  EXPECT_FALSE(keeps("a word too many"));
}

// The copy that it was restored from was older than the last one.
TEST_F(Tail, P12_WhatTheCentreHasLost_IsNotSafeAndIsSentAgain) {
  exchange::Answer safe;
  safe.safe = {{marks().epoch, marks().last}};
  say(std::move(safe));
  ASSERT_EQ(marks().safe, marks().last);
  exchange::Answer answer;
  answer.lost = {{marks().epoch, 0, {}}};
  say(std::move(answer));
  EXPECT_EQ(marks().safe, 0u);
  EXPECT_EQ(marks().received, 0u);
  auto request = box_.round();
  ASSERT_FALSE(request.batches.empty());
  EXPECT_EQ(request.batches[0].run.after.seq, 0u);
}

// A fork: it names a hash that is not ours.
TEST_F(Tail, P7_LostAtAPlaceThatIsNotOurs_StopsNumbers) {
  exchange::Answer answer;
  answer.lost = {{marks().epoch, 1, seal::sha256("another box")}};
  say(std::move(answer));
  EXPECT_EQ(box_.core->book().money_stopped(), Code::fork_noticed);
}

}  // namespace
}  // namespace karvan::core
