#include "sync/exchange/bundle.h"

#include <gtest/gtest.h>

#include "storage/seal/age.h"
#include "storage/seal/agree.h"
#include "sync/exchange/codec.h"
#include "tests/support/kept_bundle.h"
#include "tests/unit/sync/exchange/samples.h"

namespace karvan::exchange {
namespace {

using namespace samples;

const std::string one_hash(64, 'a'), other_hash(64, 'b');

std::string work() {
  BundleWriter writer;
  auto text = writer.begin({BundleKind::work, "bus-01", epoch('1'), {}});
  text += writer.message("a frame\nof bytes");
  text += writer.file(one_hash, 11);
  text += writer.piece("sealed\n");
  text += writer.piece("file");
  text += writer.file_end();
  text += writer.file(other_hash, 0);
  text += writer.file_end();
  text += writer.message("another");
  return text + writer.end(node_key());
}

std::vector<seal::VerifyingKey> signer(const seal::SigningKey& key) { return {seal::verifying(key)}; }

Result<std::size_t> read_in_pieces(std::string_view text, std::size_t size, BundleReader& reader) {
  for (; !text.empty(); text.remove_prefix(std::min(size, text.size()))) TRY_VOID(reader.append(text.substr(0, size)));
  return reader.finish(signer(node_key()));
}

Code refused(const std::string& text) {
  test::KeptBundle kept;
  BundleReader reader(kept);
  auto read = read_in_pieces(text, text.size(), reader);
  return read ? Code::internal : read.error().code;
}

std::string with(std::string text, std::string_view what, std::string_view by) {
  return text.replace(text.find(what), what.size(), by);
}

TEST(Bundle, Written_IsReadInPiecesOfAnySize) {
  for (std::size_t size : {1u, 2u, 7u, 64u, 4'096u}) {
    test::KeptBundle kept;
    BundleReader reader(kept);
    auto read = read_in_pieces(work(), size, reader);
    ASSERT_TRUE(read) << size << " " << describe(read.error());
    EXPECT_EQ(kept.told, (BundleHead{BundleKind::work, "bus-01", epoch('1'), {}}));
    EXPECT_EQ(kept.messages, (std::vector<std::string>{"a frame\nof bytes", "another"}));
    ASSERT_EQ(kept.files.size(), 2u);
    EXPECT_EQ(kept.files[0], std::pair(one_hash, std::string("sealed\nfile")));
    EXPECT_EQ(kept.files[1].second, "");
  }
}

TEST(Bundle, AnswersHead_SaysWhereItsFeedsGoOnFrom) {
  const BundleHead head{
      BundleKind::answer, "bus-01", epoch('1'), {"c0ffee", 12, 3, 4, "0123456789abcdef", "", "fedcba9876543210"}};
  BundleWriter writer;
  std::vector<std::string> many(here_max + 1, one_hash);
  auto text = writer.begin(head);
  text += writer.here(many);
  text += writer.end(centre_key());
  test::KeptBundle kept;
  BundleReader reader(kept);
  ASSERT_TRUE(reader.append(text));
  ASSERT_TRUE(reader.finish(signer(centre_key())));
  EXPECT_EQ(kept.told, head);
  EXPECT_EQ(kept.held, many);
}

TEST(Bundle, CutAnywhere_IsNotWhole) {
  const auto text = work();
  for (std::size_t size = 0; size < text.size(); ++size) {
    const auto code = refused(text.substr(0, size));
    EXPECT_TRUE(code == Code::seal_broken) << size << " " << name_of(code);
  }
}

TEST(Bundle, Changed_IsRefused) {
  EXPECT_EQ(refused(with(work(), "a frame", "b frame")), Code::signature_wrong);
  EXPECT_EQ(refused(with(work(), "bus-01", "bus-02")), Code::signature_wrong);
  EXPECT_EQ(refused(with(work(), "another", "anothe")), Code::malformed);
  EXPECT_EQ(refused(work() + "{}\n"), Code::malformed);
}

TEST(Bundle, SignedByAnother_IsRefused) {
  test::KeptBundle kept;
  BundleReader reader(kept);
  ASSERT_TRUE(reader.append(work()));
  EXPECT_EQ(reader.finish(signer(centre_key())).error().code, Code::signature_wrong);
}

TEST(Bundle, SignedByAnEarlierKey_TellsWhich) {
  test::KeptBundle kept;
  BundleReader reader(kept);
  ASSERT_TRUE(reader.append(work()));
  EXPECT_EQ(*reader.finish(std::vector{seal::verifying(centre_key()), seal::verifying(node_key())}), 1u);
}

TEST(Bundle, OfAnotherVersion_SaysSo) {
  EXPECT_EQ(refused(with(work(), R"("karvan":1)", R"("karvan":9)")), Code::version_unknown);
}

TEST(Bundle, KindsOfANewerVersion_ArePassedOver) {
  const auto begin = work().find(R"({"message")");
  auto text = work();
  text.insert(begin, "{\"weather\":{\"bytes\":5,\"lines\":1}}\nsu\nny\nand a line\n{\"news\":7}\n");
  test::KeptBundle kept;
  BundleReader reader(kept);
  ASSERT_TRUE(reader.append(text));
  EXPECT_EQ(kept.messages.size(), 2u);
}

TEST(Bundle, SizesBeyondTheBounds_AreRefusedBeforeMemoryIsTaken) {
  EXPECT_EQ(refused(with(work(), R"("bytes":16)", R"("bytes":99999999)")), Code::malformed);
  EXPECT_EQ(refused(with(work(), R"("bytes":11)", R"("bytes":999999999)")), Code::malformed);
  EXPECT_EQ(refused(with(work(), one_hash, std::string(63, 'a') + "/")), Code::malformed);
  EXPECT_EQ(refused(std::string(70'000, 'x')), Code::body_too_large);
}

TEST(Bundle, MoreMessagesThanTheBound_AreRefused) {
  BundleWriter writer;
  test::KeptBundle kept;
  BundleReader reader(kept);
  ASSERT_TRUE(reader.append(writer.begin({BundleKind::work, "bus-01", epoch('1'), {}})));
  for (std::size_t i = 0; i < bundle_messages_max; ++i) ASSERT_TRUE(reader.append(writer.message("frame")));
  const auto beyond = reader.append(writer.message("frame"));
  ASSERT_FALSE(beyond);
  EXPECT_EQ(beyond.error().code, Code::body_too_large);
}

TEST(Bundle, SealedToASigningKey_IsOpenedByItAlone) {
  auto recipient = seal::age_recipient_of(seal::verifying(node_key()));
  ASSERT_TRUE(recipient);
  auto writer = seal::seal_to_recipient(*recipient, counted());
  ASSERT_TRUE(writer);
  std::string sealed = (*writer)->append(work());
  sealed += (*writer)->finish();
  auto identity = seal::age_identity_of(node_key());
  ASSERT_TRUE(identity);
  EXPECT_EQ(identity->recipient, *recipient);
  EXPECT_EQ(*seal::open_with_identity(sealed, *identity), work());
  EXPECT_EQ(seal::open_with_identity(sealed, *seal::age_identity_of(centre_key())).error().code, Code::key_wrong);
}

// ---- what an answer is worth

Cursors at(std::uint64_t office, std::uint64_t node, std::uint64_t reference, std::string life = "life-1") {
  return {std::move(life), office, node, reference};
}

BundleStanding standing(const Cursors& from, const Cursors& ends, const Cursors& here, const Answer& first = {}) {
  const BundleHead head{BundleKind::answer, "bus-01", epoch('1'), from};
  const Checkpoint last{ends.centre_epoch, "bus-01", ends.office, ends.node, ends.reference, 0, {}, {}, {}};
  return standing_of(head, first, last, here);
}

TEST(BundleStanding, GoesOnFromWhereTheNodeIs_IsNews) {
  EXPECT_EQ(standing(at(5, 3, 1), at(9, 3, 1), at(5, 3, 1)), BundleStanding::news);
  EXPECT_EQ(standing(at(0, 0, 0, ""), at(9, 3, 1), at(0, 0, 0, "")), BundleStanding::news);
  EXPECT_EQ(standing(at(5, 3, 1), at(9, 3, 1), at(7, 3, 1)), BundleStanding::news) << "in part by network";
}

TEST(BundleStanding, Twice_IsKnown) {
  EXPECT_EQ(standing(at(5, 3, 1), at(9, 3, 1), at(9, 3, 1)), BundleStanding::known);
  EXPECT_EQ(standing(at(5, 3, 1), at(9, 3, 1), at(20, 4, 1)), BundleStanding::known);
}

TEST(BundleStanding, OfABoxThatWasPutBack_IsAGap) {
  EXPECT_EQ(standing(at(5, 3, 1), at(9, 3, 1), at(4, 3, 1)), BundleStanding::gap);
}

TEST(BundleStanding, OfAnotherLifeOfTheCentre_IsStale) {
  EXPECT_EQ(standing(at(5, 3, 1), at(9, 3, 1), at(5, 3, 1, "life-2")), BundleStanding::stale);
  EXPECT_EQ(standing(at(5, 3, 1), at(9, 3, 1, "life-2"), at(6, 3, 1)), BundleStanding::stale);
  EXPECT_EQ(standing(at(5, 3, 1), at(2, 3, 1, "life-2"), at(5, 3, 1)), BundleStanding::news) << "the node was told so";
}

TEST(BundleStanding, WhatTakesBack_CountsOnlyWhereNothingHasGoneOn) {
  Answer back;
  back.from = at(2, 3, 1);
  EXPECT_EQ(standing(at(5, 3, 1), at(9, 3, 1), at(5, 3, 1), back), BundleStanding::news);
  EXPECT_EQ(standing(at(5, 3, 1), at(9, 3, 1), at(6, 3, 1), back), BundleStanding::stale);
}

TEST(PassOver, WhatTheFeedsHavePassed_IsTakenOut) {
  Answer answer;
  answer.entries = {{5, epoch('1'), 1, "", {}}, {6, epoch('1'), 2, "", {}}};
  answer.documents = {{Feed::node, 3, "staff", "a", "{}"},
                      {Feed::node, 4, "staff", "a", "{}"},
                      {Feed::reference, 3, "service", "b", "{}"}};
  pass_over(answer, at(5, 3, 2));
  ASSERT_EQ(answer.entries.size(), 1u);
  EXPECT_EQ(answer.entries[0].at, 6u);
  ASSERT_EQ(answer.documents.size(), 2u);
  EXPECT_EQ(answer.documents[0].at, 4u);
}

TEST(Follow, AnAnswerWithMore_GoesOnWhereItLeads) {
  Request asked;
  asked.node = "bus-01";
  asked.cursors = at(0, 0, 0, "");
  Answer answer;
  answer.more = true;
  answer.to = at(7, 2, 9, "");
  const Checkpoint ends{"life-1", "bus-01", 20, 2, 9, 0, {}, {}, {}};
  EXPECT_EQ(follow(asked, answer, ends).cursors, at(7, 2, 9));
  answer.more = false;
  EXPECT_EQ(follow(asked, answer, ends).cursors, at(20, 2, 9));
}

TEST(Follow, APieceOfALongDocument_IsGoneOnWith) {
  Answer answer;
  answer.more = true;
  answer.documents = {{Feed::reference, 58, "media", "a", "piece", {}, 100, 200}};
  const Checkpoint ends{"life-1", "bus-01", 20, 2, 90, 0, {}, {}, {}};
  EXPECT_EQ(follow({}, answer, ends).part, (Part{Feed::reference, 58, 105}));
  answer.documents[0].from = 195;
  EXPECT_FALSE(follow({}, answer, ends).part);
}

TEST(Follow, ANewNode_TakesTheRecordsToTheirEnd) {
  Request asked;
  asked.take = Take{};
  Answer answer;
  answer.more = true;
  answer.to = at(20, 2, 9);
  answer.records = Records{20, {}, 5};
  answer.snapshots = {{3, "lahore/application/1", "{}"}};
  const Checkpoint ends{"life-1", "bus-01", 25, 2, 9, 0, {}, {}, {}};
  auto next = follow(asked, answer, ends);
  ASSERT_TRUE(next.take);
  EXPECT_EQ(next.take->after, "lahore/application/1");
  EXPECT_EQ(next.take->from.at, 20u);
  EXPECT_EQ(next.cursors.office, 0u);
  answer.records->left = 0;
  next = follow(next, answer, ends);
  EXPECT_FALSE(next.take);
  EXPECT_EQ(next.cursors.office, 20u);
}

// A catalogue fills the first answers of a new desk.
TEST(Follow, P3_AnAnswerWithoutRoomForRecords_SkipsNone) {
  Request asked;
  asked.take = Take{};
  asked.contents = true;
  Answer answer;
  answer.more = true;
  answer.to = at(0, 2, 5);
  answer.records = Records{20, {}, 5};
  const Checkpoint ends{"life-1", "bus-01", 25, 2, 9, 0, {}, {}, {}};
  const auto next = follow(asked, answer, ends);
  EXPECT_EQ(next.take, asked.take);
  EXPECT_TRUE(next.contents);
  EXPECT_EQ(next.cursors, at(0, 2, 5));
}

}  // namespace
}  // namespace karvan::exchange
