// Attachments as they come to headquarters: tus, its limits, and what is there in the end.
#include <cstdlib>

#include "storage/blobs/blobs.h"
#include "storage/seal/age.h"
#include "sync/central/receive/upload.h"
#include "sync/exchange/upload.h"
#include "tests/support/scratch.h"
#include "tests/unit/sync/central/desks.h"

namespace karvan::central {
namespace {

using testing::ask;
using testing::Box;
using testing::Desks;
using testing::must;
using testing::noon;

class UploadDesk : public Desks {
 protected:
  UploadDesk() {
    enrol(box_);
    auto writer = must(seal::seal_to_recipient(identity_.recipient, testing::counted(5)));
    sealed_ = writer->append(plain_);
    sealed_ += writer->finish();
    hash_ = seal::to_hex(seal::sha256(sealed_));
    start();
  }
  void start() {
    desk_ = std::make_unique<SyncDesk>(house_, [] {});
    must(desk_->open());
  }
  void restart() {
    desk_.reset();
    start();
  }
  http::Request request(const std::string& method, const std::string& path) {
    http::Request request;
    request.method = method;
    request.path = path;
    request.client_name = box_.name();
    request.client_fingerprint = "fp";
    request.headers["tus-resumable"] = "1.0.0";
    return request;
  }
  http::Response create(const std::string& hash, std::uint64_t size) {
    auto asked = request("POST", "/sync/v1/files");
    asked.headers["upload-length"] = std::to_string(size);
    asked.headers["upload-metadata"] = "hash " + seal::to_base64(hash);
    return ask(*desk_, asked);
  }
  http::Response create() { return create(hash_, sealed_.size()); }
  http::Response patch(std::uint64_t offset, const std::string& bytes) {
    auto asked = request("PATCH", "/sync/v1/files/" + hash_);
    asked.headers["upload-offset"] = std::to_string(offset);
    asked.headers["content-type"] = "application/offset+octet-stream";
    asked.body = bytes;
    return ask(*desk_, asked);
  }
  http::Response head() { return ask(*desk_, request("HEAD", "/sync/v1/files/" + hash_)); }
  static std::string header(const http::Response& response, const std::string& name) {
    for (const auto& [key, value] : response.headers)
      if (key == name) return value;
    return "";
  }
  void send_all() {
    ASSERT_EQ(create().status, 201);
    ASSERT_EQ(patch(0, sealed_).status, 204);
  }
  bool present() {
    auto files = must(open_files(house_.files));
    return must(Attachments(files.inbox).present(hash_));
  }
  std::string file() const { return attachments_folder(house_.files) + "/" + hash_; }

  Box box_{"bus-01"};
  seal::AgeIdentity identity_ = seal::make_age_identity(testing::counted(9));
  std::string plain_ = "%PDF-1.7 " + std::string(200'000, 'p');
  std::string sealed_, hash_;
  std::unique_ptr<SyncDesk> desk_;
};

TEST_F(UploadDesk, WholeFile_IsThereUnderItsHash) {
  EXPECT_FALSE(present());
  auto created = create();
  EXPECT_EQ(created.status, 201);
  EXPECT_EQ(header(created, "Location"), "/sync/v1/files/" + hash_);
  EXPECT_EQ(header(created, "Tus-Resumable"), "1.0.0");
  auto sent = patch(0, sealed_);
  EXPECT_EQ(sent.status, 204);
  EXPECT_EQ(header(sent, "Upload-Offset"), std::to_string(sealed_.size()));
  EXPECT_TRUE(present());
  EXPECT_EQ(test::bytes_of(file()), sealed_);
}

TEST_F(UploadDesk, P10_SentAgain_IsANoOpWithTheSameReceipt) {
  send_all();
  auto created = create();
  EXPECT_EQ(created.status, 201);
  EXPECT_EQ(header(created, "Upload-Offset"), std::to_string(sealed_.size()));
  EXPECT_EQ(header(head(), "Upload-Offset"), std::to_string(sealed_.size()));
  EXPECT_EQ(patch(0, sealed_).status, 409);
  EXPECT_EQ(test::bytes_of(file()), sealed_);
}

TEST_F(UploadDesk, P10_AnotherNodeWithTheSameFile_HearsThatItIsThere) {
  send_all();
  Box other("bus-02");
  enrol(other);
  auto asked = request("HEAD", "/sync/v1/files/" + hash_);
  asked.client_name = other.name();
  EXPECT_EQ(header(ask(*desk_, asked), "Upload-Offset"), std::to_string(sealed_.size()));
}

TEST_F(UploadDesk, ToldOffset_SurvivesARestart) {
  ASSERT_EQ(create().status, 201);
  ASSERT_EQ(header(patch(0, sealed_.substr(0, 70'000)), "Upload-Offset"), "70000");
  restart();
  auto there = head();
  EXPECT_EQ(there.status, 200);
  EXPECT_EQ(header(there, "Upload-Offset"), "70000");
  EXPECT_EQ(header(there, "Upload-Length"), std::to_string(sealed_.size()));
  EXPECT_EQ(patch(70'000, sealed_.substr(70'000)).status, 204);
  EXPECT_TRUE(present());
}

// The disk took a part of a piece whose offset nobody was told: it is overwritten, not kept.
TEST_F(UploadDesk, TornPiece_IsSentOver) {
  ASSERT_EQ(create().status, 201);
  ASSERT_EQ(patch(0, sealed_.substr(0, 70'000)).status, 204);
  const auto part = attachments_folder(house_.files) + "/part-bus-01-" + hash_;
  test::write_bytes(part, test::bytes_of(part) + std::string(sealed_.size(), 'x'));
  EXPECT_EQ(header(head(), "Upload-Offset"), "70000");
  ASSERT_EQ(patch(70'000, sealed_.substr(70'000)).status, 204);
  EXPECT_EQ(test::bytes_of(file()), sealed_);
}

TEST_F(UploadDesk, PartThatIsGone_IsUnknown) {
  ASSERT_EQ(create().status, 201);
  ASSERT_EQ(patch(0, sealed_.substr(0, 70'000)).status, 204);
  std::filesystem::remove(attachments_folder(house_.files) + "/part-bus-01-" + hash_);
  EXPECT_EQ(head().status, 404);
  send_all();
  EXPECT_TRUE(present());
}

TEST_F(UploadDesk, P11_FileThatIsNotWhatItsHashNames_IsThrownAway) {
  ASSERT_EQ(create().status, 201);
  auto changed = sealed_;
  changed[1'000] = static_cast<char>(changed[1'000] ^ 1);
  EXPECT_EQ(patch(0, changed).status, 460);
  EXPECT_FALSE(present());
  EXPECT_FALSE(std::filesystem::exists(file()));
  EXPECT_EQ(head().status, 404);
  send_all();
  EXPECT_TRUE(present());
}

TEST_F(UploadDesk, WrongOffset_Is409) {
  ASSERT_EQ(create().status, 201);
  EXPECT_EQ(patch(1, sealed_).status, 409);
  EXPECT_EQ(header(head(), "Upload-Offset"), "0");
}

TEST_F(UploadDesk, Limits_AreNamed) {
  const UploadLimits limits;
  EXPECT_EQ(create(hash_, limits.file_bytes_max + 1).status, 413);
  EXPECT_EQ(create(hash_, limits.file_bytes_max).status, 201);
  EXPECT_EQ(patch(0, std::string(limits.piece_bytes_max + 1, 'x')).status, 413);
  EXPECT_EQ(header(ask(*desk_, request("OPTIONS", "/sync/v1/files")), "Tus-Max-Size"),
            std::to_string(limits.file_bytes_max));
}

TEST_F(UploadDesk, TooManyUnfinished_AreToldBusy) {
  auto hash = [](std::uint64_t i) { return seal::to_hex(seal::sha256(std::to_string(i))); };
  for (std::uint64_t i = 0; i < UploadLimits{}.unfinished_max; ++i) ASSERT_EQ(create(hash(i), 10).status, 201);
  EXPECT_EQ(create().status, 503);
  EXPECT_EQ(create(hash(0), 10).status, 201);  // one of them still goes on
}

TEST_F(UploadDesk, Quota_IsDiskFull) {
  UploadLimits limits;
  limits.quota_bytes = 100;
  Uploads uploads(*files_, attachments_folder(house_.files), limits);
  must(uploads.open(noon));
  ASSERT_TRUE(uploads.create("bus-01", hash_, 60, noon));
  auto refused = uploads.create("bus-01", std::string(64, 'b'), 60, noon);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::disk_full);
}

TEST_F(UploadDesk, UnfinishedForTooLong_IsForgotten) {
  Uploads uploads(*files_, attachments_folder(house_.files));
  must(uploads.open(noon));
  ASSERT_TRUE(uploads.create("bus-01", hash_, 60, noon));
  must(uploads.open(noon + 179 * 86'400'000LL));
  EXPECT_TRUE(uploads.find("bus-01", hash_));
  must(uploads.open(noon + 181 * 86'400'000LL));
  EXPECT_FALSE(uploads.find("bus-01", hash_));
}

TEST_F(UploadDesk, MalformedRequests_AreRefused) {
  EXPECT_EQ(create("../../etc/passwd", 10).status, 400);
  EXPECT_EQ(create(std::string(64, 'G'), 10).status, 400);
  EXPECT_EQ(create(hash_, 0).status, 400);
  ASSERT_EQ(create().status, 201);
  auto without = request("PATCH", "/sync/v1/files/" + hash_);
  EXPECT_EQ(ask(*desk_, without).status, 415);
  without.headers["content-type"] = "application/offset+octet-stream";
  EXPECT_EQ(ask(*desk_, without).status, 400);
  auto older = request("HEAD", "/sync/v1/files/" + hash_);
  older.headers.erase("tus-resumable");
  EXPECT_EQ(ask(*desk_, older).status, 412);
  EXPECT_EQ(ask(*desk_, request("DELETE", "/sync/v1/files/" + hash_)).status, 405);
  EXPECT_EQ(ask(*desk_, request("GET", "/sync/v1/files")).status, 405);
  EXPECT_EQ(ask(*desk_, request("HEAD", "/sync/v1/files/" + std::string(64, 'e'))).status, 404);
}

TEST_F(UploadDesk, AnotherCertificate_IsNotEnrolled) {
  for (auto method : {"POST", "HEAD", "PATCH", "OPTIONS"}) {
    auto asked = request(method, "/sync/v1/files/" + hash_);
    asked.client_fingerprint = "another";
    EXPECT_EQ(ask(*desk_, asked).status, 403) << method;
  }
}

TEST_F(UploadDesk, Arrived_IsToldFromAMarkOn) {
  send_all();
  Attachments attachments(files_->inbox);
  auto arrived = must(attachments.arrived_since(0, 10));
  EXPECT_EQ(arrived.hashes, std::vector<std::string>{hash_});
  EXPECT_TRUE(must(attachments.arrived_since(arrived.mark, 10)).hashes.empty());
}

// What the box sealed from its first byte, the people at headquarters open with a program that is not ours.
TEST_F(UploadDesk, DebiansAge_OpensWhatArrivedWithTheCentresIdentity) {
  test::Scratch scratch;
  auto blobs = must(blobs::Blobs::open(scratch.path("attachments")));
  auto writer = must(blobs.begin(identity_.recipient, seal::system_entropy()));
  must(writer.append(plain_));
  auto blob = must(writer.finish());
  hash_ = blob.id;
  sealed_ = must(blobs.read_sealed(blob.id, 0, blob.size));
  send_all();
  test::write_bytes(scratch.path("identity"), std::string(seal::to_text(identity_).view()) + "\n");
  const auto command = "/usr/bin/age -d -i " + scratch.path("identity") + " -o " + scratch.path("plain") + " " + file();
  ASSERT_EQ(std::system(command.c_str()), 0);
  EXPECT_EQ(test::bytes_of(scratch.path("plain")), plain_);
}

}  // namespace
}  // namespace karvan::central
