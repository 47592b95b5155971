#include <algorithm>
#include <future>

#include "node/ports/devices.h"
#include "node/ports/orders.h"
#include "tests/unit/node/ports/stored.h"

// Sealed files without a row, and what the core orders of files.
namespace karvan::ports {
namespace {

const std::string scanned = std::string("\xff\xd8\xff\xe0 a scan");

TEST(Files, P12_OfWhichThereIsNoRow_ArePutAwayAndComeBackWithIt) {
  samples::Box box;
  const auto one = *box.files.seal("one"), two = *box.files.seal("two");
  ASSERT_TRUE(box.files.settle({one.id}));
  EXPECT_EQ(*box.files.blobs().ids(), std::vector<std::string>{one.id});
  EXPECT_EQ(*box.files.blobs().unclaimed(), std::vector<std::string>{two.id});
  EXPECT_EQ(box.files.blobs().used_bytes(), one.size);
  ASSERT_TRUE(box.files.settle({one.id}));
  auto both = std::vector{one.id, two.id};
  std::sort(both.begin(), both.end());
  ASSERT_TRUE(box.files.settle(both));
  EXPECT_EQ(*box.files.blobs().ids(), both);
  EXPECT_EQ(*box.files.blobs().read(two.id, two.file_key), "two");
  EXPECT_EQ(box.files.blobs().used_bytes(), one.size + two.size);
  EXPECT_TRUE(box.files.blobs().unclaimed()->empty());
}

// A row that comes by exchange while the box runs: whoever sends the file asks for it.
TEST(Files, P11_P12_PutAway_ComeBackToWhoeverAsksForThem) {
  samples::Box box;
  const auto one = *box.files.seal("one");
  ASSERT_TRUE(box.files.settle({}));
  EXPECT_EQ(box.files.blobs().used_bytes(), 0u);
  EXPECT_EQ(box.files.blobs().read_sealed(one.id, 0, 1 << 20)->size(), one.size);
  EXPECT_EQ(box.files.blobs().used_bytes(), one.size);
  EXPECT_TRUE(box.files.blobs().unclaimed()->empty());
  ASSERT_TRUE(box.files.settle({}));
  EXPECT_EQ(*box.files.blobs().read(one.id, one.file_key), "one");
  EXPECT_EQ(box.files.blobs().read_sealed(std::string(64, '0'), 0, 1).error().code, Code::not_found);
}

TEST(Files, P12_MoreThanMayBePutAway_StayInTheQuotaAndAreTold) {
  samples::Box box;
  const auto one = *box.files.seal("one"), two = *box.files.seal("two");
  const auto told = box.files.settle({}, {.files = 1});
  ASSERT_TRUE(told);
  EXPECT_EQ(told->files, 2u);
  EXPECT_EQ(told->bytes, one.size + two.size);
  EXPECT_TRUE(told->full);
  EXPECT_EQ(box.files.blobs().unclaimed()->size(), 1u);
  EXPECT_EQ(box.files.blobs().ids()->size(), 1u);
  EXPECT_EQ(box.files.blobs().used_bytes(), one.size);  // of either
  const auto by_bytes = box.files.settle({}, {.files = 2, .bytes = one.size + 1});
  ASSERT_TRUE(by_bytes);
  EXPECT_TRUE(by_bytes->full);
  const auto room = box.files.settle({}, {.files = 2, .bytes = one.size + two.size});
  ASSERT_TRUE(room);
  EXPECT_FALSE(room->full);
  EXPECT_EQ(box.files.blobs().unclaimed()->size(), 2u);
}

TEST(Files, DamagedOfWhichThereIsNoRow_IsRemoved) {
  samples::Box box;
  const auto one = *box.files.seal("one");
  ASSERT_TRUE(box.files.blobs().set_aside(one.id));
  ASSERT_TRUE(box.files.settle({}));
  EXPECT_TRUE(box.files.blobs().ids()->empty());
  EXPECT_TRUE(box.files.blobs().unclaimed()->empty());
}

struct FileOrders : testing::Test {
  samples::Letters letters;
  samples::Box box;
  Uplink uplink{{"http://127.0.0.1:1", {}, {}}, letters, box.files};
  Devices devices{{}, letters, box.files};
  Sticks sticks{{}, letters, box.files};
  Counting counting{[](std::uint64_t to, bool) { return to + 1; }, letters};
  samples::Stored stored{box.files};
  std::promise<std::pair<Result<std::string>, std::string>> opened;
  Orders orders{{[](const core::Answered&) {}, [](std::uint64_t, Result<std::string>) {}, [](const core::Notify&) {},
                 [this](std::uint64_t, Result<std::string> bytes, std::string media) {
                   opened.set_value({std::move(bytes), std::move(media)});
                 }},
                seal::signing_key_of_seed("bus-01", std::string(32, 'k')),
                letters,
                uplink,
                devices,
                box.files,
                sticks,
                counting,
                stored.scrubber};
};

TEST_F(FileOrders, Sealed_AnswersWithTheTicket) {
  orders.carry_out(core::SealFile{7, "c1", "image/jpeg", scanned});
  auto answer = letters.next<core::CaptureAnswer>();
  EXPECT_TRUE(answer.done);
  EXPECT_EQ(answer.ticket, 7U);
  EXPECT_EQ(*box.files.blobs().read(answer.attached.hash, answer.file_key), scanned);
}

TEST_F(FileOrders, Opened_GivesTheBytesAndTheirMedia) {
  auto blob = *box.files.seal(scanned);
  orders.carry_out(core::OpenAttachment{3, {"photo", blob.id, blob.size, "image/jpeg", ""}, blob.file_key});
  auto [bytes, media] = opened.get_future().get();
  EXPECT_EQ(*bytes, scanned);
  EXPECT_EQ(media, "image/jpeg");
}

TEST_F(FileOrders, WithAnotherKey_NothingIsGiven) {
  auto blob = *box.files.seal(scanned);
  orders.carry_out(core::OpenAttachment{3, {"photo", blob.id, blob.size, "image/jpeg", ""}, std::string(16, 'x')});
  EXPECT_FALSE(opened.get_future().get().first);
}

}  // namespace
}  // namespace karvan::ports
