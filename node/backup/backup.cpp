#include "node/backup/backup.h"

#include "storage/copies/new_folder.h"
#include "storage/files/file.h"
#include "storage/seal/hash.h"
#include "storage/vault/vault_file.h"

namespace karvan::backup {
namespace {

// Nothing: absent here, or not what its name says.
Result<std::optional<std::uint64_t>> copy_attachment(const std::string& from, const std::string& to,
                                                     const std::string& hash) {
  const auto written = copies::copy_file(from + "/" + hash, to + "/" + hash);
  if (!written && written.error().code == Code::not_found) return std::nullopt;
  if (!written) return tl::unexpected<Error>(written.error());
  if (written->sha256 == hash) return written->bytes;
  TRY_VOID(files::remove_file(to + "/" + hash));
  return std::nullopt;
}

Result<std::vector<Listed>> copy_attachments(store::Reader& copied, const std::string& from, const std::string& to) {
  TRY(const auto hashes, copied.attachments().hashes());
  std::vector<Listed> list;
  list.reserve(hashes.size());
  for (const auto& hash : hashes) {
    TRY(const auto bytes, copy_attachment(from, to, hash));
    list.push_back({hash, bytes});
  }
  return list;
}

Result<void> copy_live(const std::string& from, const std::string& to, std::string_view key) {
  TRY(auto live, store::Reader::open(from, key));
  return live.copy_to(to, key);
}

Result<Manifest> manifest_of(store::Reader& copied, const std::string& made, const Box& box) {
  Manifest manifest;
  manifest.made = made;
  TRY(manifest.node, box.name_of(copied));
  TRY(const auto chain, copied.log().verify_chain());
  manifest.epoch = chain.head.epoch;
  manifest.seq = chain.head.seq;
  manifest.hash = seal::to_hex(chain.head.hash);
  manifest.operations = chain.count;
  return manifest;
}

}  // namespace

Result<Copy> make_backup(const std::string& folder, const std::string& to, const std::string& made, const Box& box) {
  if (copies::lies_in(to, folder)) return fail(Code::malformed, {}, "a copy beside what it is a copy of");
  TRY(const auto vault, vault::read_small_file(path_in(folder, named::vault)));
  if (vault.empty()) return fail(Code::not_enrolled, {}, folder);
  TRY(const auto unlocked, box.unlock(vault));
  TRY(auto copy, copies::NewFolder::begin(to));
  const auto store = path_in(copy.partial(), named::store);
  TRY_VOID(copy_live(path_in(folder, named::store), store, unlocked.store_key.view()));
  {
    TRY(auto copied, open_copy(copy.partial(), unlocked.store_key.view()));
    TRY(auto manifest, manifest_of(copied, made, box));
    TRY(const auto files, copy.make(std::string(named::attachments)));
    TRY(const auto list, copy_attachments(copied, path_in(folder, named::attachments), files));
    TRY(manifest.list, copies::write_file(path_in(copy.partial(), named::list), write_list(list)));
    TRY(manifest.vault, copies::write_file(path_in(copy.partial(), named::vault), vault));
    TRY(manifest.store, copies::digest_of(store));
    TRY_VOID(copies::write_file(path_in(copy.partial(), named::manifest), write(manifest, unlocked.signer)));
  }
  TRY(auto checked, check_copy(copy.partial(), box));
  TRY_VOID(sound(checked));
  TRY_VOID(copy.finish());
  return checked;
}

}  // namespace karvan::backup
