#include "node/backup/restore.h"

#include "storage/copies/new_folder.h"

namespace karvan::backup {
namespace {

// Into a file with a salt of its own: no page of the copy passes in it (storage/sqlite/file_header.h).
Result<void> copy_back(const std::string& from, const std::string& to, std::string_view key) {
  TRY(auto copied, open_copy(from, key));
  return copied.copy_to(to, key);
}

Result<void> mark(const std::string& path, std::string_view key, const Manifest& manifest) {
  store::Options options;
  options.create = false;
  TRY(auto store, store::Store::open(path, key, options));
  TRY_VOID(store.begin());
  TRY_VOID(store.documents().put({std::string(store::restored_kind), std::string(store::restored_at),
                                  manifest.epoch + "/" + std::to_string(manifest.seq), 0}));
  TRY_VOID(store.commit());
  return store.wipe();  // into the file itself, durably
}

Result<void> bring_attachments(const Copy& copy, const std::string& from, const std::string& to) {
  for (const auto& listed : copy.attachments) {
    if (!listed.bytes) continue;
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
  TRY_VOID(sound(copy));
  TRY(const auto unlocked, box.unlock(copy.vault));
  const auto store = path_in(fresh.partial(), named::store);
  TRY_VOID(copy_back(from, store, unlocked.store_key.view()));
  TRY_VOID(mark(store, unlocked.store_key.view(), copy.manifest));
  TRY(const auto files, fresh.make(std::string(named::attachments)));
  TRY_VOID(bring_attachments(copy, path_in(from, named::attachments), files));
  TRY_VOID(copies::write_file(path_in(fresh.partial(), named::vault), copy.vault));
  TRY_VOID(fresh.finish());
  return copy;
}

}  // namespace karvan::backup
