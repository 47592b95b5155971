#include "node/ports/box.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>

#include "node/backup/box.h"
#include "node/ports/salvage.h"
#include "node/ports/system.h"
#include "storage/model/json.h"
#include "storage/sqlite/file_header.h"

namespace karvan::ports {

namespace {

// What a store that is not there is made with; nothing: it is not made.
using Made = std::optional<sqlite::Cipher>;

// Of a file of which nothing else may be readable.
Made told_by(const std::string& path, std::string_view key) {
  const auto header = files::read_file(path, sqlite::header_bytes);
  return header ? sqlite::cipher_of(*header, key) : std::nullopt;
}

bool holds_nothing(const std::string& path) {
  std::error_code missing;
  return std::filesystem::file_size(path, missing) == 0 || missing;
}

Result<store::Store> open_store(const std::string& folder, const vault::Vault& vault, Made made) {
  TRY(auto key, vault.key(kept::store_key));
  const auto path = store_path(folder);
  // One that takes the place of a file set aside keeps its cipher, also where that was broken off between the two.
  if (made && holds_nothing(path)) made = told_by(last_aside(path), key.view()).value_or(*made);
  store::Options options;
  options.create = made.has_value();
  options.cipher = made.value_or(options.cipher);
  return store::Store::open(path, key.view(), options);
}

bool is_damage(Code code) { return code == Code::database_damaged || code == Code::chain_broken; }

// A damaged one is salvaged; where nothing can be read of it, `made` begins anew, by a person's order.
Result<store::Store> open_or_salvage(const std::string& folder, const vault::Vault& vault, Made made,
                                     std::optional<salvage::Report>& salvaged) {
  const auto path = store_path(folder);
  if (!salvage_unfinished(path)) {
    auto opened = open_store(folder, vault, made);
    if (opened || !is_damage(opened.error().code)) return opened;
  }
  TRY(auto key, vault.key(kept::store_key));
  auto done = salvage_in_place(path, key.view(), wall_ms());
  if (done) salvaged = std::move(*done);
  if (!done && (!made || !is_damage(done.error().code))) return tl::unexpected(done.error());
  if (!done) TRY_VOID(set_aside(path, wall_ms()));
  return open_store(folder, vault, made);
}

Result<void> make_folder(const std::string& folder) {
  std::error_code failed;
  bool made = std::filesystem::create_directories(folder, failed);
  if (failed) return fail(Code::io_failed, {{"reason", failed.message()}}, folder);
  if (made && ::chmod(folder.c_str(), 0700) != 0) return files::failed(folder);
  return {};
}

}  // namespace

bool has_vault(const std::string& folder) { return ::access(vault_path(folder).c_str(), F_OK) == 0; }

std::string vault_path(const std::string& folder) { return backup::path_in(folder, backup::named::vault); }
std::string store_path(const std::string& folder) { return backup::path_in(folder, backup::named::store); }

std::string write(const Identity& i) {
  return json::write(json::object{{"name", i.name},
                                  {"office", i.office},
                                  {"node_number", i.node_number},
                                  {"centre_url", i.centre_url},
                                  {"certificate", i.certificate_pem},
                                  {"ca", i.ca_pem},
                                  {"centre_key", i.centre_key},
                                  {"centre_recipient", i.centre_recipient}});
}

Result<Identity> parse_identity(std::string_view text) {
  TRY(auto o, json::parse_object(text));
  Identity i;
  TRY(i.name, json::string_at(o, "name"));
  TRY(i.office, json::string_at(o, "office"));
  TRY(auto number, json::integer_at(o, "node_number"));
  i.node_number = static_cast<std::uint32_t>(number);
  TRY(i.centre_url, json::string_at(o, "centre_url"));
  TRY(i.certificate_pem, json::string_at(o, "certificate"));
  TRY(i.ca_pem, json::string_at(o, "ca"));
  TRY(i.centre_key, json::string_at(o, "centre_key"));
  TRY(i.centre_recipient, json::string_at(o, "centre_recipient"));
  return i;
}

Result<FolderLock> FolderLock::take(const std::string& folder) {
  TRY(auto file, files::File::open(folder + "/lock", files::For::replacing));
  TRY(const bool free, file.lock());
  return free ? Result<FolderLock>(FolderLock(std::move(file))) : fail(Code::busy, {}, folder);
}

Result<Box> Box::create_or_open(const std::string& folder, std::string_view passphrase, const seal::Entropy& entropy,
                                sqlite::Cipher cipher) {
  const auto opener = [&](const std::string& path) {
    return has_vault(folder) ? vault::open_vault(path, passphrase)
                             : vault::create_vault(path, passphrase, entropy, {{}, civil_now()});
  };
  return create_or_open(folder, opener, entropy, cipher);
}

Result<Box> Box::create_or_open(const std::string& folder, const Opener& opener, const seal::Entropy& entropy,
                                sqlite::Cipher cipher) {
  TRY_VOID(make_folder(folder));
  TRY(auto lock, FolderLock::take(folder));
  auto path = vault_path(folder);
  TRY(auto vault, opener(path));
  vault::Saved saved;
  if (!vault.has_key(kept::store_key)) {
    TRY_VOID(vault.make_key(kept::store_key, entropy));
    TRY(saved, vault::save_vault(vault, path));
  }
  std::optional<salvage::Report> salvaged;
  TRY(auto store, open_or_salvage(folder, vault, cipher, salvaged));
  Box box(folder, std::move(lock), std::move(vault), std::move(store));
  box.left_ = std::move(saved.left);
  box.salvaged_ = std::move(salvaged);
  return box;
}

Result<Box> Box::open(const std::string& folder, std::string_view passphrase) {
  return open(folder, [passphrase](const std::string& path) { return vault::open_vault(path, passphrase); });
}

Result<Box> Box::open(const std::string& folder, const Opener& opener, Damage damage) {
  return open(folder, opener, damage, {});
}

Result<Box> Box::open_once_there_is_room(const std::string& folder, const Opener& opener, const Wait& wait) {
  return open(folder, opener, Damage::is_salvaged, wait);
}

Result<Box> Box::open(const std::string& folder, const Opener& opener, Damage damage, const Wait& wait) {
  if (!has_vault(folder)) return fail(Code::not_enrolled, {}, folder);
  TRY(auto lock, FolderLock::take(folder));
  auto began_ms = steady_ms();
  TRY(auto vault, opener(vault_path(folder)));
  auto unlock_ms = steady_ms() - began_ms;
  std::optional<salvage::Report> salvaged;
  const auto try_it = [&] {
    return damage == Damage::is_told ? open_store(folder, vault, {}) : open_or_salvage(folder, vault, {}, salvaged);
  };
  auto opened = try_it();
  while (wait && !opened && opened.error().code == Code::disk_full) {
    wait(opened.error());
    opened = try_it();
  }
  TRY(auto store, std::move(opened));
  Box box(folder, std::move(lock), std::move(vault), std::move(store));
  box.unlock_ms_ = unlock_ms;
  box.salvaged_ = std::move(salvaged);
  return box;
}

Result<void> Box::save_vault() {
  TRY(auto saved, vault::save_vault(vault_, vault_path(folder_)));
  if (saved.left) left_ = std::move(saved.left);
  return {};
}

Result<Identity> Box::identity() {
  TRY(auto text, kept_text(kept::identity));
  if (text.empty()) return fail(Code::not_enrolled, {}, folder_);
  return parse_identity(text);
}

Result<seal::Key> Box::secret(std::string_view name) const { return vault_.secret(name); }

Result<seal::Key> Box::secret_or(std::string_view name, const std::function<seal::Secret()>& make,
                                 const seal::Entropy& entropy) {
  if (!vault_.has_secret(name)) {
    TRY_VOID(vault_.put_secret(name, make().view(), entropy));
    TRY_VOID(save_vault());
  }
  return secret(name);
}

Result<void> Box::keep(std::string_view id, const std::string& text) {
  TRY_VOID(store_.begin());
  auto put = store_.documents().put({kept::box, std::string(id), text, 0});
  if (put) return store_.commit();
  store_.rollback();
  return put;
}

Result<std::string> Box::kept_text(std::string_view id) {
  TRY(auto found, store_.documents().get(kept::box, id));
  return found ? found->bytes : std::string();
}

Result<store::Reader> Box::open_reader() const {
  TRY(auto key, vault_.key(kept::store_key));
  return store::Reader::open(store_path(folder_), key.view());
}

Result<store::Reader> open_reader(const std::string& folder, const Opener& opener) {
  if (!has_vault(folder)) return fail(Code::not_enrolled, {}, folder);
  TRY(auto vault, opener(vault_path(folder)));
  TRY(auto key, vault.key(kept::store_key));
  return store::Reader::open(store_path(folder), key.view());
}

}  // namespace karvan::ports
