#include <fstream>

#include "tests/unit/sync/central/cli/backed_up.h"

// A verified copy, and what it lets the boxes forget.
namespace karvan::central {
namespace {

using testing::must;
using testing::noon;

class Backup : public testing::BackedUp {};

TEST_F(Backup, P12_CopyThatIsWhole_MarksWhatItCovers) {
  box_.write(box_.filing(a1, version_));
  round(box_.request());
  EXPECT_TRUE(asked_safe().safe.empty());
  const auto folder = copy();
  EXPECT_EQ(asked_safe().safe, (std::vector{exchange::SafeMark{"e1", 1}}));
  EXPECT_EQ(asked_safe().safe_at, feed().size());
  FilesOptions options = house_.files;
  options.folder = folder;
  auto copied = must(open_files(options));
  EXPECT_EQ(must(Records(copied.records).record("lahore", a1))->body,
            must(Records(files_->records).record("lahore", a1))->body);
  box_.write(box_.filing("lahore/application/a2", version_));
  round(box_.request());
  EXPECT_EQ(asked_safe().safe, (std::vector{exchange::SafeMark{"e1", 1}}));
}

TEST_F(Backup, P12_WhoseAttachmentIsNotInTheCopy_IsNotCoveredNorWhatFollows) {
  const std::string bytes = "sealed", hash = seal::to_hex(seal::sha256(bytes));
  box_.write(box_.filing(a1, version_));
  auto scanned = box_.op(a1);
  scanned.attach = {{"photo", hash, bytes.size(), "image/png", ""}};
  box_.write(scanned);
  box_.write(box_.filing("lahore/application/a2", version_));
  round(box_.request());
  copy();
  EXPECT_EQ(asked_safe().safe, (std::vector{exchange::SafeMark{"e1", 1}}));
  bring_file(bytes);
  const auto second = copy();
  EXPECT_EQ(asked_safe().safe, (std::vector{exchange::SafeMark{"e1", 3}}));
  const auto third = copy();  // the file is the same one on the disk
  EXPECT_EQ(std::filesystem::hard_link_count(third + "/attachments/" + hash), 2u);
  EXPECT_TRUE(std::filesystem::exists(second + "/attachments/" + hash));
}

// The box would take its own file for safe, and purge the only one that a restored centre can get.
TEST_F(Backup, P12_WhatWasOrderedAwayBeforeItsAttachmentCame_IsCoveredWithThatAlone) {
  const std::string bytes = "sealed", hash = seal::to_hex(seal::sha256(bytes));
  auto filing = box_.filing(a1, version_);
  filing.attach = {{"photo", hash, bytes.size(), "image/png", ""}};
  box_.write(filing);
  round(box_.request());
  PersonsAct order{"0123456789abcdef", "goes", "leyla", a1, {}};
  order.make = [&](const Before&) -> Result<model::Op> {
    model::Op op;
    op.erase = model::Erase{model::to_text(filing.id), "court order 5/2026", {}};
    return op;
  };
  must(reconciler_->act(order, noon + 3'000));
  reconcile();
  ASSERT_TRUE(exchange::erased_of(must(Inbox(files_->inbox).line(filing.id))->line));
  copy();
  EXPECT_TRUE(asked_safe().safe.empty());
  bring_file(bytes);
  copy();
  EXPECT_EQ(asked_safe().safe, (std::vector{exchange::SafeMark{"e1", 1}}));
}

TEST_F(Backup, P12_AttachmentThatIsDamaged_CoversNothingOfIt) {
  const std::string bytes = "sealed", hash = seal::to_hex(seal::sha256(bytes));
  auto filing = box_.filing(a1, version_);
  filing.attach = {{"photo", hash, bytes.size(), "image/png", ""}};
  box_.write(filing);
  round(box_.request());
  bring_file(bytes);
  std::ofstream(attachments_folder(house_.files) + "/" + hash) << "rotten";
  now_ += 60'000;
  auto told = must(make_backup(house_, into_));
  EXPECT_EQ(told.at("files_missing").as_uint64(), 1u);
  EXPECT_TRUE(asked_safe().safe.empty());
}

TEST_F(Backup, P12_AttachmentThatIsDamagedInTheCopyBefore_IsCopiedAgain) {
  const std::string bytes = "sealed", hash = seal::to_hex(seal::sha256(bytes));
  bring_file(bytes);
  const auto first = copy() + "/attachments/" + hash;
  std::ofstream(first) << "rotten";
  const auto second = copy() + "/attachments/" + hash;
  std::string kept;
  std::ifstream(second) >> kept;
  EXPECT_EQ(kept, bytes);
  EXPECT_EQ(std::filesystem::hard_link_count(second), 1u);
}

TEST_F(Backup, CopyInTheCentresOwnFolder_IsRefused) {
  EXPECT_EQ(make_backup(house_, folder_).error().code, Code::malformed);
  EXPECT_EQ(make_backup(house_, folder_ + "/copies").error().code, Code::malformed);
}

}  // namespace
}  // namespace karvan::central
