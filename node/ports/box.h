#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "node/ports/unlock.h"
#include "storage/files/file.h"
#include "storage/salvage/report.h"
#include "storage/seal/entropy.h"
#include "storage/seal/note.h"
#include "storage/store/reader.h"
#include "storage/store/store.h"
#include "storage/vault/vault_file.h"

// A node's folder on disk: vault.json (keys), node.db (all else, encrypted), lock (one program at a time).
namespace karvan::ports {

// What enrolment made of this box. Nothing in it is secret.
struct Identity {
  std::string name, office;
  std::uint32_t node_number = 0;
  std::string centre_url;
  std::string certificate_pem, ca_pem;
  std::string centre_key;        // seal's text of the verifying key
  std::string centre_recipient;  // age
  bool operator==(const Identity&) const = default;
};
std::string write(const Identity& identity);
Result<Identity> parse_identity(std::string_view text);

// Names of what the vault and the documents keep.
namespace kept {
inline constexpr auto store_key = "node-db";
inline constexpr auto tls_key = "tls-key";
inline constexpr auto head_seed = "head-seed";
inline constexpr auto lan_authority_key = "lan-authority-key";
inline constexpr auto box = "box";  // kind of the documents below
inline constexpr auto identity = "identity";
inline constexpr auto enrolment = "enrolment";  // the question that was asked last
inline constexpr auto enrolled = "enrolled";    // digest of the one that was answered
inline constexpr auto lan_authority = "lan-authority";
}  // namespace kept

std::string vault_path(const std::string& folder);
std::string store_path(const std::string& folder);
bool has_vault(const std::string& folder);

// Holds DIR/lock for as long as it lives. Code::busy where another program has it.
class FolderLock {
 public:
  static Result<FolderLock> take(const std::string& folder);

 private:
  explicit FolderLock(files::File file) : file_(std::move(file)) {}
  files::File file_;
};

// The folder, unlocked and locked against other programs.
class Box {
 public:
  // Makes folder, vault and store where they are absent. `cipher`: of a store that is made; one that is there keeps its
  // own, and so does one that begins anew in place of it, as far as its header tells.
  static Result<Box> create_or_open(const std::string& folder, std::string_view passphrase,
                                    const seal::Entropy& entropy, sqlite::Cipher cipher = sqlite::Cipher::aegis);
  // The same with a vault that is there, or that `opener` makes.
  static Result<Box> create_or_open(const std::string& folder, const Opener& opener, const seal::Entropy& entropy,
                                    sqlite::Cipher cipher = sqlite::Cipher::aegis);
  // not_enrolled where there is no vault yet. The store reads every page and verifies its chain. What is damaged is
  // salvaged (salvage.h), unless it is only to be told; database_damaged where nothing can be read of it:
  // `create_or_open` then begins a new one.
  enum class Damage { is_salvaged, is_told };
  static Result<Box> open(const std::string& folder, std::string_view passphrase);
  static Result<Box> open(const std::string& folder, const Opener& opener, Damage damage = Damage::is_salvaged);
  // A store of an older version is brought up to date first, which takes room. Where the disk is full, `wait` waits
  // until it may be tried again; the keys stay open meanwhile, so nobody is asked for them a second time.
  using Wait = std::function<void(const Error& full)>;
  static Result<Box> open_once_there_is_room(const std::string& folder, const Opener& opener, const Wait& wait);

  vault::Vault& vault() { return vault_; }
  store::Store& store() { return store_; }
  Result<void> save_vault();
  // Why a vault of before the last change still lies on the disk, if it does (vault::Saved); what was asked for is
  // done.
  const std::optional<Error>& left() const { return left_; }
  // What unlocking took, for the line that says how long the start was: its cost is chosen, not the box's doing.
  std::int64_t unlock_ms() const { return unlock_ms_; }
  // What this start has salvaged, if it had to.
  const std::optional<salvage::Report>& salvaged() const { return salvaged_; }
  // Another connection to the store, which only reads.
  Result<store::Reader> open_reader() const;
  // The store is handed on to the core; the lock stays.
  store::Store take_store() { return std::move(store_); }

  Result<Identity> identity();  // not_enrolled
  // Makes the secret once, with `make`, and gives it ever after.
  Result<seal::Key> secret_or(std::string_view name, const std::function<seal::Secret()>& make,
                              const seal::Entropy& entropy);
  Result<seal::Key> secret(std::string_view name) const;
  Result<void> keep(std::string_view id, const std::string& text);
  Result<std::string> kept_text(std::string_view id);  // empty where there is none

 private:
  static Result<Box> open(const std::string& folder, const Opener& opener, Damage damage, const Wait& wait);
  Box(std::string folder, FolderLock lock, vault::Vault vault, store::Store store)
      : folder_(std::move(folder)), lock_(std::move(lock)), vault_(std::move(vault)), store_(std::move(store)) {}

  std::string folder_;
  FolderLock lock_;
  vault::Vault vault_;
  store::Store store_;
  std::int64_t unlock_ms_ = 0;
  std::optional<salvage::Report> salvaged_;
  std::optional<Error> left_;
};

// For `log show` beside a running node: reads only, takes no lock.
Result<store::Reader> open_reader(const std::string& folder, const Opener& opener);

}  // namespace karvan::ports
