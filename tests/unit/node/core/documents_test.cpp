#include "storage/seal/hash.h"
#include "sync/exchange/codec.h"
#include "tests/unit/node/core/box.h"

// Services, the manifest and media, as the reference feed brings them: whole, as patches, or from nobody known.
namespace karvan::core {
namespace {

using samples::Box;

TEST(Documents, ANewVersionOfAService_LeavesBegunDraftsWithTheirs) {
  Box box;
  box.sign_in();
  auto id = box.started();
  auto before = box.core->book().draft(id).value()->pin.version;
  exchange::Answer answer;
  answer.documents = box.services("Domicile certificate, revised");
  box.round();
  box.say(std::move(answer));
  auto now = box.core->book().catalogue().current("domicile", box.core->book().when().today);
  ASSERT_TRUE(now);
  EXPECT_NE(now->version, before);
  EXPECT_EQ(box.core->book().draft(id).value()->pin.version, before);
}

// The same documents as patches of what the box has.
void patch(Box& box, std::vector<exchange::Document>& documents) {
  auto stored = box.store().documents();
  const auto manifest = stored.get("manifest", "current").value()->bytes;
  const auto service = stored.list("service").value().front();
  documents[0].body = exchange::make_patch(service.bytes, documents[0].body);
  documents[0].base = service.id;
  documents[1].body = exchange::make_patch(manifest, documents[1].body);
  documents[1].base = seal::to_hex(seal::sha256(manifest));
}

TEST(Documents, DocumentsAsPatches_AreKeptWhole) {
  Box box;
  exchange::Answer answer;
  answer.documents = box.services("Revised");
  patch(box, answer.documents);
  EXPECT_TRUE(box.round().patches);
  box.say(std::move(answer));
  EXPECT_FALSE(box.core->link().fault());
  auto now = box.core->book().catalogue().current("domicile", box.core->book().when().today);
  ASSERT_TRUE(now);
  EXPECT_EQ(now->title.at("en"), "Revised");
}

TEST(Documents, APatchThatDoesNotFit_IsAskedForAgainWhole) {
  Box box;
  auto documents = box.services("Revised");
  exchange::Answer wrong;
  wrong.documents = documents;
  patch(box, wrong.documents);
  wrong.documents[0].base = std::string(64, '0');
  const auto before = box.round().cursors.reference;
  box.say(std::move(wrong));
  EXPECT_EQ(box.core->link().fault()->code, Code::not_found);
  // At once: there is more to be had.
  const auto again = box.exchanges.back().request;
  EXPECT_FALSE(again.patches);
  EXPECT_EQ(again.cursors.reference, before);
  exchange::Answer whole;
  whole.documents = documents;
  box.say(std::move(whole));
  EXPECT_EQ(box.core->book().catalogue().current("domicile", box.core->book().when().today)->title.at("en"), "Revised");
  EXPECT_TRUE(box.round().patches);
}

// What came since a position is lost at the centre, which goes on from there.
struct LostEdition {
  LostEdition() {
    box.sign_in();
    const auto common = box.checkpoint;
    exchange::Answer answer;
    answer.documents = box.services("Lost");
    for (auto id : {"omar", "zara"}) answer.documents.push_back(box.staff(id, rules::Role::operator_));
    box.round();
    box.say(std::move(answer));
    box.round();
    box.checkpoint = common;
    box.checkpoint.centre_epoch = "centre-2";
    anew.from = exchange::Cursors{"centre-2", common.office, common.node_feed, common.reference};
  }
  std::string title() {
    return box.core->book().catalogue().current("domicile", box.core->book().when().today)->title.at("en");
  }
  Box box;
  exchange::Answer anew;
};

TEST(Documents, P16_AnEditionOfARestoredCentre_TakesThePlaceOfOneThatItLost) {
  LostEdition restored;
  ASSERT_EQ(restored.title(), "Lost");
  restored.anew.documents = restored.box.services("Anew");
  restored.box.say(std::move(restored.anew));
  EXPECT_FALSE(restored.box.core->link().fault());
  EXPECT_EQ(restored.title(), "Anew");
}

TEST(Documents, P16_WhatTheFeedOfARestoredCentreHasNotSaid_NoOperationRestsOn) {
  LostEdition restored;
  restored.box.say(std::move(restored.anew));
  restored.box.filed();
  const auto op = model::parse_op(restored.box.store().log().newest(1)->front().line);
  EXPECT_LE(op->roster, restored.box.checkpoint.node_feed);
  EXPECT_GT(op->roster, 0u);
}

TEST(Documents, Media_AreKeptUnderTheirDigest) {
  Box box;
  const std::string digest = seal::to_hex(seal::sha256("picture"));
  exchange::Answer answer;
  answer.documents = {box.document(exchange::Feed::reference, "media", digest, "picture"),
                      box.document(exchange::Feed::reference, "media", std::string(64, '0'), "forged")};
  box.round();
  box.say(std::move(answer));
  EXPECT_EQ(box.store().documents().get("media", digest).value()->bytes, "picture");
  EXPECT_FALSE(box.store().documents().get("media", std::string(64, '0')).value());
}

TEST(Documents, AManifestOfAnotherSigner_IsNotTaken) {
  Box box;
  auto documents = box.services("Forged");
  auto key = seal::make_signing_key("centre", samples::seeded(9));
  documents[1].body = seal::sign_note("{\"v\":1,\"number\":99,\"services\":[]}\n", key);
  exchange::Answer answer;
  answer.documents = {documents[1]};
  box.round();
  box.say(std::move(answer));
  EXPECT_EQ(box.core->link().fault()->code, Code::signature_wrong);
  EXPECT_TRUE(box.core->book().catalogue().current("domicile", box.core->book().when().today));
}

TEST(Documents, OfAKindThatIsNotKnown_IsKeptAsItCame) {
  Box box;
  exchange::Answer answer;
  auto patched = box.document(exchange::Feed::node, "tariff", "2028", "patch");
  patched.base = std::string(64, '0');
  answer.documents = {box.document(exchange::Feed::node, "tariff", "2027", "\x01 as it is"), patched};
  box.round();
  box.say(std::move(answer));
  const auto kept = box.store().documents().list("unknown").value();
  ASSERT_EQ(kept.size(), 1u);
  EXPECT_EQ(kept.front().id, "tariff/2027");
  EXPECT_EQ(kept.front().bytes, "\x01 as it is");
  EXPECT_EQ(box.core->link().fault()->code, Code::version_unknown);
  EXPECT_FALSE(box.exchanges.back().request.patches) << "what it is a patch of is not known: it is asked for whole";
  box.restart();
  EXPECT_EQ(box.store().documents().list("unknown").value(), kept);
}

// As a program that knew neither staff nor leases has left them.
TEST(Documents, OfAKindThatANewerProgramKnows_IsTakenAtItsStart) {
  Box box;
  const auto person = box.staff("zara", rules::Role::supervisor);
  const auto lease = box.lease(8'001, 8'100);
  auto forged = lease;
  forged.body[5] ^= 1;
  ASSERT_TRUE(box.store().begin());
  for (const auto& one : {lease, person})
    ASSERT_TRUE(box.store().documents().put({"unknown", one.kind + "/" + one.name, one.body, one.at}));
  ASSERT_TRUE(box.store().documents().put({"unknown", "lease/forged", forged.body, forged.at}));
  ASSERT_TRUE(box.store().commit());
  ASSERT_FALSE(box.core->book().staff("zara"));
  const auto had = *box.core->book().numbers_left("receipt");
  box.restart();
  EXPECT_TRUE(box.core->book().staff("zara"));
  EXPECT_EQ(*box.core->book().numbers_left("receipt"), had + 100);
  EXPECT_TRUE(box.store().documents().list("unknown")->empty());
  // What turned out wrong is told.
  const auto refused = *box.core->book().refused_documents();
  ASSERT_EQ(refused.size(), 1u);
  EXPECT_EQ(refused[0].kind + "/" + refused[0].name, "lease/forged");
  EXPECT_EQ(refused[0].reason, "signature_wrong");
}

TEST(Documents, P15_ThatWasNotTaken_IsToldUntilOneOfItsNameIs) {
  Box box;
  auto sound = box.lease(8'001, 8'100);
  auto forged = sound;
  forged.body[5] ^= 1;
  for (const auto& document : {forged, sound}) {
    exchange::Answer answer;
    answer.documents = {document};
    box.round();
    box.say(std::move(answer));
    EXPECT_EQ(box.core->book().refused_documents()->size(), document.body == sound.body ? 0u : 1u);
  }
}

}  // namespace
}  // namespace karvan::core
