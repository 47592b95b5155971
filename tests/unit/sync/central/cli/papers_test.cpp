#include "sync/central/cli/papers.h"

#include <sys/stat.h>

#include <fstream>

#include "sync/central/cli/private_file.h"
#include "sync/central/receive/upload.h"
#include "sync/rules/day_sheet.h"
#include "tests/unit/sync/central/fixture.h"

namespace karvan::central {
namespace {

using testing::Box;
using testing::counted;
using testing::must;
using testing::noon;

constexpr auto day = "2026-11-21";

class Papers : public testing::Centre {
 protected:
  Papers() : box_("bus-01") {
    enrol(box_);
    must(put_staff(*files_, {"saima", "Saima", rules::Role::supervisor, "x", {}, {}, {}, true}));
    house_.files = {folder_, std::string(32, 'i'), std::string(32, 'r')};
    house_.keys = keys_;
    house_.entropy = counted(7);
    house_.now_ms = [] { return noon; };
  }
  std::string point() {
    auto at = box_.end();
    return at.seq == 0 ? "" : at.epoch + "/" + std::to_string(at.seq) + " " + seal::to_hex(at.hash);
  }
  // What the node computes over its own log, and the act that closes the stop.
  std::string close_stop(const std::string& from, const std::string& date, std::vector<model::Op> ops) {
    rules::DayLog log{"bus-01", "lahore", date, 300, from, point(), std::move(ops)};
    std::string text = rules::day_sheet(log);
    std::string note = seal::sign_note(text, box_.key());
    auto op = box_.op("lahore/visit/" + date);
    op.actor = "saima";
    op.set = {{"date", date}, {"from", from}, {"to", log.to}, {"utc_offset", "300"}};
    auto start = note.rfind('\n', note.size() - 2) + 1;
    op.sheet = model::Sheet{date, seal::to_hex(seal::sha256(text)), note.substr(start, note.size() - 1 - start)};
    op.advance = "closed";
    box_.write(op);
    last_ = op;
    return note;
  }
  Box box_;
  House house_;
  model::Op last_;
};

TEST_F(Papers, DaySheet_IsTheSameBytesAsAtTheNodeOverRestarts) {
  std::vector<model::Op> ops;
  for (const char* id : {"lahore/application/a1", "lahore/application/a2"}) {
    ops.push_back(box_.filing(id, version_));
    box_.write(ops.back());
    box_.start(id + 19);
  }
  ops.push_back(box_.filing("lahore/application/a3", version_));
  box_.write(ops.back());
  auto first = close_stop("", day, ops);
  auto from = ops.empty() ? "" : last_.set["to"];
  std::vector<model::Op> next{last_};
  next.push_back(box_.filing("lahore/application/a4", version_));
  box_.write(next.back());
  auto second = close_stop(from, "2026-11-22", next);
  round(box_.request());
  EXPECT_EQ(must(day_sheet(house_, "bus-01", day)), first);
  EXPECT_EQ(must(day_sheet(house_, "bus-01", "2026-11-22")), second);
}

TEST_F(Papers, SheetThatLeavesSomethingOut_IsAnError) {
  auto kept = box_.filing("lahore/application/a1", version_);
  box_.write(kept);
  box_.write(box_.filing("lahore/application/a2", version_));
  close_stop("", day, {kept});  // signed over less than was done
  round(box_.request());
  auto wrong = day_sheet(house_, "bus-01", day);
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().code, Code::signature_wrong);
}

TEST_F(Papers, SheetOfAReplacedBox_VerifiesWithItsOldKey) {
  std::vector<model::Op> ops{box_.filing("lahore/application/a1", version_)};
  box_.write(ops.back());
  auto note = close_stop("", day, ops);
  round(box_.request());
  Box other("bus-02");
  must(in_transaction(files_->inbox, [&]() -> Result<void> {
    TRY(auto node, Nodes(files_->inbox).get("bus-01"));
    node->head_key = seal::to_text(seal::verifying(seal::make_signing_key("bus-01", counted(99))));
    node->enrolled_ms += 1;
    return Nodes(files_->inbox).put(*node);
  }));
  EXPECT_EQ(must(day_sheet(house_, "bus-01", day)), note);
}

TEST_F(Papers, DayThatWasNotClosed_IsNotFound) {
  EXPECT_EQ(day_sheet(house_, "bus-01", day).error().code, Code::not_found);
  EXPECT_EQ(day_sheet(house_, "bus-77", day).error().code, Code::not_enrolled);
}

class TakenOut : public Papers {
 protected:
  TakenOut() : identity_(seal::make_age_identity(counted(5))) {
    auto writer = must(seal::seal_to_recipient(identity_.recipient, counted(6)));
    sealed_ = writer->append("a picture");
    sealed_ += writer->finish();
    hash_ = seal::to_hex(seal::sha256(sealed_));
  }
  void upload() {
    Uploads uploads(*files_, attachments_folder(house_.files));
    must(uploads.open(noon));
    must(uploads.create("bus-01", hash_, sealed_.size(), noon));
    must(uploads.append("bus-01", hash_, 0, sealed_, noon));
  }
  std::string path(const std::string& name) { return folder_ + "/" + name; }
  seal::AgeIdentity identity_;
  std::string sealed_, hash_;
};

TEST_F(TakenOut, Attachment_IsOpenedIntoAPrivateFileOnce) {
  upload();
  must(take_out_attachment(house_, identity_, hash_, path("out.jpg")));
  EXPECT_EQ(must(read_file(path("out.jpg"), 1'000)), "a picture");
  struct stat info{};
  ASSERT_EQ(::stat(path("out.jpg").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
  EXPECT_EQ(take_out_attachment(house_, identity_, hash_, path("out.jpg")).error().code, Code::exists_already);
}

TEST_F(TakenOut, P11_AttachmentChangedOnDisk_IsNotOpened) {
  upload();
  Uploads uploads(*files_, attachments_folder(house_.files));
  std::ofstream(uploads.path_of(hash_), std::ios::binary | std::ios::app) << "x";
  EXPECT_EQ(take_out_attachment(house_, identity_, hash_, path("out.jpg")).error().code, Code::seal_broken);
  EXPECT_FALSE(std::filesystem::exists(path("out.jpg")));
}

TEST_F(TakenOut, AttachmentThatIsNotHere_IsNotFound) {
  EXPECT_EQ(take_out_attachment(house_, identity_, hash_, path("o")).error().code, Code::not_found);
  EXPECT_EQ(take_out_attachment(house_, identity_, "../../etc/passwd", path("o")).error().code, Code::malformed);
}

TEST_F(TakenOut, ExportedKey_IsWhatAgeReads) {
  must(export_identity(identity_, path("key.txt")));
  auto text = must(read_file(path("key.txt"), 1'000));
  EXPECT_TRUE(text.starts_with("AGE-SECRET-KEY-1"));
  EXPECT_EQ(must(seal::parse_age_identity(text.substr(0, text.size() - 1))).recipient, identity_.recipient);
  EXPECT_EQ(export_identity(identity_, path("key.txt")).error().code, Code::exists_already);
}

}  // namespace
}  // namespace karvan::central
