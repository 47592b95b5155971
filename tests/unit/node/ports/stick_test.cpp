#include "node/ports/stick.h"

#include <filesystem>

#include "storage/seal/agree.h"
#include "sync/exchange/codec.h"
#include "tests/support/kept_bundle.h"
#include "tests/unit/node/ports/letters.h"
#include "tests/unit/node/ports/noon.h"

// Sticks as files: what is written opens for the centre alone, what is read is the centre's word to this box.
namespace karvan::ports {
namespace {

namespace fs = std::filesystem;

using samples::noon;

struct StickTest : testing::Test {
  StickTest() { fs::create_directory(folder()); }
  std::string folder() const { return box.scratch.path("stick"); }

  core::WriteStick piece(bool first, bool last) {
    core::WriteStick order;
    order.epoch = "e1";
    order.request.node = "bus-01";
    order.first = first;
    order.last = last;
    return order;
  }
  test::KeptBundle opened(const std::string& name) {
    test::KeptBundle kept;
    exchange::BundleReader reader(kept);
    const auto plain = seal::open_with_identity(test::bytes_of(folder() + "/" + name), box.centre);
    EXPECT_TRUE(plain && reader.append(*plain) && reader.finish(std::vector{seal::verifying(key)}));
    return kept;
  }
  // An answer for `node`, as the centre writes it.
  void put_answer(const std::string& node, const seal::SigningKey& to, const seal::SigningKey& by,
                  const std::string& name) {
    exchange::Answer answer;
    answer.checkpoint =
        seal::sign_note(exchange::write_checkpoint({"life-1", node, 9, 1, 1, 0, {}, {}, {}}), centre_key);
    exchange::BundleWriter bundle;
    auto text = bundle.begin({exchange::BundleKind::answer, node, "e1", {"life-1", 5, 1, 1}});
    text += bundle.here({std::string(64, 'a')});
    text += bundle.message(exchange::encode(answer, 3));
    text += bundle.end(by);
    auto sealer = *seal::seal_to_recipient(*seal::age_recipient_of(seal::verifying(to)), seal::system_entropy());
    auto sealed = sealer->append(text);
    test::write_bytes(folder() + "/" + name, sealed + sealer->finish());
  }
  Result<core::StickRead::Content> read() {
    sticks.read();
    return letters.next<core::StickRead>().content;
  }
  Code refused() {
    auto content = read();
    return content ? Code::internal : content.error().code;
  }

  samples::Letters letters;
  samples::Box box;
  seal::SigningKey key = seal::make_signing_key("bus-01", seal::system_entropy());
  seal::SigningKey centre_key = seal::make_signing_key("centre", seal::system_entropy());
  std::int64_t now = noon;
  Sticks sticks{{"bus-01", key, seal::verifying(centre_key), box.centre.recipient, folder(), seal::system_entropy(),
                 [this] { return now; }},
                letters,
                box.files};
};

TEST_F(StickTest, PieceByPiece_BecomesOneFileForTheCentre) {
  const auto blob = *box.files.seal("a scan");
  sticks.write(piece(true, false));
  auto first = letters.next<core::StickWritten>();
  ASSERT_TRUE(first.written);
  EXPECT_FALSE(*first.written);
  auto last = piece(false, true);
  last.files = {{blob.id, blob.size}, {std::string(64, '0'), 7}};
  last.marks.operations = 12;
  sticks.write(std::move(last));
  auto done = letters.next<core::StickWritten>();
  ASSERT_TRUE(done.written && *done.written);
  const auto& whole = **done.written;
  EXPECT_EQ(whole.name, "karvan-bus-01-20261121T120000Z.work.age");
  EXPECT_EQ(whole.files, 1u);
  EXPECT_EQ(whole.files_left, 1u) << "of which there is no file";
  EXPECT_EQ(done.marks.operations, 12u);
  EXPECT_EQ(whole.bytes, fs::file_size(folder() + "/" + whole.name));
  const auto kept = opened(whole.name);
  EXPECT_EQ(kept.told.epoch, "e1");
  EXPECT_EQ(kept.messages.size(), 2u);
  ASSERT_EQ(kept.files.size(), 1u);
  EXPECT_EQ(kept.files[0].second, *box.files.blobs().read_sealed(blob.id, 0, 1 << 20));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder()), {}), 1);
}

TEST_F(StickTest, WithoutAStick_IsSaid) {
  fs::remove(folder());
  sticks.write(piece(true, true));
  EXPECT_EQ(letters.next<core::StickWritten>().written.error().code, Code::not_found);
  EXPECT_EQ(refused(), Code::not_found);
}

TEST_F(StickTest, BrokenOff_LeavesNothing) {
  {
    Sticks other({"bus-01", key, seal::verifying(centre_key), box.centre.recipient, folder(), seal::system_entropy(),
                  [] { return noon; }},
                 letters, box.files);
    other.write(piece(true, false));
    letters.next<core::StickWritten>();
  }
  EXPECT_TRUE(fs::is_empty(folder()));
}

TEST_F(StickTest, NewestAnswer_IsRead) {
  put_answer("bus-01", key, centre_key, "karvan-bus-01-20261121T120000Z.answer.age");
  test::write_bytes(folder() + "/karvan-bus-01-20261120T120000Z.answer.age", "older");
  test::write_bytes(folder() + "/karvan-bus-02-20261129T120000Z.answer.age", "another's");
  auto content = read();
  ASSERT_TRUE(content) << describe(content.error());
  EXPECT_EQ(content->name, "karvan-bus-01-20261121T120000Z.answer.age");
  EXPECT_EQ(content->head.from.office, 5u);
  ASSERT_EQ(content->answers.size(), 1u);
  EXPECT_EQ(content->answers[0].checkpoint.office, 9u);
  EXPECT_EQ(content->here.size(), 1u);
}

TEST_F(StickTest, AnswerForAnotherBox_IsNotOurs) {
  const auto other = seal::make_signing_key("bus-02", seal::system_entropy());
  put_answer("bus-02", other, centre_key, "karvan-bus-02-20261121T120000Z.answer.age");
  EXPECT_EQ(refused(), Code::key_wrong);
  put_answer("bus-02", key, centre_key, "karvan-bus-02-20261121T120000Z.answer.age");
  EXPECT_EQ(refused(), Code::key_wrong);
}

TEST_F(StickTest, AnswerThatTheCentreHasNotSigned_IsRefused) {
  put_answer("bus-01", key, key, "karvan-bus-01-20261121T120000Z.answer.age");
  EXPECT_EQ(refused(), Code::signature_wrong);
}

TEST_F(StickTest, AnswerThatIsCut_IsSaidToBeBroken) {
  const std::string name = "karvan-bus-01-20261121T120000Z.answer.age";
  put_answer("bus-01", key, centre_key, name);
  fs::resize_file(folder() + "/" + name, fs::file_size(folder() + "/" + name) - 1);
  EXPECT_EQ(refused(), Code::seal_broken);
  test::write_bytes(folder() + "/" + name, "no age file");
  EXPECT_EQ(refused(), Code::seal_broken);
}

}  // namespace
}  // namespace karvan::ports
