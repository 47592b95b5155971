#include "node/ports/copies.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <optional>
#include <sstream>

#include "node/ports/advice.h"
#include "node/ports/box.h"
#include "storage/model/tracking.h"
#include "storage/seal/hash.h"
#include "tests/support/scratch.h"
#include "tests/unit/node/ports/noon.h"

namespace karvan::ports {
namespace {

namespace fs = std::filesystem;

constexpr auto of_the_box = "a long enough passphrase";
using samples::noon;

// As the TPM of one machine.
class TpmDouble final : public vault::Sealer {
 public:
  Result<vault::Sealed> seal(const seal::Key& secret, const std::string& pcrs) override {
    kept_.emplace(seal::Key::copy_of(secret.view()));
    return vault::Sealed{pcrs, "public", "private"};
  }
  Result<seal::Key> unseal(const vault::Sealed&) override {
    if (!kept_) return fail(Code::tpm_other);
    return seal::Key::copy_of(kept_->view());
  }

 private:
  std::optional<seal::Key> kept_;
};

// A box that another program holds open, as a serving node does.
struct Copied : testing::Test {
  explicit Copied(sqlite::Cipher cipher = sqlite::Cipher::aegis) {
    auto made = Box::create_or_open(folder, of_the_box, entropy, cipher);
    EXPECT_TRUE(made) << describe(made.error());
    EXPECT_TRUE(made->secret_or(kept::head_seed, [this] { return entropy(32); }, entropy));
    EXPECT_TRUE(made->keep(kept::identity, write(Identity{"bus-01", "lahore", 7, "", "", "", "", ""})));
    box.emplace(*std::move(made));
  }
  // Counts how often somebody had to type.
  Opener typed(const std::string& passphrase = of_the_box) {
    return [this, passphrase](const std::string& path) {
      ++asked;
      return vault::open_vault(path, passphrase);
    };
  }
  static Opener by(vault::Sealer& tpm) {
    return [&tpm](const std::string& path) { return vault::open_vault(path, tpm); };
  }
  // Leaves the vault with no passphrase slot.
  void forget_passphrase(vault::MayBeOnlyWay may) {
    auto& vault = box->vault();
    ASSERT_TRUE(vault.remove_slot(std::string(vault.slots().front().id), may));
    ASSERT_TRUE(box->save_vault());
  }
  // Of an application that headquarters has not got the file of.
  std::string attach(const std::string& bytes) {
    const auto hash = seal::to_hex(seal::sha256(bytes)), of = model::make_id(noon, 7, std::string(16, 'r'));
    auto& store = box->store();
    EXPECT_TRUE(store.begin());
    EXPECT_TRUE(store.attachments().add({{"birth_proof", hash, bytes.size(), "image/png", ""}, of, "k", "draft"}));
    EXPECT_TRUE(store.commit());
    fs::create_directories(folder + "/attachments");
    test::write_bytes(folder + "/attachments/" + hash, bytes);
    tracking = model::tracking_of(of);
    return hash;
  }

  test::Scratch scratch;
  std::string folder = scratch.path("bus-01"), copy = scratch.path("copy"), fresh = scratch.path("fresh");
  seal::Entropy entropy = seal::system_entropy();
  std::optional<Box> box;
  std::string tracking;
  int asked = 0;
  std::ostringstream out;
};

struct CopiedOfEachCipher : Copied, testing::WithParamInterface<sqlite::Cipher> {
  CopiedOfEachCipher() : Copied(GetParam()) {}
};
INSTANTIATE_TEST_SUITE_P(Of, CopiedOfEachCipher, testing::Values(sqlite::Cipher::aegis, sqlite::Cipher::sqlcipher4),
                         [](const auto& each) { return sqlite::name_of(each.param); });

TEST_P(CopiedOfEachCipher, P1_BoxThatServes_IsCopiedVerifiedAndRestored) {
  ASSERT_TRUE(make_copy(folder, copy, typed(), noon, out));
  EXPECT_NE(out.str().find("bus-01, copied 2026-11-2"), std::string::npos) << out.str();
  EXPECT_TRUE(verify_copy({copy}, typed(), out));
  ASSERT_TRUE(restore_copy({copy}, fresh, typed(), entropy, out));
  auto restored = Box::open(fresh, of_the_box);
  ASSERT_TRUE(restored) << describe(restored.error());
  EXPECT_EQ(restored->store().database().cipher(), GetParam());
  EXPECT_EQ(restored->identity(), box->identity());
  EXPECT_EQ(restored->secret(kept::head_seed)->view(), box->secret(kept::head_seed)->view());
}

TEST_F(Copied, EachRefusal_HasAStatusAndWordsOfItsOwn) {
  ASSERT_TRUE(make_copy(folder, copy, typed(), noon, out));
  const auto status = [](const Result<void>& done) { return done ? 0 : exit_code(done.error()); };
  EXPECT_EQ(status(verify_copy({copy}, typed("another passphrase"), out)), 3);
  EXPECT_EQ(status(make_copy(folder, copy, typed(), noon, out)), 2);
  EXPECT_EQ(status(restore_copy({copy}, folder, typed(), entropy, out)), 2);
  test::flip_byte(copy + "/manifest", 30);
  EXPECT_EQ(status(verify_copy({copy}, typed(), out)), 4);
  EXPECT_EQ(status(restore_copy({copy}, fresh, typed(), entropy, out)), 4);
  EXPECT_EQ(status(verify_copy({fresh}, typed(), out)), 4);
}

TEST_F(Copied, Passphrase_IsAskedForOnce) {
  ASSERT_TRUE(make_copy(folder, copy, typed(), noon, out));
  EXPECT_EQ(asked, 1);
  ASSERT_TRUE(restore_copy({copy}, fresh, typed(), entropy, out));
  EXPECT_EQ(asked, 2);
}

TEST_F(Copied, P11_DamagedAttachment_IsToldByApplicationWithWhatToDoAndAllElseStands) {
  const auto whole = attach("whole");
  ASSERT_TRUE(make_copy(folder, copy, typed(), noon, out));
  test::flip_byte(copy + "/attachments/" + whole, 1);
  const auto restored = restore_copy({copy}, fresh, typed(), entropy, out);
  ASSERT_FALSE(restored);
  EXPECT_EQ(restored.error().code, Code::restored_in_part);
  EXPECT_EQ(exit_code(restored.error()), 6);
  EXPECT_NE(out.str().find(tracking + ": the file of question birth_proof is not in it; scan it again"),
            std::string::npos)
      << out.str();
  EXPECT_TRUE(Box::open(fresh, of_the_box));
}

TEST_F(Copied, BoxWithoutAPassphrase_IsCopiedAndPutBackByItsTpm) {
  TpmDouble tpm;
  ASSERT_TRUE(box->vault().add_tpm(tpm, "7", {}, entropy));
  forget_passphrase({.tpm = true});
  ASSERT_TRUE(make_copy(folder, copy, by(tpm), noon, out));
  EXPECT_NE(out.str().find("Only the TPM of this machine opens it"), std::string::npos) << out.str();
  EXPECT_TRUE(verify_copy({copy}, by(tpm), out));
  ASSERT_TRUE(restore_copy({copy}, fresh, by(tpm), entropy, out));
  EXPECT_TRUE(Box::open(fresh, by(tpm)));
}

// Its machine burnt with the TPM in it: headquarters opens the copy's vault and gives it a passphrase.
TEST_F(Copied, BoxWithoutAPassphrase_IsPutBackOnAnotherMachineByHeadquarters) {
  TpmDouble tpm, of_another_machine;
  const auto headquarters = seal::make_age_identity(entropy);
  ASSERT_TRUE(box->vault().add_tpm(tpm, "7", {}, entropy));
  ASSERT_TRUE(box->vault().add_recovery(headquarters.recipient, {}, entropy));
  forget_passphrase({});
  ASSERT_TRUE(make_copy(folder, copy, by(tpm), noon, out));
  EXPECT_EQ(out.str().find("Only the TPM"), std::string::npos) << out.str();
  EXPECT_FALSE(restore_copy({copy}, fresh, by(of_another_machine), entropy, out));

  auto opened = vault::open_vault(vault_path(copy), headquarters);
  ASSERT_TRUE(opened) << describe(opened.error());
  ASSERT_TRUE(opened->add_passphrase("given by headquarters", {}, entropy, {1, 64}));
  const auto given = scratch.path("opened.json");
  ASSERT_TRUE(vault::save_vault(*opened, given));
  EXPECT_TRUE(verify_copy({copy, given}, typed("given by headquarters"), out));
  ASSERT_TRUE(restore_copy({copy, given}, fresh, typed("given by headquarters"), entropy, out));
  auto restored = Box::open(fresh, "given by headquarters");
  ASSERT_TRUE(restored) << describe(restored.error());
  EXPECT_EQ(restored->identity(), box->identity());
}

TEST_F(Copied, VaultOfAnotherBox_OpensNoCopy) {
  ASSERT_TRUE(make_copy(folder, copy, typed(), noon, out));
  auto other = Box::create_or_open(scratch.path("bus-02"), of_the_box, entropy);
  ASSERT_TRUE(other->secret_or(kept::head_seed, [this] { return entropy(32); }, entropy));
  const auto given = vault_path(scratch.path("bus-02"));
  EXPECT_EQ(restore_copy({copy, given}, fresh, typed(), entropy, out).error().code, Code::copy_damaged);
  EXPECT_FALSE(fs::exists(fresh));
}

// What `vault rewrap --help` says is done about an old copy of the vault whose passphrase became known.
TEST_F(Copied, P13_CopiedRestoredAndRewrapped_OpensWithNothingThatAThiefHas) {
  const auto stolen = vault::open_vault(vault_path(folder), of_the_box);
  ASSERT_TRUE(box->vault().rewrap({of_the_box, nullptr, false}, entropy, {1, 64}));
  ASSERT_TRUE(box->save_vault());
  EXPECT_TRUE(store::Reader::open(store_path(folder), stolen->key(kept::store_key)->view()))
      << "by rewrapping alone the data key stays";
  ASSERT_TRUE(make_copy(folder, copy, typed(), noon, out));
  ASSERT_TRUE(restore_copy({copy}, fresh, typed(), entropy, out));
  EXPECT_EQ(store::Reader::open(store_path(fresh), stolen->key(kept::store_key)->view()).error().code, Code::key_wrong);
  EXPECT_TRUE(Box::open(fresh, of_the_box));
}

}  // namespace
}  // namespace karvan::ports
