#pragma once
#include <gtest/gtest.h>

#include <filesystem>
#include <optional>
#include <string>

#include "node/backup/backup.h"
#include "node/backup/restore.h"
#include "storage/seal/entropy.h"
#include "storage/vault/vault_file.h"
#include "tests/support/scratch.h"

namespace karvan::backup {

namespace fs = std::filesystem;

inline constexpr auto passphrase = "a long enough passphrase";
inline constexpr auto made = "2026-11-22T14:15:03.000+05:00";
inline const std::string record = "lahore/application/0197";

// A box's folder with its node's store open, as a core holds it.
struct LiveBox : testing::Test {
  LiveBox() {
    fs::create_directories(folder + "/attachments");
    auto vault = vault::create_vault(folder + "/vault.json", passphrase, entropy, {}, {1, 8 * 1024});
    EXPECT_TRUE(vault->make_key("store", entropy));
    EXPECT_TRUE(vault->put_secret("seed", entropy(32), entropy));
    EXPECT_TRUE(vault::save_vault(*vault, folder + "/vault.json"));
    store = *store::Store::open(folder + "/node.db", vault->key("store")->view());
    write([&] { return store->documents().put({"box", "name", "bus-01", 0}); });
    write([&] { return store->log().open_epoch("e1"); });
    append(3);
  }

  Box box(const std::string& typed = passphrase) {
    return {[typed](const std::string& text) -> Result<Unlocked> {
              TRY(auto vault, vault::Vault::open(text, typed));
              TRY(auto key, vault.key("store"));
              TRY(const auto seed, vault.secret("seed"));
              return Unlocked{std::move(key), seal::signing_key_of_seed(signer_name, seed.view())};
            },
            [this, typed]() -> Result<Renewed> {
              TRY(auto vault, vault::open_vault(copy + "/vault.json", typed));
              TRY_VOID(vault.renew_key("store", entropy));
              TRY(auto key, vault.key("store"));
              return Renewed{vault.text(), std::move(key)};
            },
            [this](store::Reader& reader) -> Result<std::string> {
              TRY(const auto name, reader.documents().get("box", "name"));
              if (std::exchange(meanwhile, nullptr)) append(2);
              return name ? name->bytes : std::string();
            }};
  }

  template <class Work>
  void write(Work work) {
    ASSERT_TRUE(store->begin());
    ASSERT_TRUE(work());
    ASSERT_TRUE(store->commit());
  }
  // That many more operations, in one commit.
  void append(int count) {
    write([&]() -> Result<void> {
      for (int i = 0; i < count; ++i) {
        ++seq;
        TRY_VOID(store->log().append(record, seq, "line " + std::to_string(seq)));
      }
      return {};
    });
  }
  // An attachment as the node keeps it; its name.
  std::string attach(const std::string& bytes) {
    const auto hash = seal::to_hex(seal::sha256(bytes));
    write(
        [&] { return store->attachments().add({{"photo", hash, bytes.size(), "image/png", ""}, "d", "k", "draft"}); });
    test::write_bytes(folder + "/attachments/" + hash, bytes);
    return hash;
  }

  Result<Copy> back_up() { return make_backup(folder, copy, made, box()); }
  Code refusal(const std::string& typed = passphrase) {
    const auto checked = check_copy(copy, box(typed));
    if (!checked) return checked.error().code;
    const auto all = sound(*checked);
    return all ? Code::not_found : all.error().code;
  }

  test::Scratch scratch;
  seal::Entropy entropy = seal::system_entropy();
  std::string folder = scratch.path("bus-01"), copy = scratch.path("copy"), fresh = scratch.path("fresh");
  std::optional<store::Store> store;
  std::uint64_t seq = 0;
  const char* meanwhile = nullptr;  // more is committed once the copy's database was written
};

}  // namespace karvan::backup
