#include "tests/unit/storage/vault/vaults.h"

namespace karvan::vault {
namespace {

using namespace samples;

// Every error that a vault gives on its ways of failing, as a log would have it.
class Errors : public ::testing::Test {
 protected:
  template <class T>
  void tell(const Result<T>& result) {
    ASSERT_FALSE(result);
    said_ += describe(result.error()) + "\n";
    ++count_;
  }

  seal::Entropy entropy_ = seal::system_entropy();
  Vault vault_ = filled(entropy_);
  seal::AgeIdentity headquarters_ = seal::make_age_identity(entropy_);
  std::string said_;
  int count_ = 0;
};

bool holds_part(std::string_view text, std::string_view secret) {
  constexpr std::size_t part_bytes = 6;
  for (std::size_t at = 0; at + part_bytes <= secret.size(); ++at)
    if (text.find(secret.substr(at, part_bytes)) != std::string_view::npos) return true;
  return false;
}

bool tells(std::string_view text, std::string_view secret) {
  return holds_part(text, secret) || holds_part(text, seal::to_hex(secret)) ||
         holds_part(text, seal::to_base64(secret));
}

TEST_F(Errors, P13_OfAnyKind_TellNoByteOfAKeyOrPassphrase) {
  const seal::Key master = *open_by_passphrase(vault_.slots(), passphrase);
  const seal::Key store = *vault_.key("store"), blobs = *vault_.key("blobs");
  tell(Vault::open(vault_.text(), "purple elephant"));
  tell(Vault::open(vault_.text(), headquarters_));
  tell(Vault::open(vault_.text().substr(0, 700), passphrase));
  tell(Vault::open(forged(vault_, [](VaultText& text) { text.entries.pop_back(); }), passphrase));
  tell(Vault::open(forged(vault_, [](VaultText& text) { text.slots.clear(); }), passphrase));
  ParsedVault swapped = *parse_vault(vault_.text());
  std::swap(swapped.vault.entries[0].sealed, swapped.vault.entries[1].sealed);
  tell(Vault::open(written_by_another(swapped.vault), passphrase)->key("store"));
  tell(vault_.key("none"));
  tell(vault_.make_key("store", entropy_));
  tell(vault_.put_secret("UPPER", store.view(), entropy_));
  tell(vault_.put_secret("large", std::string(secret_bytes_max + 1, 'x'), entropy_));
  tell(vault_.add_recovery("age1x", {}, entropy_));
  tell(vault_.add_passphrase("green battery staple", {"\x01", ""}, entropy_, quick));
  tell(vault_.remove_slot(vault_.slots().front().id));
  tell(vault_.remove_slot("00000000"));
  tell(vault_.rewrap({"purple elephant", nullptr, false}, entropy_, quick));
  EXPECT_EQ(count_, 15);
  for (const std::string_view secret :
       {master.view(), store.view(), blobs.view(), passphrase, std::string_view("purple elephant"),
        std::string_view("green battery staple"), headquarters_.secret.view(), std::string_view("PRIVATE KEY")}) {
    EXPECT_FALSE(tells(said_, secret)) << said_;
  }
}

TEST_F(Errors, P13_TestItself_SeesAKeyInAnyForm) {
  const seal::Key key = *vault_.key("store");
  EXPECT_TRUE(tells("wrong key " + std::string(key.view()), key.view()));
  EXPECT_TRUE(tells("wrong key " + seal::to_hex(key.view()), key.view()));
  EXPECT_TRUE(tells("wrong key " + seal::to_base64(key.view()).substr(0, 8), key.view()));
}

}  // namespace
}  // namespace karvan::vault
