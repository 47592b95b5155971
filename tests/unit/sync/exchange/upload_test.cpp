#include "sync/exchange/upload.h"

#include <gtest/gtest.h>

#include <functional>

#include "storage/seal/hash.h"
#include "sync/exchange/exchange.h"

namespace karvan::exchange {
namespace {

using Headers = std::map<std::string, std::string>;

UploadState fresh(std::uint64_t size = 100'000) {
  UploadState state;
  state.hash = std::string(64, 'a');
  state.size = size;
  return state;
}

UploadState at(std::uint64_t offset, std::uint64_t size = 100'000) {
  auto state = fresh(size);
  state.created = state.asked = true;
  state.offset = offset;
  return state;
}

std::string header(const UploadStep& step, std::string_view name) {
  for (const auto& [key, value] : step.headers)
    if (key == name) return value;
  return "";
}

TEST(Piece, TakesNoLongerThanABatchMay_WithinItsBounds) {
  EXPECT_EQ(piece_bytes(8'000), budget_bytes(8'000) * 3 / 4);
  EXPECT_EQ(piece_bytes(1), piece_bytes_min);
  EXPECT_EQ(piece_bytes(100'000'000), piece_bytes_max);
  EXPECT_EQ(piece_bytes(0), piece_bytes(8'000));  // an unknown link is taken for a slow one
}

TEST(Step, NewFile_IsCreatedWithItsHashAndSize) {
  auto step = next_step(fresh(), 16'384);
  EXPECT_EQ(step.method, "POST");
  EXPECT_EQ(step.path, "/sync/v1/files");
  EXPECT_EQ(header(step, "Tus-Resumable"), "1.0.0");
  EXPECT_EQ(header(step, "Upload-Length"), "100000");
  EXPECT_EQ(header(step, "Upload-Metadata"), "hash " + seal::to_base64(std::string(64, 'a')));
  EXPECT_EQ(step.bytes, 0u);
}

TEST(Step, AfterACut_AsksForTheOffset) {
  auto state = at(5'000);
  state.asked = false;
  auto step = next_step(state, 16'384);
  EXPECT_EQ(step.method, "HEAD");
  EXPECT_EQ(step.path, "/sync/v1/files/" + state.hash);
}

TEST(Step, Piece_IsBoundedByTheRestAndByAMebibyte) {
  EXPECT_EQ(next_step(at(0), 16'384).bytes, 16'384u);
  EXPECT_EQ(next_step(at(99'000), 16'384).bytes, 1'000u);
  EXPECT_EQ(next_step(at(0, 50 << 20), 50 << 20).bytes, piece_bytes_max);
  auto step = next_step(at(99'000), 16'384);
  EXPECT_EQ(step.method, "PATCH");
  EXPECT_EQ(header(step, "Upload-Offset"), "99000");
  EXPECT_EQ(header(step, "Content-Type"), "application/offset+octet-stream");
}

// What each answer makes of the state.
TEST(After, Created_BeginsWhereTheCentreSays) {
  auto state = fresh();
  auto step = next_step(state, 16'384);
  EXPECT_EQ(after(state, step, 201, {})->offset, 0u);
  auto known = after(state, step, 201, {{"upload-offset", "40000"}});
  EXPECT_EQ(known->offset, 40'000u);
  EXPECT_TRUE(known->asked);
  EXPECT_TRUE(after(state, step, 201, {{"upload-offset", "100000"}})->done);  // P10
}

TEST(After, Head_TakesTheCentresOffset) {
  auto state = at(70'000);
  state.asked = false;
  auto step = next_step(state, 16'384);
  auto told = after(state, step, 200, {{"upload-offset", "65536"}, {"upload-length", "100000"}});
  ASSERT_TRUE(told);
  EXPECT_EQ(told->offset, 65'536u);
  EXPECT_TRUE(told->asked);
  EXPECT_FALSE(after(state, step, 200, {{"upload-offset", "65536"}, {"upload-length", "7"}}));
  EXPECT_FALSE(after(state, step, 200, {{"upload-length", "100000"}}));
  EXPECT_FALSE(after(state, step, 200, {{"upload-offset", "100001"}, {"upload-length", "100000"}}));
}

TEST(After, Patch_MovesByWhatWasTaken) {
  auto state = at(0);
  auto step = next_step(state, 16'384);
  EXPECT_EQ(after(state, step, 204, {{"upload-offset", "16384"}})->offset, 16'384u);
  EXPECT_FALSE(after(state, step, 204, {{"upload-offset", "16384"}})->done);
  // A centre that does not move, moves back or beyond is not believed.
  for (auto offset : {"0", "16385", "x", "", "-1"}) EXPECT_FALSE(after(state, step, 204, {{"upload-offset", offset}}));
  EXPECT_FALSE(after(state, step, 204, {}));
}

TEST(After, LastPiece_IsDone) {
  auto state = at(99'000);
  auto step = next_step(state, 16'384);
  EXPECT_TRUE(after(state, step, 204, {{"upload-offset", "100000"}})->done);
}

TEST(After, UnknownThere_IsCreatedAgain) {
  for (int status : {404, 410}) {
    auto state = at(40'000);
    auto told = after(state, next_step(state, 16'384), status, {});
    ASSERT_TRUE(told);
    EXPECT_EQ(next_step(*told, 16'384).method, "POST");
    EXPECT_EQ(told->offset, 0u);
  }
}

TEST(After, AnotherOffsetThere_IsAskedFor) {
  auto state = at(40'000);
  auto told = after(state, next_step(state, 16'384), 409, {});
  ASSERT_TRUE(told);
  EXPECT_EQ(next_step(*told, 16'384).method, "HEAD");
}

TEST(After, P11_HashThatDoesNotFit_BeginsAnew) {
  auto state = at(99'000);
  auto told = after(state, next_step(state, 16'384), 460, {});
  ASSERT_TRUE(told);
  EXPECT_FALSE(told->created);
  EXPECT_FALSE(told->done);
  EXPECT_EQ(told->offset, 0u);
}

TEST(After, AnyOtherAnswer_IsAnError) {
  for (int status : {200, 301, 400, 403, 413, 500, 503}) {
    auto state = at(0);
    auto told = after(state, next_step(state, 16'384), status, {{"upload-offset", "16384"}});
    ASSERT_FALSE(told) << status;
    EXPECT_EQ(told.error().code, Code::link_down);
  }
}

// A centre of its own, whose answers are lost at will: whatever is cut, the whole file is sent once, and each cut
// repeats at most a piece.
TEST(Upload, CutAnywhere_RepeatsAtMostAPieceEach) {
  constexpr std::uint64_t size = 1'000'000, piece = 65'536;
  for (int cut_every = 2; cut_every < 9; ++cut_every) {
    std::uint64_t there = 0, sent = 0;
    bool known = false;
    int cuts = 0, steps = 0;
    auto state = fresh(size);
    while (!state.done) {
      ASSERT_LT(++steps, 200);
      auto step = next_step(state, piece);
      int status = 404;
      if (step.method == "POST") {
        known = true;
        status = 201;
      } else if (known && step.method == "HEAD") {
        status = 200;
      } else if (known) {
        sent += step.bytes;
        status = step.offset == there ? 204 : 409;
        const bool arrives = steps % (2 * cut_every) != 0;  // else cut before it came
        if (status == 204 && arrives) there += step.bytes;
      }
      if (steps % cut_every == 0) {
        ++cuts;
        state.asked = false;  // nobody heard the answer
        continue;
      }
      auto told = after(state, step, status,
                        {{"upload-offset", std::to_string(there)}, {"upload-length", std::to_string(size)}});
      ASSERT_TRUE(told);
      state = *told;
    }
    EXPECT_EQ(there, size);
    EXPECT_LE(sent, size + static_cast<std::uint64_t>(cuts) * piece);
  }
}

}  // namespace
}  // namespace karvan::exchange
