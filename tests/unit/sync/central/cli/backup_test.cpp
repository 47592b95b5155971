#include "sync/central/cli/backup.h"

#include <fstream>

#include "sync/central/cli/commands.h"
#include "sync/central/receive/upload.h"
#include "sync/central/reconcile/fleet.h"
#include "sync/central/reconcile/tail.h"
#include "sync/central/store/leases.h"
#include "sync/central/store/lives.h"
#include "sync/central/store/roster.h"
#include "sync/exchange/parts.h"
#include "tests/unit/sync/central/cli/housed.h"

// A verified copy, what it lets the boxes forget, and a centre that goes on from it.
namespace karvan::central {
namespace {

namespace fs = std::filesystem;
using testing::Box;
using testing::counted;
using testing::must;
using testing::noon;

class Backup : public testing::Housed {
 protected:
  Backup() {
    must(put_staff(*files_, {"leyla", "Leyla", rules::Role::clerk, "x", {}, {}, {}, true}));
    enrol(box_);
    reconcile();
  }
  ~Backup() override { fs::remove_all(into_); }
  std::string copy() {
    now_ += 60'000;
    return std::string(must(make_backup(house_, into_)).at("folder").as_string());
  }
  void bring_back(const std::string& copy) {
    put_back(copy);
    EXPECT_TRUE(check());
    reconcile();
  }
  void note() { EXPECT_FALSE(check()); }
  void bring_file(const std::string& bytes) {
    const auto hash = seal::to_hex(seal::sha256(bytes));
    Uploads uploads(*files_, attachments_folder(house_.files));
    must(uploads.open(noon));
    must(uploads.create("bus-01", hash, bytes.size(), noon));
    must(uploads.append("bus-01", hash, 0, bytes, noon));
  }
  exchange::Answer asked_safe() {
    exchange::Request request;
    request.node = "bus-01";
    request.known = {box_.end()};
    request.safe = true;
    return answer(request);
  }
  Outcome change_phone(const std::string& value) {
    PersonsAct act{"0123456789abcd" + value, value, "leyla", a1, {}};
    act.make = [value](const Before& before) -> Result<model::Op> {
      model::Op op;
      op.set["phone"] = value;
      op.over["phone"] = before.record.fields.at("phone").writer;
      return op;
    };
    return must(reconciler_->act(act, noon + 3'000));
  }
  exchange::Tail said(const exchange::Answer& got) {
    return {"said", got.checkpoint, exchange::said_in(got.entries, "centre")};
  }
  void hand_back(const exchange::Tail& tail, const std::string& node = "bus-01") {
    must(admit_tail(*files_, keys_.signing, *must(Nodes(files_->inbox).get(node)), {tail}, now_));
    reconcile();
  }

  std::string into_ = folder_ + ".backups";
  Box box_{"bus-01"};
};

TEST_F(Backup, P12_CopyThatIsWhole_MarksWhatItCovers) {
  box_.write(box_.filing(a1, version_));
  round(box_.request());
  EXPECT_TRUE(asked_safe().safe.empty());
  const auto folder = copy();
  EXPECT_EQ(asked_safe().safe, (std::vector{exchange::SafeMark{"e1", 1}}));
  EXPECT_EQ(asked_safe().safe_at, feed().size());
  FilesOptions options = house_.files;
  options.folder = folder;
  auto copied = must(open_files(options));
  EXPECT_EQ(must(Records(copied.records).record("lahore", a1))->body,
            must(Records(files_->records).record("lahore", a1))->body);
  box_.write(box_.filing("lahore/application/a2", version_));
  round(box_.request());
  EXPECT_EQ(asked_safe().safe, (std::vector{exchange::SafeMark{"e1", 1}}));
}

TEST_F(Backup, P12_WhoseAttachmentIsNotInTheCopy_IsNotCoveredNorWhatFollows) {
  const std::string bytes = "sealed", hash = seal::to_hex(seal::sha256(bytes));
  box_.write(box_.filing(a1, version_));
  auto scanned = box_.op(a1);
  scanned.attach = {{"photo", hash, bytes.size(), "image/png", ""}};
  box_.write(scanned);
  box_.write(box_.filing("lahore/application/a2", version_));
  round(box_.request());
  copy();
  EXPECT_EQ(asked_safe().safe, (std::vector{exchange::SafeMark{"e1", 1}}));
  bring_file(bytes);
  const auto second = copy();
  EXPECT_EQ(asked_safe().safe, (std::vector{exchange::SafeMark{"e1", 3}}));
  const auto third = copy();  // the file is the same one on the disk
  EXPECT_EQ(fs::hard_link_count(third + "/attachments/" + hash), 2u);
  EXPECT_TRUE(fs::exists(second + "/attachments/" + hash));
}

// The box would take its own file for safe, and purge the only one that a restored centre can get.
TEST_F(Backup, P12_WhatWasOrderedAwayBeforeItsAttachmentCame_IsCoveredWithThatAlone) {
  const std::string bytes = "sealed", hash = seal::to_hex(seal::sha256(bytes));
  auto filing = box_.filing(a1, version_);
  filing.attach = {{"photo", hash, bytes.size(), "image/png", ""}};
  box_.write(filing);
  round(box_.request());
  PersonsAct order{"0123456789abcdef", "goes", "leyla", a1, {}};
  order.make = [&](const Before&) -> Result<model::Op> {
    model::Op op;
    op.erase = model::Erase{model::to_text(filing.id), "court order 5/2026", {}};
    return op;
  };
  must(reconciler_->act(order, noon + 3'000));
  reconcile();
  ASSERT_TRUE(exchange::erased_of(must(Inbox(files_->inbox).line(filing.id))->line));
  copy();
  EXPECT_TRUE(asked_safe().safe.empty());
  bring_file(bytes);
  copy();
  EXPECT_EQ(asked_safe().safe, (std::vector{exchange::SafeMark{"e1", 1}}));
}

TEST_F(Backup, P12_AttachmentThatIsDamaged_CoversNothingOfIt) {
  const std::string bytes = "sealed", hash = seal::to_hex(seal::sha256(bytes));
  auto filing = box_.filing(a1, version_);
  filing.attach = {{"photo", hash, bytes.size(), "image/png", ""}};
  box_.write(filing);
  round(box_.request());
  bring_file(bytes);
  std::ofstream(attachments_folder(house_.files) + "/" + hash) << "rotten";
  now_ += 60'000;
  auto told = must(make_backup(house_, into_));
  EXPECT_EQ(told.at("files_missing").as_uint64(), 1u);
  EXPECT_TRUE(asked_safe().safe.empty());
}

TEST_F(Backup, P12_AttachmentThatIsDamagedInTheCopyBefore_IsCopiedAgain) {
  const std::string bytes = "sealed", hash = seal::to_hex(seal::sha256(bytes));
  bring_file(bytes);
  const auto first = copy() + "/attachments/" + hash;
  std::ofstream(first) << "rotten";
  const auto second = copy() + "/attachments/" + hash;
  std::string kept;
  std::ifstream(second) >> kept;
  EXPECT_EQ(kept, bytes);
  EXPECT_EQ(fs::hard_link_count(second), 1u);
}

TEST_F(Backup, CopyInTheCentresOwnFolder_IsRefused) {
  EXPECT_EQ(make_backup(house_, folder_).error().code, Code::malformed);
  EXPECT_EQ(make_backup(house_, folder_ + "/copies").error().code, Code::malformed);
}

TEST_F(Backup, P1_WhatCameAfterTheCopy_ComesAgainFromItsBox) {
  box_.write(box_.filing(a1, version_));
  round(box_.request());
  const auto folder = copy();
  box_.write(box_.filing("lahore/application/a2", version_));
  round(box_.request());
  note();
  bring_back(folder);
  EXPECT_TRUE(record("lahore/application/a2").creator.empty());
  auto told = round(box_.request());
  EXPECT_FALSE(record("lahore/application/a2").creator.empty());
  EXPECT_EQ(told.receipts.at(0), box_.end());
}

TEST_F(Backup, P9_WhatAClerkSaidAfterTheCopy_IsHandedBackByTheBoxThatHeardIt) {
  box_.write(box_.filing(a1, version_));
  round(box_.request());
  const auto folder = copy();
  const auto op = change_phone("77").op;
  const auto tail = said(round(box_.request()));
  EXPECT_FALSE(tail.body.empty());
  note();
  bring_back(folder);
  EXPECT_EQ(record(a1).fields.at("phone").value, "1");
  hand_back(tail);
  EXPECT_EQ(record(a1).fields.at("phone").value, "77");
  EXPECT_EQ(record(a1).fields.at("phone").writer, model::to_text(op));
  const auto entries = feed().size();
  hand_back(tail);  // P10
  EXPECT_EQ(feed().size(), entries);
  // The centre's own log goes on, also over a start.
  change_phone("78");
  close();
  open();
  change_phone("79");
  EXPECT_EQ(record(a1).fields.at("phone").value, "79");
}

// The box has seen what the clerk said, which the centre has lost, and has not heard of that.
TEST_F(Backup, P8_WorkOfABoxThatDoesNotKnowOfTheRestore_WaitsForWhatItHandsBack) {
  box_.write(box_.filing(a1, version_));
  round(box_.request());
  const auto folder = copy();
  const auto op = change_phone("77").op;
  const auto got = round(box_.request());
  const auto tail = said(got);
  box_.cursors.centre_epoch = checkpoint(got).centre_epoch;
  note();
  bring_back(folder);
  auto change = box_.op(a1);
  change.set["phone"] = "88";
  change.over["phone"] = model::to_text(op);
  box_.write(change);
  const auto put_off = round(box_.request());
  ASSERT_FALSE(put_off.refused.empty());
  EXPECT_EQ(put_off.refused[0].code, "busy");
  EXPECT_EQ(record(a1).fields.at("phone").value, "1");
  hand_back(tail);
  box_.cursors.centre_epoch = checkpoint(put_off).centre_epoch;
  const auto taken = round(box_.request());
  EXPECT_TRUE(taken.refused.empty());
  EXPECT_EQ(taken.receipts.at(0), box_.end());
  EXPECT_EQ(record(a1).fields.at("phone").value, "88");
  EXPECT_TRUE(record(a1).fields.at("phone").candidates.empty());
}

// What it is about comes from another box, later.
TEST_F(Backup, P4_WhatWasSaidOfALostApplication_WaitsForIt) {
  const auto folder = copy();
  box_.write(box_.filing(a1, version_));
  round(box_.request());
  change_phone("77");
  const auto tail = said(round(box_.request()));
  note();
  bring_back(folder);
  hand_back(tail);
  EXPECT_TRUE(record(a1).creator.empty());
  round(box_.request());
  EXPECT_EQ(record(a1).fields.at("phone").value, "77");
}

TEST_F(Backup, P4_AnOrderOfErasureThatWasHandedBack_WaitsForWhatItNames) {
  box_.write(box_.filing(a1, version_));
  round(box_.request());
  const auto folder = copy();
  auto change = box_.op(a1);
  change.set["phone"] = "2";
  box_.write(change);
  round(box_.request());
  PersonsAct act{"0123456789abcdef", "erase", "leyla", a1, {}};
  act.make = [&change](const Before&) -> Result<model::Op> {
    model::Op op;
    op.erase = model::Erase{model::to_text(change.id), "court order", {}};
    return op;
  };
  must(reconciler_->act(act, noon + 3'000));
  const auto tail = said(round(box_.request()));
  note();
  bring_back(folder);
  hand_back(tail);
  EXPECT_TRUE(record(a1).erased.empty());
  round(box_.request());
  EXPECT_EQ(record(a1).erased.size(), 1u);
  EXPECT_TRUE(exchange::erased_of(must(Inbox(files_->inbox).line(change.id))->line));
}

TEST_F(Backup, WhatTheCentreDidNotSign_IsLeftAlone) {
  box_.write(box_.filing(a1, version_));
  round(box_.request());
  const auto folder = copy();
  change_phone("77");
  const auto tail = said(round(box_.request()));
  note();
  bring_back(folder);
  auto forged = tail;
  forged.body.replace(forged.body.find("\"77\""), 4, "\"99\"");
  hand_back(forged);
  Box other("bus-02");
  enrol(other);
  hand_back(tail, "bus-02");
  EXPECT_EQ(record(a1).fields.at("phone").value, "1");
}

TEST_F(Backup, P5_LeaseOfTheLostDays_IsKnownAgainAndNoNumberIsLentTwice) {
  const auto folder = copy();
  must(reconciler_->lend_to("bus-01", {{"receipt", 0, 0}}, 1'000, now_));
  const auto lost = must(LeaseBook(files_->records).of_node("bus-01", "receipt"))[1].lease;
  const auto note_of = must(Feeds(files_->records).last("node/bus-01", "lease", lost.id))->body;
  note();
  bring_back(folder);
  hand_back({"lease", note_of, {}});
  hand_back({"lease", note_of, {}});
  EXPECT_EQ(must(LeaseBook(files_->records).holding({"receipt", lost.first}))->lease, lost);
  must(release_numbers(house_, lost.last));
  must(reconciler_->lend_to("bus-01", {{"receipt", 0, 0}}, 1'000'000, now_));
  const auto held = must(LeaseBook(files_->records).of_node("bus-01", "receipt"));
  EXPECT_GT(held.back().lease.first, lost.last);
}

TEST_F(Backup, P14_WhoWasRevokedInTheLostDays_IsSoAgainAsABoxHandsItBack) {
  note();
  const auto folder = copy();
  Box other("bus-02");
  enrol(other);
  now_ += 1'000;
  must(revoke_node(house_, "bus-01"));
  const auto fleet = must(Feeds(files_->records).last("reference", "fleet", ""))->body;
  fs::remove(folder_ + ".witness");  // lost with the folder
  bring_back(folder);
  must(in_transaction(files_->inbox, [&] {
    return Nodes(files_->inbox).put({"bus-02", 2, "lahore", seal::to_text(seal::verifying(other.key())), "fp", noon});
  }));
  EXPECT_FALSE(must(Nodes(files_->inbox).get("bus-01"))->revoked_ms);
  hand_back({"fleet", fleet, {}}, "bus-02");
  EXPECT_TRUE(must(Nodes(files_->inbox).get("bus-01"))->revoked_ms);
  EXPECT_TRUE(rules::revoked(must(read_fleet(files_->records, seal::verifying(keys_.signing))), "bus-01"));
}

// Its head is known by the witness; that its work lies below it the chain tells, once that is here again.
TEST_F(Backup, P14_RevokedBoxThatARestoredCentreMeets_CountsUpToItsHeadOnceItsChainIsHere) {
  constexpr auto a3 = "lahore/application/a3", a4 = "lahore/application/a4";
  box_.write(box_.filing(a1, version_));
  round(box_.request());
  const auto folder = copy();
  box_.write(box_.filing(a2, version_));
  Box first = box_;
  box_.start("e2");
  box_.write(box_.filing(a3, version_));
  round(box_.request());
  must(revoke_node(house_, "bus-01"));
  note();
  bring_back(folder);
  ASSERT_TRUE(must(Nodes(files_->inbox).get("bus-01"))->revoked_ms);
  box_.write(box_.filing(a4, version_));  // beyond the head
  const auto set_aside = [&](const char* of) {
    const auto rows = must(Records(files_->records).parked("lahore", of));
    return rows.size() == 1 && rows[0].reason == "node_revoked";
  };
  round(first.request());
  EXPECT_TRUE(set_aside(a2));
  round(box_.request());
  EXPECT_TRUE(record(a2).reached("filed"));
  EXPECT_TRUE(record(a3).reached("filed"));
  EXPECT_TRUE(set_aside(a4));
  EXPECT_FALSE(record(a4).reached("filed"));
}

TEST_F(Backup, P14_FleetOfALostLife_RevokesNoBoxThatWasEnrolledAfterTheRestore) {
  note();
  const auto folder = copy();
  now_ += 1'000;
  must(revoke_node(house_, "bus-01"));
  const auto fleet = must(Feeds(files_->records).last("reference", "fleet", ""))->body;
  fs::remove(folder_ + ".witness");
  bring_back(folder);
  now_ += 1'000;
  const auto fresh = seal::to_text(seal::verifying(seal::make_signing_key("bus-01", counted(4'711))));
  must(in_transaction(files_->inbox,
                      [&] { return Nodes(files_->inbox).put({"bus-01", 1, "lahore", fresh, "fp2", now_}); }));
  Box other("bus-02");
  enrol(other);
  hand_back({"fleet", fleet, {}}, "bus-02");
  EXPECT_FALSE(must(Nodes(files_->inbox).get("bus-01"))->revoked_ms);
  EXPECT_FALSE(rules::revoked(must(read_fleet(files_->records, seal::verifying(keys_.signing))), "bus-01"));
  EXPECT_TRUE(must(Nodes(files_->inbox).revocation("bus-01", seal::to_text(seal::verifying(box_.key())))));
}

// A program of before did not write down when that life ended: who has the name now may be another box.
TEST_F(Backup, P14_FleetOfALostLifeOfUnknownEnd_RevokesOnlyTheKeyThatWroteWhatItNames) {
  note();
  const auto folder = copy();
  box_.write(box_.filing("lahore/application/w", version_));
  round(box_.request());
  must(revoke_node(house_, "bus-01"));
  const auto fleet = must(read_fleet(files_->records, seal::verifying(keys_.signing)));
  ASSERT_EQ(fleet.revoked.size(), 1u);
  fs::remove(folder_ + ".witness");
  bring_back(folder);
  const auto fresh = seal::to_text(seal::verifying(seal::make_signing_key("bus-01", counted(4'711))));
  auto revoke_of_unknown_end = [&](rules::Revoked named) {
    must(in_transaction(files_->inbox, [&] {
      return revoke_again(*files_, {LostRevocation{std::move(named), {}}}, lost_ms_unknown, now_);
    }));
  };
  must(in_transaction(files_->inbox,
                      [&] { return Nodes(files_->inbox).put({"bus-01", 1, "lahore", fresh, "fp2", now_}); }));
  revoke_of_unknown_end({"bus-01", "", 0});
  EXPECT_TRUE(must(Nodes(files_->inbox).revocations()).empty());
  round(box_.request());
  revoke_of_unknown_end(fleet.revoked.front());
  EXPECT_FALSE(must(Nodes(files_->inbox).get("bus-01"))->revoked_ms);
  EXPECT_TRUE(must(Nodes(files_->inbox).revocation("bus-01", seal::to_text(seal::verifying(box_.key())))));
}

// Before a box that had heard of it came in touch, the centre was restored once more.
TEST_F(Backup, P14_FleetOfTheFirstOfTwoLostLives_IsBelieved) {
  note();
  const auto folder = copy();
  Box other("bus-02");
  enrol(other);
  now_ += 1'000;
  must(revoke_node(house_, "bus-01"));
  const auto fleet = must(Feeds(files_->records).last("reference", "fleet", ""))->body;
  fs::remove(folder_ + ".witness");
  bring_back(folder);
  const auto second = copy();
  must(reconciler_->lend_to("bus-01", {{"receipt", 0, 0}}, 1'000, now_));
  fs::remove(folder_ + ".witness");
  bring_back(second);
  EXPECT_EQ(must(lost_lives(files_->records)).size(), 2u);
  enrol(other);
  hand_back({"fleet", fleet, {}}, "bus-02");
  EXPECT_TRUE(must(Nodes(files_->inbox).get("bus-01"))->revoked_ms);
}

// What the second restore brought back is of before the first, and knows nothing of the life between.
TEST_F(Backup, P14_FleetOfALifeThatTheCopyIsOlderThan_IsBelieved) {
  note();
  const auto folder = copy();
  Box other("bus-02");
  fs::remove(folder_ + ".witness");
  bring_back(folder);
  now_ += 1'000;
  must(revoke_node(house_, "bus-01"));
  const auto fleet = must(Feeds(files_->records).last("reference", "fleet", ""))->body;
  bring_back(folder);  // as it was before the word on the fleet
  EXPECT_FALSE(must(Nodes(files_->inbox).get("bus-01"))->revoked_ms);
  enrol(other);
  hand_back({"fleet", fleet, {}}, "bus-02");
  EXPECT_TRUE(must(Nodes(files_->inbox).get("bus-01"))->revoked_ms);
}

TEST_F(Backup, LostLives_OfAnEarlierVersionAreRead) {
  must(in_transaction(files_->records, [&] { return Records(files_->records).put_meta(meta_restored_from, "c0 4"); }));
  EXPECT_EQ(must(lost_lives(files_->records)), (std::vector{LostLife{"c0", 4, INT64_MAX}}));
  const std::vector lives = {LostLife{"c0", 4, INT64_MAX}, LostLife{"c1", 0, 77}};
  must(in_transaction(files_->records, [&] { return put_lost_lives(files_->records, lives); }));
  EXPECT_EQ(must(lost_lives(files_->records)), lives);
}

}  // namespace
}  // namespace karvan::central
