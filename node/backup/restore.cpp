#include "node/backup/restore.h"

#include <algorithm>

#include "storage/copies/new_folder.h"

namespace karvan::backup {
namespace {

// Under a key and a salt of its own: no page of the copy passes in it (storage/sqlite/file_header.h), and who has kept
// the copy's key reads nothing of what is written from now on.
Result<void> copy_back(const std::string& from, std::string_view key, const std::string& to, std::string_view fresh) {
  TRY(auto copied, open_copy(from, key));
  return copied.copy_to(to, fresh);
}

Result<void> mark(const std::string& path, std::string_view key, const Manifest& manifest) {
  store::Options options;
  options.create = false;
  TRY(auto store, store::Store::open(path, key, options));
  TRY_VOID(store.begin());
  // Of the box that it was: here may be another TPM, or none, and no number of its leases is used here.
  TRY(const auto counted, store.documents().list(store::counter_kind));
  for (const auto& counter : counted) TRY_VOID(store.documents().remove(store::counter_kind, counter.id));
  TRY_VOID(store.documents().put({std::string(store::restored_kind), std::string(store::restored_at),
                                  manifest.epoch + "/" + std::to_string(manifest.seq), 0}));
  TRY_VOID(store.commit());
  return store.wipe();  // into the file itself, durably
}

Result<void> bring_attachments(const Copy& copy, const std::string& from, const std::string& to) {
  for (const auto& listed : copy.attachments) {
    const bool damaged = std::find(copy.damaged.begin(), copy.damaged.end(), listed.hash) != copy.damaged.end();
    if (!listed.bytes || damaged) continue;
    TRY(const auto written, copies::copy_file(from + "/" + listed.hash, to + "/" + listed.hash));
    if (written.sha256 != listed.hash) return fail(Code::copy_damaged, {}, listed.hash);
  }
  return {};
}

}  // namespace

Result<Copy> restore(const std::string& from, const std::string& folder, const Box& box) {
  if (copies::lies_in(folder, from)) return fail(Code::malformed, {}, "a box beside the copy that it is made of");
  TRY(auto fresh, copies::NewFolder::begin(folder));
  TRY(auto copy, check_copy(from, box));
  TRY(const auto unlocked, box.unlock(copy.vault));
  TRY(const auto renewed, box.renew());
  const auto store = path_in(fresh.partial(), named::store);
  TRY_VOID(copy_back(from, unlocked.store_key.view(), store, renewed.store_key.view()));
  TRY_VOID(mark(store, renewed.store_key.view(), copy.manifest));
  TRY(const auto files, fresh.make(std::string(named::attachments)));
  TRY_VOID(bring_attachments(copy, path_in(from, named::attachments), files));
  TRY_VOID(copies::write_file(path_in(fresh.partial(), named::vault), renewed.vault));
  TRY_VOID(fresh.finish());
  return copy;
}

}  // namespace karvan::backup
