#include "node/ports/box.h"

#include <gtest/gtest.h>

#include <sstream>

#include "node/core/rows.h"
#include "node/ports/advice.h"
#include "node/ports/lan.h"
#include "node/ports/logbook.h"
#include "node/ports/salvage.h"
#include "storage/sqlite/migrations.h"
#include "storage/store/schema.h"
#include "sync/trust/certificate.h"
#include "tests/support/scratch.h"
#include "tests/support/system_calls.h"

namespace karvan::ports {
namespace {

constexpr auto passphrase = "a long enough passphrase";
const Opener typed = [](const std::string& path) { return vault::open_vault(path, passphrase); };

struct BoxTest : testing::Test {
  test::Scratch scratch;
  std::string folder = scratch.path("bus-01");
  seal::Entropy entropy = seal::system_entropy();
  Identity identity{"bus-01", "lahore", 7, "https://127.0.0.1:1", "cert", "ca", "key", "age1x"};

  Result<Box> create(sqlite::Cipher cipher = sqlite::Cipher::aegis) {
    return Box::create_or_open(folder, passphrase, entropy, cipher);
  }
};

TEST_F(BoxTest, Created_OpensAgain) {
  {
    auto box = create();
    ASSERT_TRUE(box) << describe(box.error());
    ASSERT_TRUE(box->keep(kept::identity, write(identity)));
  }
  auto box = Box::open(folder, passphrase);
  ASSERT_TRUE(box) << describe(box.error());
  EXPECT_EQ(box->identity(), identity);
}

TEST_F(BoxTest, Cipher_IsChosenWhenTheStoreIsMadeAndNeverAgain) {
  using sqlite::Cipher;
  EXPECT_EQ(create(Cipher::sqlcipher4)->store().database().cipher(), Cipher::sqlcipher4);
  EXPECT_EQ(create(Cipher::aegis)->store().database().cipher(), Cipher::sqlcipher4);
  auto box = Box::open(folder, passphrase);
  ASSERT_TRUE(box) << describe(box.error());
  EXPECT_EQ(box->store().database().cipher(), Cipher::sqlcipher4);
  EXPECT_TRUE(box->open_reader());
}

TEST_F(BoxTest, WhereNothingCanBeRead_TheNewStoreHasTheCipherOfTheOld) {
  ASSERT_TRUE(create(sqlite::Cipher::sqlcipher4)->keep(kept::identity, write(identity)));
  for (const std::size_t at : {1'000, 2}) {  // the first page; a mark in the header
    test::flip_byte(store_path(folder), at);
    EXPECT_EQ(Box::open(folder, passphrase).error().code, Code::database_damaged) << at;
    auto anew = create();
    ASSERT_TRUE(anew) << describe(anew.error());
    EXPECT_EQ(anew->identity().error().code, Code::not_enrolled) << at;
    EXPECT_EQ(anew->store().database().cipher(), sqlite::Cipher::sqlcipher4) << at;
  }
}

TEST_F(BoxTest, BrokenOffBeforeTheNewStoreIsThere_ItStillHasTheCipherOfTheOld) {
  for (const bool begun : {false, true}) {
    ASSERT_TRUE(create(sqlite::Cipher::sqlcipher4));
    ASSERT_TRUE(set_aside(store_path(folder), 1'795'262'400'000));
    if (begun) test::write_bytes(store_path(folder), "");
    EXPECT_EQ(create()->store().database().cipher(), sqlite::Cipher::sqlcipher4) << begun;
  }
}

TEST_F(BoxTest, WrongPassphrase_IsKeyWrong) {
  ASSERT_TRUE(create());
  EXPECT_EQ(Box::open(folder, "another passphrase").error().code, Code::key_wrong);
}

TEST_F(BoxTest, EmptyFolder_IsNotEnrolled) {
  EXPECT_EQ(Box::open(folder, passphrase).error().code, Code::not_enrolled);
  EXPECT_EQ(create()->identity().error().code, Code::not_enrolled);
}

TEST_F(BoxTest, TwoPrograms_TheSecondIsBusy) {
  auto first = create();
  ASSERT_TRUE(first);
  EXPECT_EQ(Box::open(folder, passphrase).error().code, Code::busy);
}

TEST_F(BoxTest, P7_AFlippedByteOfTheDatabase_IsNeverServedAsItIs) {
  ASSERT_TRUE(create()->keep(kept::identity, write(identity)));
  const auto file = store_path(folder), copy = scratch.path("copy.db");
  std::filesystem::copy_file(file, copy);
  const auto size = std::filesystem::file_size(file);
  int salvaged = 0;
  for (std::size_t at : {std::size_t{100}, size / 3, size / 2, size - 1}) {
    test::flip_byte(file, at);
    {
      const auto box = Box::open(folder, passphrase);
      EXPECT_TRUE(box ? box->salvaged().has_value() : box.error().code == Code::database_damaged) << "byte " << at;
      salvaged += box ? 1 : 0;
    }
    std::filesystem::remove(file);
    std::filesystem::copy_file(copy, file);
  }
  EXPECT_GT(salvaged, 0);
  auto box = Box::open(folder, passphrase);
  ASSERT_TRUE(box) << describe(box.error());
  EXPECT_FALSE(box->salvaged());
}

TEST_F(BoxTest, P13_PlaintextDatabase_IsRefused) {
  ASSERT_TRUE(create());
  test::write_bytes(store_path(folder), std::string("SQLite format 3\0", 16) + std::string(4080, '\0'));
  EXPECT_EQ(Box::open(folder, passphrase).error().code, Code::database_plaintext);
  EXPECT_EQ(create().error().code, Code::database_plaintext);
}

TEST_F(BoxTest, AnyFlippedByteOfTheDatabasesHeader_IsDamage) {
  ASSERT_TRUE(create());
  for (std::size_t at : {0, 5, 13, 16, 18, 19, 20, 23}) {
    test::flip_byte(store_path(folder), at);
    const auto box = Box::open(folder, passphrase);
    ASSERT_FALSE(box) << at;
    EXPECT_EQ(box.error().code, Code::database_damaged) << at;
    test::flip_byte(store_path(folder), at);
  }
}

TEST_F(BoxTest, VaultOfAnotherBox_OpensNothingHere) {
  ASSERT_TRUE(create());
  auto without = vault::Vault::create(passphrase, entropy);
  ASSERT_TRUE(vault::save_vault(without, vault_path(folder)));
  EXPECT_EQ(Box::open(folder, passphrase).error().code, Code::key_missing);
  ASSERT_TRUE(without.make_key(kept::store_key, entropy));
  ASSERT_TRUE(vault::save_vault(without, vault_path(folder)));
  EXPECT_EQ(Box::open(folder, passphrase).error().code, Code::key_wrong);
}

TEST_F(BoxTest, Secret_IsMadeOnce) {
  auto box = create();
  auto first = box->secret_or("head-seed", [this] { return entropy(32); }, entropy);
  ASSERT_TRUE(first);
  EXPECT_EQ(box->secret_or("head-seed", [this] { return entropy(32); }, entropy)->view(), first->view());
}

// Each saving makes the new file, its folder, and then what was before durable.
TEST_F(BoxTest, VaultOfBeforeASecret_ThatCannotBeOverwritten_IsTold) {
  auto box = create();
  EXPECT_FALSE(box->left());
  test::system_calls::fail_sync(folder, 3);
  const auto secret = box->secret_or("head-seed", [this] { return entropy(32); }, entropy);
  test::system_calls::heal();
  EXPECT_TRUE(secret);
  ASSERT_TRUE(box->left());
  EXPECT_EQ(box->left()->code, Code::io_failed);
  ASSERT_TRUE(make_lan(*box, "bus-01", "127.0.0.1", 1'795'292'520, entropy));
  EXPECT_TRUE(box->left());  // a saving that goes well takes nothing of it back
}

TEST_F(BoxTest, VaultOfBeforeTheLansAuthority_ThatCannotBeOverwritten_IsTold) {
  auto box = create();
  test::system_calls::fail_sync(folder + "/vault.json", 2);  // the folder is none of it
  EXPECT_TRUE(make_lan(*box, "bus-01", "127.0.0.1", 1'795'292'520, entropy));
  test::system_calls::heal();
  EXPECT_TRUE(box->left());
}

// On a disk that has room again when it was waited for twice.
struct OlderBox : BoxTest {
  // With what a crash leaves in its log, or closed.
  void make(bool crashed) {
    const auto key = create()->vault().key(kept::store_key);
    ASSERT_TRUE(key);
    for (const auto* end : {"", "-wal", "-shm"}) std::filesystem::remove(store_path(folder) + end);
    const auto made = crashed ? scratch.path("made.db") : store_path(folder);
    auto old = sqlite::Database::open(made, key->view());
    ASSERT_TRUE(old) << describe(old.error());
    ASSERT_TRUE(sqlite::migrate(*old, store::migrations().first(store::migrations().size() - 1)));
    if (!crashed) return;
    for (const auto* end : {"", "-wal"}) std::filesystem::copy_file(made + end, store_path(folder) + end);
  }
  void expect_opened_once_there_is_room() {
    int asked = 0;
    const auto opener = [&](const std::string& path) {
      ++asked;
      test::system_calls::fail(store_path(folder), 1, test::system_calls::Fault::full);
      return vault::open_vault(path, passphrase);
    };
    std::vector<Code> waited;
    auto box = Box::open_once_there_is_room(folder, opener, [&](const Error& full) {
      waited.push_back(full.code);
      if (waited.size() == 2) test::system_calls::heal();
    });
    test::system_calls::heal();
    ASSERT_TRUE(box) << describe(box.error());
    EXPECT_EQ(waited, (std::vector{Code::disk_full, Code::disk_full}));
    EXPECT_EQ(asked, 1);
    EXPECT_FALSE(box->store().read_only());
  }
};

TEST_F(OlderBox, ThatWasClosed_OnAFullDisk_WaitsForRoomAndGoesOn) {
  make(false);
  expect_opened_once_there_is_room();
}

TEST_F(OlderBox, ThatCrashed_OnAFullDisk_WaitsForRoomAndGoesOn) {
  make(true);
  expect_opened_once_there_is_room();
}

TEST_F(OlderBox, ThatWaits_SaysWhatToDo) {
  EXPECT_NE(told_waiting(Error{Code::disk_full, {}, "a"}).find("Free some space; the box goes on by itself then"),
            std::string::npos);
}

TEST_F(BoxTest, Files_AreForTheOwnerAlone) {
  ASSERT_TRUE(create());
  auto rights = std::filesystem::status(folder).permissions();
  EXPECT_EQ(rights & std::filesystem::perms(077), std::filesystem::perms::none);
}

TEST_F(BoxTest, Lan_KeepsItsAuthority) {
  auto box = create();
  auto first = make_lan(*box, "bus-01", "127.0.0.1", 1'795'292'520, entropy);
  ASSERT_TRUE(first) << describe(first.error());
  auto second = make_lan(*box, "bus-01", "0.0.0.0", 1'795'292'520, entropy);
  ASSERT_TRUE(second);
  EXPECT_EQ(first->fingerprint, second->fingerprint);
  EXPECT_TRUE(trust::check_certificate(second->tls.certificate_pem, first->authority_pem, second->tls.key_pem));
}

TEST_F(BoxTest, Log_IsShownAsItsLinesAndVerified) {
  constexpr std::string_view line = R"({"v":1})";
  {
    auto box = create();
    auto& store = box->store();
    ASSERT_TRUE(store.begin());
    ASSERT_TRUE(store.log().open_epoch("9f3c"));
    ASSERT_TRUE(store.log().append("lahore/application/1", 1, line));
    ASSERT_TRUE(store.commit());
  }
  std::ostringstream shown, verified;
  ASSERT_TRUE(show_log(folder, typed, shown));
  EXPECT_EQ(shown.str(), std::string(line) + "\n");
  ASSERT_TRUE(verify_log(folder, typed, verified));
  EXPECT_EQ(verified.str().find("The chain holds: 1 operations, head 9f3c/1"), 0U) << verified.str();
}

TEST_F(BoxTest, Day_IsShownAsItWasSigned) {
  {
    auto box = create();
    auto& store = box->store();
    ASSERT_TRUE(store.begin());
    core::SheetRow sheet{"karvan/day/v1\n\n— bus-01 c2ln\n", "lahore/visit/1"};
    ASSERT_TRUE(store.documents().put({std::string(core::sheet_kind), "2026-11-21", core::write_sheet(sheet), 0}));
    ASSERT_TRUE(store.commit());
  }
  std::ostringstream out;
  ASSERT_TRUE(show_day(folder, typed, "2026-11-21", out));
  EXPECT_EQ(out.str(), "karvan/day/v1\n\n— bus-01 c2ln\n");
  auto none = show_day(folder, typed, "2026-11-22", out);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, Code::not_found);
}

TEST_F(BoxTest, LogBesideARunningNode_IsShownToo) {
  auto box = create();
  std::ostringstream shown, verified;
  EXPECT_TRUE(show_log(folder, typed, shown));
  ASSERT_TRUE(verify_log(folder, typed, verified));
  EXPECT_NE(verified.str().find("A node is running"), std::string::npos);
}

}  // namespace
}  // namespace karvan::ports
