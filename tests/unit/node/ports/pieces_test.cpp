#include "node/ports/uplink.h"
#include "sync/exchange/upload.h"
#include "sync/http/server.h"
#include "tests/unit/node/ports/stored.h"

// Pieces of a sealed file to the centre.
namespace karvan::ports {
namespace {

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
  blobs::SealedBlob blob = *box.files.seal(std::string(50'000, 'p'));
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
