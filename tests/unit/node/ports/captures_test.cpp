#include <algorithm>
#include <filesystem>
#include <future>

#include "node/ports/devices.h"
#include "node/ports/orders.h"
#include "sync/exchange/upload.h"
#include "sync/http/server.h"
#include "tests/unit/node/ports/stored.h"

// Captures from the device to the sealed file, and pieces of it to the centre.
namespace karvan::ports {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view face = "plain face";
const std::string plain = std::string("\xff\xd8\xff\xe0 plain face and finger");

// Every file of the folder, name and content.
std::string all_of(const std::string& folder) {
  std::string all;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    all += entry.path().string() + "\n";
    if (entry.is_regular_file()) all += test::bytes_of(entry.path());
  }
  return all;
}

struct CaptureTest : testing::Test {
  // With a driver of that mode, once its device works.
  void begin(const std::string& mode) {
    hub::DeviceSpec reader{"r", "camera", "Reader", {}, ""};
    devices.emplace(std::vector<hub::DriverSpec>{{"reader", {"tests/unit/node/ports/reader", mode}, {reader}, {}}},
                    letters, box.files);
    while (letters.next<core::DevicesAnswer>().devices.at(0).life != line::Life::enabled) {
    }
  }
  void run(const std::string& capture = "c1") { devices->capture({capture, "r", "camera", "", 20'000}); }
  // Past the words on the way.
  core::CaptureAnswer end() {
    while (true) {
      auto answer = letters.next<core::CaptureAnswer>();
      if (answer.done) return answer;
    }
  }
  std::vector<std::string> ids() { return *box.files.blobs().ids(); }
  bool nothing_left() { return fs::is_empty(box.scratch.path("attachments")); }

  samples::Letters letters;
  samples::Box box;
  std::optional<Devices> devices;
};

TEST_F(CaptureTest, Picture_IsSealedToTheCentre) {
  begin("picture");
  run();
  EXPECT_EQ(letters.next<core::CaptureAnswer>().state, "reading");
  auto answer = end();
  ASSERT_FALSE(answer.fault);
  EXPECT_EQ(answer.attached.media, "image/jpeg");
  EXPECT_EQ(ids(), std::vector<std::string>{answer.attached.hash});
  EXPECT_EQ(*box.files.blobs().size(answer.attached.hash), answer.attached.bytes);
  EXPECT_EQ(*box.files.blobs().read(answer.attached.hash, answer.file_key), plain);
  auto sealed = *box.files.blobs().read_sealed(answer.attached.hash, 0, 1 << 20);
  EXPECT_EQ(*seal::open_with_identity(sealed, box.centre), plain);
}

// P13: neither while it is read nor afterwards, nor where it failed, is a plain byte of it in the node's folder.
TEST_F(CaptureTest, P13_NoPlainByteIsEverOnDisk) {
  CaptureCall call("c1", box.files);
  const std::string large = plain + std::string(300'000, 'z') + "the last of it";
  call.take(large.substr(0, 100'000));
  call.take(large.substr(100'000));
  EXPECT_EQ(all_of(box.scratch.path("")).find(face), std::string::npos);
  EXPECT_NE(all_of(box.scratch.path("")).find("writing-"), std::string::npos);  // it was on its way to disk
  hub::Answered answered;
  answered.result = boost::json::object{{"media", "image/jpeg"}};
  auto answer = call.end(answered);
  ASSERT_FALSE(answer.fault);
  const auto all = all_of(box.scratch.path(""));
  for (auto piece : {std::string(face), std::string("zzzzzzzz"), std::string("the last of it"), answer.file_key})
    EXPECT_EQ(all.find(piece), std::string::npos) << piece;
}

TEST_F(CaptureTest, Card_GivesItsFieldsAndNoFile) {
  begin("card");
  run();
  auto answer = end();
  EXPECT_EQ(answer.fields.at("full_name"), "Ali");
  EXPECT_TRUE(answer.attached.hash.empty());
  EXPECT_TRUE(nothing_left());
}

TEST_F(CaptureTest, DriverThatDiesInMidCall_IsToldAndLeavesNothing) {
  begin("die");
  run();
  auto answer = end();
  ASSERT_TRUE(answer.fault);
  EXPECT_EQ(answer.fault->kind, line::FaultKind::service_down);
  EXPECT_TRUE(nothing_left());
}

TEST_F(CaptureTest, FaultAfterSomeBytes_LeavesNothing) {
  begin("retry");
  run();
  auto answer = end();
  ASSERT_TRUE(answer.fault);
  EXPECT_EQ(answer.fault->code, "finger_poor");
  EXPECT_TRUE(nothing_left());
}

TEST_F(CaptureTest, BytesThatAreNotWhatTheDriverSays_AreAFault) {
  begin("liar");
  run();
  auto answer = end();
  ASSERT_TRUE(answer.fault);
  EXPECT_EQ(answer.fault->code, "driver_garbled");
  EXPECT_TRUE(nothing_left());
}

TEST_F(CaptureTest, MediaWithoutBytes_IsAFault) {
  begin("empty");
  run();
  auto answer = end();
  ASSERT_TRUE(answer.fault);
  EXPECT_EQ(answer.fault->code, "driver_garbled");
}

TEST_F(CaptureTest, UnknownDevice_IsAnswered) {
  begin("picture");
  devices->capture({"c1", "nobody", "camera", "", 20'000});
  auto answer = end();
  ASSERT_TRUE(answer.fault);
  EXPECT_EQ(answer.fault->kind, line::FaultKind::removed);
}

TEST_F(CaptureTest, Stopped_AnswersSoon) {
  begin("wait");
  run();
  EXPECT_EQ(letters.next<core::CaptureAnswer>().state, "reading");
  devices->stop_capture({"c1"});
  auto answer = end();
  ASSERT_TRUE(answer.fault);
  EXPECT_EQ(answer.fault->code, "cancelled");
}

TEST_F(CaptureTest, Test_TellsWhatTheDeviceSays) {
  begin("picture");
  devices->test({"r"});
  EXPECT_FALSE(letters.next<core::TestAnswer>().fault);
}

TEST_F(CaptureTest, TestThatFails_TellsTheFault) {
  begin("retry");
  devices->test({"r"});
  EXPECT_EQ(letters.next<core::TestAnswer>().fault->code, "lamp");
}

TEST(Capture, StrangeWordsOfADriver_AreNoStates) {
  samples::Box box;
  CaptureCall call("c1", box.files);
  EXPECT_FALSE(call.progress("<b>bold</b>"));
  EXPECT_FALSE(call.progress(std::string(100, 'a')));
  EXPECT_TRUE(call.progress("hold_still"));
  EXPECT_FALSE(call.progress("hold_still"));  // no news
}

// ---- files

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
  orders.carry_out(core::SealFile{7, "c1", "image/jpeg", plain});
  auto answer = letters.next<core::CaptureAnswer>();
  EXPECT_TRUE(answer.done);
  EXPECT_EQ(answer.ticket, 7U);
  EXPECT_EQ(*box.files.blobs().read(answer.attached.hash, answer.file_key), plain);
}

TEST_F(FileOrders, Opened_GivesTheBytesAndTheirMedia) {
  auto blob = *box.files.seal(plain);
  orders.carry_out(core::OpenAttachment{3, {"photo", blob.id, blob.size, "image/jpeg", ""}, blob.file_key});
  auto [bytes, media] = opened.get_future().get();
  EXPECT_EQ(*bytes, plain);
  EXPECT_EQ(media, "image/jpeg");
}

TEST_F(FileOrders, WithAnotherKey_NothingIsGiven) {
  auto blob = *box.files.seal(plain);
  orders.carry_out(core::OpenAttachment{3, {"photo", blob.id, blob.size, "image/jpeg", ""}, std::string(16, 'x')});
  EXPECT_FALSE(opened.get_future().get().first);
}

// ---- pieces

// A centre over plain HTTP that takes pieces as tus says; `cut` breaks the next one off unanswered.
struct PieceTest : testing::Test {
  void SetUp() override {
    server = *http::serve({http::Listener{}}, {}, [this](http::Request request, std::unique_ptr<http::Reply> reply) {
      asked.push_back(request.method);
      if (status != 0) return reply->send({status, {}, ""});
      if (request.method == "PATCH" && known && std::to_string(got.size()) != request.headers["upload-offset"])
        return reply->send({409, {}, ""});
      if (request.method == "PATCH" && known) got += request.body;
      if (request.method == "POST") known = true;
      if (!known) return reply->send({404, {}, ""});
      http::Response response{request.method == "POST" ? 201 : request.method == "HEAD" ? 200 : 204, {}, ""};
      response.headers = {{"Upload-Offset", std::to_string(got.size())}, {"Upload-Length", std::to_string(blob.size)}};
      reply->send(std::move(response));
    });
    uplink.emplace(Uplink::Peer{"http://127.0.0.1:" + std::to_string(server->ports()[0]), {}, {}}, letters, box.files);
  }
  core::UploadAnswer send(std::optional<std::uint64_t> offset, bool created, std::size_t bytes) {
    core::SendUpload order;
    order.hash = blob.id;
    order.size = blob.size;
    order.created = created;
    order.offset = offset;
    order.bytes = bytes;
    uplink->upload(order);
    return letters.next<core::UploadAnswer>();
  }
  samples::Letters letters;
  samples::Box box;
  blobs::SealedBlob blob = *box.files.seal(plain + std::string(50'000, 'p'));
  std::unique_ptr<http::Server> server;
  std::optional<Uplink> uplink;
  std::vector<std::string> asked;
  std::string got;
  bool known = false;
  int status = 0;
};

TEST_F(PieceTest, Pieces_MakeTheSealedFile) {
  auto first = send(std::nullopt, false, 20'000);
  EXPECT_EQ(first.offset, 20'000U);
  EXPECT_FALSE(first.done);
  EXPECT_GT(first.bytes_per_second, 0U);
  EXPECT_EQ(send(first.offset, true, 20'000).offset, 40'000U);
  EXPECT_TRUE(send(40'000, true, 20'000).done);
  EXPECT_EQ(got, *box.files.blobs().read_sealed(blob.id, 0, 1 << 20));
  EXPECT_EQ(asked, (std::vector<std::string>{"POST", "PATCH", "PATCH", "PATCH"}));
}

TEST_F(PieceTest, AfterACut_TheOffsetIsAskedFor) {
  send(std::nullopt, false, 20'000);
  asked.clear();
  EXPECT_EQ(send(std::nullopt, true, 20'000).offset, 40'000U);
  EXPECT_EQ(asked, (std::vector<std::string>{"HEAD", "PATCH"}));
}

TEST_F(PieceTest, WrongOffset_IsAskedForAndSentFromThere) {
  send(std::nullopt, false, 20'000);
  EXPECT_EQ(send(5'000, true, 20'000).offset, 40'000U);
}

TEST_F(PieceTest, UnknownAtTheCentre_IsCreatedAgain) {
  EXPECT_EQ(send(30'000, true, 20'000).offset, 20'000U);
  EXPECT_EQ(asked, (std::vector<std::string>{"PATCH", "POST", "PATCH"}));
}

TEST_F(PieceTest, Refusals_AreErrors) {
  status = 460;
  EXPECT_EQ(send(0, true, 20'000).error->code, Code::seal_broken);
  status = 500;
  EXPECT_EQ(send(0, true, 20'000).error->code, Code::link_down);
}

TEST_F(PieceTest, FileThatIsGone_IsAnError) {
  ASSERT_TRUE(box.files.blobs().remove(blob.id));
  EXPECT_EQ(send(std::nullopt, false, 20'000).error->code, Code::not_found);
}

TEST_F(PieceTest, NobodyThere_IsLinkDown) {
  server.reset();
  EXPECT_EQ(send(std::nullopt, false, 20'000).error->code, Code::link_down);
}

}  // namespace
}  // namespace karvan::ports
