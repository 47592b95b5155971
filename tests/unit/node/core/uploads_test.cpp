#include "tests/unit/node/core/capture_box.h"

// Attachments on their way to the centre.
namespace karvan::core {
namespace {

using samples::CaptureBox;
using samples::h1;
using samples::h2;
using samples::orders;

struct UploadBox : CaptureBox {
  // One filed file whose operation the centre has acknowledged.
  UploadBox() {
    captured(h1);
    auto filed = file();
    if (!filed) throw std::runtime_error(describe(filed.error()));
  }
  std::vector<SendUpload> tick(std::int64_t ms = 0) {
    now += ms;
    return orders<SendUpload>(drain(Tick{}));
  }
  // The next piece comes with the drain that folds the answer.
  SendUpload first_piece() {
    auto answer = applied(round());
    exchange::Received received{std::move(answer), checkpoint, false};
    auto out = drain(ExchangeAnswer{exchanges.back().round, std::move(received), {8'000}});
    auto pieces = orders<SendUpload>(out);
    while (core->has_work() && pieces.empty()) pieces = orders<SendUpload>(drain(std::vector<Letter>{}));
    if (pieces.empty()) pieces = tick();
    if (pieces.empty()) throw std::runtime_error("no piece");
    return pieces[0];
  }
  std::vector<SendUpload> answer(UploadAnswer answer) { return orders<SendUpload>(drain(std::move(answer))); }
};

TEST(Upload, WaitsUntilItsFactIsReceived) {
  UploadBox box;
  EXPECT_TRUE(box.tick().empty());
  auto piece = box.first_piece();
  EXPECT_EQ(piece.hash, h1);
  EXPECT_EQ(piece.size, 900u);
  EXPECT_FALSE(piece.created);
  EXPECT_FALSE(piece.offset.has_value());
  EXPECT_EQ(piece.bytes, 60'000u);  // less than ten seconds of 64 kbit/s
}

// Lost with a damaged page, while its draft was not.
TEST(Upload, P11_FileOfWhichThereIsNoRow_WaitsToBeSentOnceItIsFiled) {
  CaptureBox box;
  box.captured(h1);
  ASSERT_TRUE(box.store().begin());
  ASSERT_TRUE(box.store().attachments().forget(h1));
  ASSERT_TRUE(box.store().commit());
  ASSERT_TRUE(box.file());
  EXPECT_EQ(box.state(h1), "waiting");
  EXPECT_EQ((*box.store().attachments().get(h1))->file_key, "");
}

TEST(Upload, OnePieceAtATime) {
  UploadBox box;
  box.first_piece();
  EXPECT_TRUE(box.tick(2'000).empty());
  auto next = box.answer({h1, 300, false, std::nullopt, 0});
  ASSERT_EQ(next.size(), 1u);
  EXPECT_EQ(next[0].offset, 300u);
  EXPECT_EQ(box.state(h1), "sending");
}

TEST(Upload, P11_FileThatWasFoundDamaged_IsNotSentOn) {
  UploadBox box;
  box.first_piece();
  ASSERT_TRUE(box.store().begin());
  ASSERT_TRUE(box.core->book().note_damaged(h1));
  ASSERT_TRUE(box.store().commit());
  EXPECT_TRUE(box.answer({h1, 300, false, std::nullopt, 0}).empty());
}

TEST(Upload, ExchangeGoesFirst) {
  UploadBox box;
  box.first_piece();
  box.must(counter::ExchangeNow{});
  const auto rounds = box.exchanges.size();
  EXPECT_EQ(box.exchanges.size(), rounds);  // never beside a piece
  EXPECT_TRUE(box.answer({h1, 300, false, std::nullopt, 0}).empty());
  EXPECT_EQ(box.exchanges.size(), rounds + 1);
}

TEST(Upload, Whole_IsThereAndNotSentAgain) {
  UploadBox box;
  box.first_piece();
  EXPECT_TRUE(box.answer({h1, 900, true, std::nullopt, 0}).empty());
  EXPECT_EQ(box.state(h1), "there");
  EXPECT_TRUE(box.tick(1'000).empty());
}

TEST(Upload, AfterACut_AsksTheOffsetAnew) {
  UploadBox box;
  box.first_piece();
  ASSERT_EQ(box.answer({h1, 300, false, std::nullopt, 0}).size(), 1u);
  EXPECT_TRUE(box.answer({h1, 300, false, Error{Code::link_down}, 0}).empty());
  EXPECT_EQ(box.core->link().state(), LinkState::offline);
  auto again = box.first_piece();  // after an exchange has shown that the link is back
  EXPECT_FALSE(again.offset.has_value());
  EXPECT_TRUE(again.created);
}

// A link slower than anybody has measured would break each first piece off, and nothing would ever arrive.
TEST(Upload, AfterACut_ThePieceIsSmaller_AndGrowsAgain) {
  UploadBox box;
  box.first_piece();
  box.answer({h1, 0, false, Error{Code::link_down}, 0});
  EXPECT_EQ(box.first_piece().bytes, 30'000u);
  for (int i = 0; i < 4; ++i) {
    box.answer({h1, 0, false, Error{Code::link_down}, 0});
    box.first_piece();
  }
  box.answer({h1, 0, false, Error{Code::link_down}, 0});
  EXPECT_EQ(box.first_piece().bytes, exchange::piece_bytes_min);
  auto next = box.answer({h1, 300, false, std::nullopt, 0});
  ASSERT_EQ(next.size(), 1u);
  EXPECT_EQ(next[0].bytes, 2 * exchange::piece_bytes_min);
}

TEST(Upload, AfterARestart_GoesOn) {
  UploadBox box;
  box.first_piece();
  box.answer({h1, 300, false, std::nullopt, 0});
  box.restart();
  auto again = box.first_piece();
  EXPECT_TRUE(again.created);
  EXPECT_FALSE(again.offset.has_value());
}

TEST(Upload, P15_FileThatIsRefused_BlocksNoOther) {
  CaptureBox box;
  box.captured(h1);
  box.captured(h2, "proof");
  ASSERT_TRUE(box.file());
  auto answer = box.applied(box.round());
  box.drain(ExchangeAnswer{box.exchanges.back().round, exchange::Received{answer, box.checkpoint, false}, {8'000}});
  box.settle_down();
  auto out = box.drain(UploadAnswer{h1, 0, false, Error{Code::seal_broken}, 0});
  auto next = orders<SendUpload>(out);
  ASSERT_EQ(next.size(), 1u);
  EXPECT_EQ(next[0].hash, h2);
  EXPECT_TRUE(orders<SendUpload>(box.drain(UploadAnswer{h2, 900, true, std::nullopt, 0})).empty());
  EXPECT_EQ(box.core->link().state(), LinkState::connected);
  box.now += rest_ms_min;
  auto later = orders<SendUpload>(box.drain(Tick{}));
  ASSERT_EQ(later.size(), 1u);
  EXPECT_EQ(later[0].hash, h1);
}

TEST(Upload, MeasuredLink_MakesThePiecesLarger) {
  UploadBox box;
  box.first_piece();
  auto next = box.answer({h1, 300, false, std::nullopt, 10 << 20});
  ASSERT_EQ(next.size(), 1u);
  EXPECT_EQ(next[0].bytes, 1u << 20);
}

}  // namespace
}  // namespace karvan::core
