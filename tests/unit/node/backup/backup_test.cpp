#include <atomic>
#include <thread>

#include "storage/seal/hash.h"
#include "tests/unit/node/backup/fixture.h"

namespace karvan::backup {
namespace {

TEST_F(LiveBox, P1_CopyOfAServingBox_HoldsAllThatWasCommitted) {
  const auto photo = attach("sealed");
  const auto made_copy = back_up();
  ASSERT_TRUE(made_copy) << karvan::describe(made_copy.error());
  const auto& m = made_copy->manifest;
  EXPECT_EQ(m.node, "bus-01");
  EXPECT_EQ(m.made, made);
  EXPECT_EQ(m.epoch, "e1");
  EXPECT_EQ(m.seq, 3u);
  EXPECT_EQ(m.hash, seal::to_hex(store->log().head()->hash));
  EXPECT_EQ(made_copy->attachments, (std::vector<Listed>{{photo, 6}}));
  const auto checked = check_copy(copy, box());
  ASSERT_TRUE(checked);
  EXPECT_EQ(checked->manifest, m);
  append(1);  // the box serves on
}

TEST_F(LiveBox, WhatIsCommittedWhileItIsMade_IsNotInIt) {
  meanwhile = "the copy is written";
  const auto made_copy = back_up();
  ASSERT_TRUE(made_copy) << karvan::describe(made_copy.error());
  EXPECT_EQ(made_copy->manifest.seq, 3u);
  EXPECT_EQ(store->log().head()->seq, 5u);
}

// Each commit writes two operations: no copy may hold one of them.
TEST_F(LiveBox, P1_CopiesBetweenTheCommitsOfABusyNode_AreEachOfOneMoment) {
  append(2'000);
  std::atomic<bool> over = false;
  std::atomic<std::uint64_t> written = 0;
  std::thread node([&] {
    for (; !over; ++written) append(2);
  });
  while (written == 0) std::this_thread::yield();
  for (int nth = 1; nth <= 3; ++nth) {
    const std::uint64_t before = written;
    const auto made_copy = make_backup(folder, copy + std::to_string(nth), made, box());
    EXPECT_TRUE(made_copy) << karvan::describe(made_copy.error());
    if (!made_copy) break;
    EXPECT_EQ(made_copy->manifest.seq % 2, 1u);  // three were there
    EXPECT_GE(made_copy->manifest.seq, 2'003 + 2 * before);
  }
  over = true;
  node.join();
}

TEST_F(LiveBox, P11_AttachmentsThatAreGoneOrDamaged_AreNamedAsAbsent) {
  const auto whole = attach("whole"), gone = attach("gone"), damaged = attach("damaged");
  fs::remove(folder + "/attachments/" + gone);
  test::flip_byte(folder + "/attachments/" + damaged, 3);
  const auto made_copy = back_up();
  ASSERT_TRUE(made_copy) << karvan::describe(made_copy.error());
  auto absent = std::vector{gone, damaged};
  std::sort(absent.begin(), absent.end());
  EXPECT_EQ(made_copy->absent, absent);
  EXPECT_EQ(check_copy(copy, box())->absent, absent);
  EXPECT_FALSE(fs::exists(copy + "/attachments/" + damaged));
  EXPECT_TRUE(fs::exists(copy + "/attachments/" + whole));
}

TEST_F(LiveBox, P13_NothingOfTheCopyIsPlain) {
  attach("sealed");
  append(1);
  ASSERT_TRUE(back_up());
  for (const auto& file : fs::recursive_directory_iterator(copy)) {
    if (!file.is_regular_file()) continue;
    const auto bytes = test::bytes_of(file.path());
    EXPECT_EQ(bytes.find("line "), std::string::npos) << file.path();
    EXPECT_EQ(bytes.find(record), std::string::npos) << file.path();
  }
  EXPECT_EQ(fs::status(copy).permissions(), fs::perms::owner_all);
}

TEST_F(LiveBox, CopyOfNothingOrIntoItself_IsRefused) {
  EXPECT_EQ(make_backup(scratch.path("nowhere"), copy, made, box()).error().code, Code::not_enrolled);
  EXPECT_EQ(make_backup(folder, folder + "/copy", made, box()).error().code, Code::malformed);
  EXPECT_EQ(make_backup(folder, copy, made, box("another passphrase")).error().code, Code::key_wrong);
  EXPECT_FALSE(fs::exists(copy));
}

TEST_F(LiveBox, SecondCopyOfTheSameName_IsRefusedAndTheFirstStays) {
  ASSERT_TRUE(back_up());
  EXPECT_EQ(back_up().error().code, Code::folder_not_empty);
  EXPECT_EQ(refusal(), Code::not_found);
}

TEST_F(LiveBox, CopyThatCannotBeWritten_LeavesNothing) {
  const auto photo = attach("sealed");
  fs::remove(folder + "/attachments/" + photo);
  fs::create_directory(folder + "/attachments/" + photo);  // opens, but cannot be read
  EXPECT_EQ(back_up().error().code, Code::io_failed);
  EXPECT_FALSE(fs::exists(copy));
  EXPECT_FALSE(fs::exists(copy + ".partial"));
}

// ---- verify

// So that its medium may be write-protected.
TEST_F(LiveBox, CopyThatIsReadThrough_GainsNoFile) {
  ASSERT_TRUE(back_up());
  const auto files = [&] { return std::distance(fs::directory_iterator(copy), {}); };
  const std::ptrdiff_t parts = 5;
  auto looking = box();
  std::ptrdiff_t open = 0;
  looking.name_of = [&, name_of = looking.name_of](store::Reader& reader) {
    open = files();
    return name_of(reader);
  };
  EXPECT_TRUE(check_copy(copy, looking));
  EXPECT_EQ(open, parts);
  EXPECT_EQ(files(), parts);
}

TEST_F(LiveBox, AnyFlippedByteOfTheCopy_IsNoticed) {
  const auto photo = attach("sealed");
  ASSERT_TRUE(back_up());
  const auto flips = [&](const std::string& name, std::size_t step) {
    const auto path = copy + "/" + name;
    for (std::size_t at = 0, size = fs::file_size(path); at < size; at += step) {
      test::flip_byte(path, at);
      EXPECT_NE(refusal(), Code::not_found) << name << " byte " << at;
      test::flip_byte(path, at);
    }
  };
  flips("node.db", 9'973);
  flips("vault.json", 41);
  flips("manifest", 7);
  flips("attachments.txt", 5);
  flips("attachments/" + photo, 1);
  EXPECT_EQ(refusal(), Code::not_found);
}

TEST_F(LiveBox, CutOrMissingParts_AreACopyThatIsDamaged) {
  attach("sealed");
  ASSERT_TRUE(back_up());
  for (const std::string name : {"manifest", "vault.json", "node.db", "attachments.txt"}) {
    const auto path = copy + "/" + name, bytes = test::bytes_of(path);
    fs::resize_file(path, bytes.size() - 1);
    EXPECT_NE(refusal(), Code::not_found) << name;
    fs::remove(path);
    EXPECT_EQ(refusal(), Code::copy_damaged) << name;
    test::write_bytes(path, bytes);
  }
}

TEST_F(LiveBox, P11_DamagedAttachment_IsNamedAndAllElseStands) {
  const auto photo = attach("sealed"), other = attach("other");
  ASSERT_TRUE(back_up());
  fs::remove(copy + "/attachments/" + photo);
  const auto checked = check_copy(copy, box());
  ASSERT_TRUE(checked) << karvan::describe(checked.error());
  EXPECT_EQ(checked->damaged, std::vector{photo});
  EXPECT_EQ(refusal(), Code::copy_damaged);
}

TEST_F(LiveBox, WrongPassphrase_IsKeyWrong) {
  ASSERT_TRUE(back_up());
  EXPECT_EQ(refusal("another passphrase"), Code::key_wrong);
}

TEST_F(LiveBox, P7_DatabaseOfAnotherCopyOfTheBox_IsNotTakenForThisOnes) {
  ASSERT_TRUE(back_up());
  append(1);
  ASSERT_TRUE(make_backup(folder, copy + "2", made, box()));
  fs::copy_file(copy + "/node.db", copy + "2/node.db", fs::copy_options::overwrite_existing);
  EXPECT_EQ(check_copy(copy + "2", box()).error().code, Code::copy_damaged);
}

// ---- restore

TEST_F(LiveBox, P5_P7_RestoredBox_IsTheCopyAndBearsItsMark) {
  const auto photo = attach("sealed");
  ASSERT_TRUE(back_up());
  append(2);
  const auto restored = restore(copy, fresh, box());
  ASSERT_TRUE(restored) << karvan::describe(restored.error());
  EXPECT_EQ(test::bytes_of(fresh + "/attachments/" + photo), "sealed");
  auto vault = vault::open_vault(fresh + "/vault.json", passphrase);
  auto opened = store::Store::open(fresh + "/node.db", vault->key("store")->view());
  ASSERT_TRUE(opened) << karvan::describe(opened.error());
  EXPECT_EQ(opened->log().head()->seq, 3u);
  const auto mark = opened->documents().get(store::restored_kind, store::restored_at);
  ASSERT_TRUE(mark && *mark);
  EXPECT_EQ((*mark)->bytes, "e1/3");
  EXPECT_EQ(refusal(), Code::not_found) << "the copy stays as it is";
}

TEST_F(LiveBox, RestoredDatabase_TakesNoPageOfTheCopy) {
  ASSERT_TRUE(back_up());
  ASSERT_TRUE(restore(copy, fresh, box()));
  auto ours = test::bytes_of(fresh + "/node.db");
  const auto theirs = test::bytes_of(copy + "/node.db");
  constexpr std::size_t page = 4'096;
  ours.replace(page, page, theirs.substr(page, page));
  test::write_bytes(fresh + "/node.db", ours);
  auto vault = vault::open_vault(fresh + "/vault.json", passphrase);
  EXPECT_FALSE(store::Store::open(fresh + "/node.db", vault->key("store")->view()));
}

TEST_F(LiveBox, RestoreIntoAFolderThatIsNotEmpty_IsRefusedAndItStays) {
  ASSERT_TRUE(back_up());
  EXPECT_EQ(restore(copy, folder, box()).error().code, Code::folder_not_empty);
  EXPECT_EQ(store->log().head()->seq, 3u);
  fs::create_directory(fresh);
  EXPECT_TRUE(restore(copy, fresh, box())) << "an empty one may be filled";
}

TEST_F(LiveBox, P11_RestoreWithDamagedAttachments_BringsAllThatIsSoundAndNamesTheRest) {
  const auto sound_one = attach("sound"), flipped = attach("flipped"), cut = attach("cut"), gone = attach("gone");
  fs::remove(folder + "/attachments/" + gone);
  write([&] { return store->attachments().file(cut, "e1", 3); });
  write([&] { return store->attachments().sent(cut, 3, true); });
  ASSERT_TRUE(back_up());
  test::flip_byte(copy + "/attachments/" + flipped, 2);
  fs::resize_file(copy + "/attachments/" + cut, 1);
  const auto restored = restore(copy, fresh, box());
  ASSERT_TRUE(restored) << karvan::describe(restored.error());
  EXPECT_EQ(test::bytes_of(fresh + "/attachments/" + sound_one), "sound");
  EXPECT_FALSE(fs::exists(fresh + "/attachments/" + flipped));
  EXPECT_FALSE(fs::exists(fresh + "/attachments/" + cut));
  const auto lacks = [&](const std::string& hash, bool there) {
    const Lacking wanted{"d", "photo", hash, there};
    return std::count(restored->lacking.begin(), restored->lacking.end(), wanted) == 1;
  };
  EXPECT_EQ(restored->lacking.size(), 3u);
  EXPECT_TRUE(lacks(flipped, false));
  EXPECT_TRUE(lacks(gone, false));
  EXPECT_TRUE(lacks(cut, true)) << "headquarters has it";
  auto vault = vault::open_vault(fresh + "/vault.json", passphrase);
  EXPECT_TRUE(store::Store::open(fresh + "/node.db", vault->key("store")->view()));
}

TEST_F(LiveBox, P13_RestoredBox_HasADataKeyThatNoCopyKnows) {
  ASSERT_TRUE(back_up());
  ASSERT_TRUE(restore(copy, fresh, box()));
  const auto before = vault::open_vault(copy + "/vault.json", passphrase);
  const auto now = vault::open_vault(fresh + "/vault.json", passphrase);
  EXPECT_NE(before->key("store")->view(), now->key("store")->view());
  EXPECT_EQ(store::Reader::open(fresh + "/node.db", before->key("store")->view()).error().code, Code::key_wrong);
  EXPECT_TRUE(store::Reader::open(fresh + "/node.db", now->key("store")->view()));
}

TEST_F(LiveBox, RestoreOfWhatIsDamaged_LeavesNothing) {
  ASSERT_TRUE(back_up());
  EXPECT_EQ(restore(copy, copy + "/fresh", box()).error().code, Code::malformed);
  EXPECT_EQ(restore(copy, fresh, box("another passphrase")).error().code, Code::key_wrong);
  test::flip_byte(copy + "/node.db", 5'000);
  EXPECT_EQ(restore(copy, fresh, box()).error().code, Code::copy_damaged);
  EXPECT_FALSE(fs::exists(fresh));
  EXPECT_FALSE(fs::exists(fresh + ".partial"));
}

}  // namespace
}  // namespace karvan::backup
