#include "sync/central/receive/stick.h"

#include <algorithm>

#include "storage/seal/agree.h"
#include "tests/support/kept_bundle.h"
#include "tests/unit/sync/central/fixture.h"

// A node's exchange by stick: taken, stored, answered.
namespace karvan::central {
namespace {

using namespace testing;

class Stick : public Centre {
 protected:
  Stick() : place_{seal::make_age_identity(counted(5)), folder_ + "/attachments"} { enrol(bus_); }

  void file() {
    const std::string of = "lahore/application/0197f6d0-0000-7000-8000-00000000000" + std::to_string(++filed_);
    bus_.write(bus_.filing(of, version_));
  }
  // Sealed for the centre; `files` by their hashes.
  std::string work(const std::vector<std::string>& files = {}) {
    exchange::BundleWriter bundle;
    auto text = bundle.begin({exchange::BundleKind::work, "bus-01", "e1", {}});
    text += bundle.message(exchange::encode(bus_.request(), 3));
    for (const auto& bytes : files) {
      text += bundle.file(seal::to_hex(seal::sha256(bytes)), bytes.size());
      text += bundle.piece(bytes);
      text += bundle.file_end();
    }
    text += bundle.end(bus_.key());
    return sealed(text, place_.identity.recipient);
  }
  static std::string sealed(const std::string& text, const std::string& recipient) {
    auto sealer = must(seal::seal_to_recipient(recipient, counted(6)));
    auto bytes = sealer->append(text);
    return bytes + sealer->finish();
  }
  Result<TakenStick> take(const std::string& sealed) {
    std::size_t at = 0;
    return take_stick(
        *files_, keys_, place_,
        [&]() -> Result<std::string> {
          auto piece = sealed.substr(at, 100'000);
          at += piece.size();
          return piece;
        },
        noon + 1'000);
  }

  test::KeptBundle open(const std::string& answer, const seal::SigningKey& key) {
    test::KeptBundle kept;
    exchange::BundleReader reader(kept);
    must(reader.append(must(seal::open_with_identity(answer, must(seal::age_identity_of(key))))));
    const std::vector<seal::VerifyingKey> centre = {seal::verifying(keys_.signing)};
    must(reader.finish(centre));
    return kept;
  }
  auto of_the_bus() {
    const auto rows = feed();
    return std::count_if(rows.begin(), rows.end(), [](const auto& row) { return row.op.node == "bus-01"; });
  }
  static Code code_of(const Result<TakenStick>& taken) { return taken ? Code::internal : taken.error().code; }

  Box bus_{"bus-01"};
  StickPlace place_;
  int filed_ = 0;
};

TEST_F(Stick, WhatItHolds_IsStoredAndAnsweredLikeARound) {
  file();
  file();
  const std::string scan(1'300'000, 's');
  auto taken = must(take(work({scan})));
  EXPECT_EQ(taken.operations, 2u);
  EXPECT_EQ(taken.files.size(), 1u);
  EXPECT_FALSE(must(settled(*files_, taken)));
  reconcile();
  EXPECT_TRUE(must(settled(*files_, taken)));
  const auto kept = open(must(answer_stick(*files_, keys_, taken, counted(8))), bus_.key());
  EXPECT_EQ(kept.told.kind, exchange::BundleKind::answer);
  EXPECT_EQ(kept.told.node, "bus-01");
  EXPECT_EQ(kept.told.epoch, "e1");
  EXPECT_EQ(kept.held, (std::vector{seal::to_hex(seal::sha256(scan))}));
  ASSERT_EQ(kept.messages.size(), 1u);
  auto received = must(exchange::read(kept.messages[0], bus_.request(), seal::verifying(keys_.signing)));
  ASSERT_EQ(received.answer.receipts.size(), 1u);
  EXPECT_EQ(received.answer.receipts[0], bus_.end());
  const auto own = std::count_if(received.answer.entries.begin(), received.answer.entries.end(),
                                 [](const auto& entry) { return entry.own(); });
  EXPECT_EQ(own, 2);
  EXPECT_FALSE(received.answer.documents.empty());
}

// Else its answer would lack what the box hears of with its next stick only.
TEST_F(Stick, WhatItHolds_IsSettledWhenTheCentreHasDoneItsOwnPartToo) {
  const std::string scan = "a scan";
  auto filing = bus_.filing(a1, version_);
  filing.set["proof"] = seal::to_hex(seal::sha256(scan));
  filing.attach.push_back({"proof", filing.set["proof"], scan.size(), "image/jpeg", ""});
  bus_.write(filing);
  const auto taken = must(take(work({scan})));
  for (int steps = 0; !must(settled(*files_, taken)); ++steps) {
    ASSERT_LT(steps, 10);
    must(reconciler_->step(noon));
  }
  EXPECT_TRUE(record(a1).reached("received_by_centre"));
}

TEST_F(Stick, P8_WhatTheBoxHandsBack_IsTakenInBeforeItsWorkIsStored) {
  file();
  std::vector<std::uint64_t> known;
  place_.admit = [&](const Node& node, const std::vector<exchange::Tail>& tail, std::int64_t) -> Result<void> {
    EXPECT_EQ(tail.size(), 1u);
    TRY(const auto received, Inbox(files_->inbox).received(node.name));
    known.push_back(received);
    return {};
  };
  auto request = bus_.request();
  request.tail = {{"fleet", "a note"}};
  exchange::BundleWriter bundle;
  auto text = bundle.begin({exchange::BundleKind::work, "bus-01", "e1", {}});
  text += bundle.message(exchange::encode(request, 3));
  text += bundle.end(bus_.key());
  must(take(sealed(text, place_.identity.recipient)));
  EXPECT_EQ(known, (std::vector<std::uint64_t>{0}));
  EXPECT_EQ(must(Inbox(files_->inbox).received("bus-01")), 1u);
}

// It may be all that is left of the box.
TEST_F(Stick, P1_OfABoxThatDoesNotKnowOfARestore_IsTaken) {
  file();
  bus_.cursors.centre_epoch = "c0";
  const auto taken = must(take(work()));
  EXPECT_TRUE(taken.asked.refused.empty());
  EXPECT_EQ(must(Inbox(files_->inbox).received("bus-01")), 1u);
}

TEST_F(Stick, P10_TakenTwice_AddsNothing) {
  file();
  must(take(work()));
  reconcile();
  const auto entries = feed().size();
  auto again = must(take(work()));
  reconcile();
  EXPECT_EQ(feed().size(), entries);
  EXPECT_EQ(record(must(model::parse_op(bus_.runs_[0].lines[0])).of).fields.count("full_name"), 1u);
  EXPECT_TRUE(again.asked.refused.empty());
}

TEST_F(Stick, P2_AfterTheNetworkHasBroughtThem_TheOperationsTakeEffectOnce) {
  file();
  const auto stick = work();
  round(bus_.request());
  const auto entries = feed().size();
  must(take(stick));
  reconcile();
  EXPECT_EQ(feed().size(), entries);
}

TEST_F(Stick, CutOrChanged_IsSaidToBeBroken) {
  file();
  const auto whole = work();
  EXPECT_EQ(code_of(take(whole.substr(0, whole.size() - 1))), Code::seal_broken);
  auto changed = whole;
  changed[changed.size() / 2] ^= 1;
  EXPECT_EQ(code_of(take(changed)), Code::seal_broken);
  EXPECT_EQ(code_of(take("no age file")), Code::seal_broken);
}

TEST_F(Stick, ForAnotherHouse_IsNotOurs) {
  EXPECT_EQ(code_of(take(sealed("x", seal::make_age_identity(counted(99)).recipient))), Code::key_wrong);
}

TEST_F(Stick, OfABoxThatIsNotEnrolled_IsRefused) {
  exchange::BundleWriter bundle;
  auto text = bundle.begin({exchange::BundleKind::work, "bus-09", "e1", {}});
  text += bundle.end(bus_.key());
  EXPECT_EQ(code_of(take(sealed(text, place_.identity.recipient))), Code::not_enrolled);
}

TEST_F(Stick, SignedByNobodyOfThatName_IsRefused) {
  exchange::BundleWriter bundle;
  auto text = bundle.begin({exchange::BundleKind::work, "bus-01", "e1", {}});
  text += bundle.message(exchange::encode(bus_.request(), 3));
  text += bundle.end(seal::make_signing_key("bus-01", counted(42)));
  EXPECT_EQ(code_of(take(sealed(text, place_.identity.recipient))), Code::signature_wrong);
}

TEST_F(Stick, OfABoxThatWasReplaced_IsTakenAndNotAnswered) {
  file();
  const auto stick = work();
  must(in_transaction(files_->inbox, [&]() -> Result<void> {
    Nodes nodes(files_->inbox);
    TRY(auto number, nodes.number_for("bus-01"));
    const auto key = seal::make_signing_key("bus-01", counted(4'711));
    return nodes.put({"bus-01", number, "lahore", seal::to_text(seal::verifying(key)), "fp2", noon});
  }));
  auto taken = must(take(stick));
  reconcile();
  EXPECT_EQ(of_the_bus(), 1);
  EXPECT_TRUE(taken.replaced());
  EXPECT_FALSE(answer_stick(*files_, keys_, taken, counted(8)));
}

TEST_F(Stick, P14_OfABoxThatWasRevokedAndReplaced_IsStoredAndSetAside) {
  file();
  const auto stick = work();
  must(in_transaction(files_->inbox, [&]() -> Result<void> {
    Nodes nodes(files_->inbox);
    TRY_VOID(nodes.revoke("bus-01", noon));
    const auto key = seal::make_signing_key("bus-01", counted(4'711));
    return nodes.put({"bus-01", 1, "lahore", seal::to_text(seal::verifying(key)), "fp2", noon});
  }));
  const auto taken = must(take(stick));
  EXPECT_TRUE(taken.asked.refused.empty());
  EXPECT_EQ(must(Inbox(files_->inbox).received("bus-01")), 1u);
  reconcile();
  const auto rows = feed();
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].verdict.op, model::Fate::parked);
  EXPECT_EQ(rows[0].verdict.reason, "node_revoked");
  EXPECT_EQ(must(Nodes(files_->inbox).get("bus-01"))->fork, "");
}

TEST_F(Stick, P11_FileThatIsNotItsHash_IsRefusedAlone) {
  file();
  exchange::BundleWriter bundle;
  auto text = bundle.begin({exchange::BundleKind::work, "bus-01", "e1", {}});
  text += bundle.message(exchange::encode(bus_.request(), 3));
  text += bundle.file(std::string(64, 'a'), 5);
  text += bundle.piece("other");
  text += bundle.file_end();
  const std::string good = "good";
  text += bundle.file(seal::to_hex(seal::sha256(good)), good.size());
  text += bundle.piece(good);
  text += bundle.file_end();
  text += bundle.end(bus_.key());
  auto taken = must(take(sealed(text, place_.identity.recipient)));
  EXPECT_EQ(taken.files.size(), 1u);
  ASSERT_EQ(taken.files_refused.size(), 1u);
  EXPECT_EQ(taken.files_refused.begin()->second, Code::seal_broken);
  EXPECT_EQ(taken.operations, 1u);
}

TEST_F(Stick, P16_AnswerToANewBox_SaysAfterWhichRecordItGoesOn) {
  file();
  auto request = bus_.request();
  request.take = exchange::Take{{1, "0123456789abcdef"}, a1};
  exchange::BundleWriter bundle;
  auto text = bundle.begin({exchange::BundleKind::work, "bus-01", "e1", {}});
  text += bundle.message(exchange::encode(request, 3));
  text += bundle.end(bus_.key());
  const auto taken = must(take(sealed(text, place_.identity.recipient)));
  reconcile();
  EXPECT_EQ(open(must(answer_stick(*files_, keys_, taken, counted(8))), bus_.key()).told.after, a1);
}

TEST_F(Stick, ABatchThatDoesNotHold_IsRefusedAlone) {
  file();
  auto request = bus_.request();
  request.batches[0].run.lines[0] += " ";
  exchange::BundleWriter bundle;
  auto text = bundle.begin({exchange::BundleKind::work, "bus-01", "e1", {}});
  text += bundle.message(exchange::encode(request, 3));
  text += bundle.message(exchange::encode(bus_.request(), 3));
  text += bundle.end(bus_.key());
  auto taken = must(take(sealed(text, place_.identity.recipient)));
  ASSERT_EQ(taken.asked.refused.size(), 1u);
  EXPECT_EQ(taken.asked.refused[0].code, "chain_broken");
  reconcile();
  EXPECT_EQ(of_the_bus(), 1);
}

}  // namespace
}  // namespace karvan::central
