#include "node/backup/check.h"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <tuple>

#include "storage/seal/hash.h"
#include "storage/vault/vault_file.h"

namespace karvan::backup {
namespace {

tl::unexpected<Error> damaged(std::string_view what) { return fail(Code::copy_damaged, {}, std::string(what)); }

// What cannot be read, or is not there, is no whole copy; what the system refuses is told as that.
template <class T>
Result<T> or_damaged(Result<T> got, std::string_view what) {
  if (got || got.error().code == Code::io_failed || got.error().code == Code::key_wrong) return got;
  return damaged(what);
}

Result<void> expect(const std::string& folder, std::string_view name, const copies::Digest& digest) {
  TRY(const auto found, or_damaged(copies::digest_of(path_in(folder, name)), name));
  return found == digest ? Result<void>{} : Result<void>(damaged(name));
}

// The list is a few megabytes at most: a box holds some ten thousand files.
Result<std::vector<Listed>> list_of(const std::string& folder, const copies::Digest& digest) {
  TRY_VOID(expect(folder, named::list, digest));
  std::ifstream file(path_in(folder, named::list), std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return or_damaged(parse_list(text.str()), named::list);
}

Result<void> look_through(store::Reader& reader, const Manifest& manifest, const Box& box) {
  TRY(const auto chain, or_damaged(reader.check(), named::store));
  const bool same = chain.count == manifest.operations && chain.head.epoch == manifest.epoch &&
                    chain.head.seq == manifest.seq && seal::to_hex(chain.head.hash) == manifest.hash;
  TRY(const auto name, or_damaged(box.name_of(reader), named::store));
  return same && name == manifest.node ? Result<void>{} : Result<void>(damaged(named::manifest));
}

Result<void> look_through_files(store::Reader& reader, const std::string& folder, Copy& copy) {
  TRY(const auto known, or_damaged(reader.attachments().hashes(), named::store));
  const auto named_so = [](const Listed& listed, const std::string& hash) { return listed.hash == hash; };
  if (!std::equal(copy.attachments.begin(), copy.attachments.end(), known.begin(), known.end(), named_so))
    return damaged(named::list);
  for (const auto& listed : copy.attachments) {
    if (!listed.bytes) {
      copy.absent.push_back(listed.hash);
      continue;
    }
    const auto found = copies::digest_of(path_in(folder, named::attachments) + "/" + listed.hash);
    if (!found || *found != copies::Digest{listed.hash, *listed.bytes}) copy.damaged.push_back(listed.hash);
  }
  return {};
}

Result<void> find_lacking(store::Reader& reader, Copy& copy) {
  for (const auto* hashes : {&copy.absent, &copy.damaged})
    for (const auto& hash : *hashes) {
      TRY(const auto row, or_damaged(reader.attachments().get(hash), named::store));
      if (row) copy.lacking.push_back({row->of, row->attached.name, hash, row->state == "there"});
    }
  std::sort(copy.lacking.begin(), copy.lacking.end(),
            [](const auto& a, const auto& b) { return std::tie(a.of, a.question) < std::tie(b.of, b.question); });
  return {};
}

}  // namespace

std::string path_in(const std::string& folder, std::string_view name) { return folder + "/" + std::string(name); }

Result<store::Reader> open_copy(const std::string& folder, std::string_view key) {
  store::Options options;
  options.immutable = true;
  return store::Reader::open(path_in(folder, named::store), key, options);
}

Result<Copy> check_copy(const std::string& folder, const Box& box) {
  Copy copy;
  TRY(copy.vault, vault::read_small_file(path_in(folder, named::vault)));
  if (copy.vault.empty()) return damaged(named::vault);
  TRY(const auto unlocked, or_damaged(box.unlock(copy.vault), named::vault));
  TRY(const auto note, vault::read_small_file(path_in(folder, named::manifest)));
  TRY(copy.manifest, or_damaged(read_manifest(note, seal::verifying(unlocked.signer)), named::manifest));
  TRY_VOID(expect(folder, named::vault, copy.manifest.vault));
  TRY_VOID(expect(folder, named::store, copy.manifest.store));
  TRY(copy.attachments, list_of(folder, copy.manifest.list));
  TRY(auto reader, or_damaged(open_copy(folder, unlocked.store_key.view()), named::store));
  TRY_VOID(look_through(reader, copy.manifest, box));
  TRY_VOID(look_through_files(reader, folder, copy));
  TRY_VOID(find_lacking(reader, copy));
  return copy;
}

Result<void> sound(const Copy& copy) {
  if (copy.damaged.empty()) return {};
  return fail(Code::copy_damaged, {{"files", std::to_string(copy.damaged.size())}}, copy.damaged.front());
}

}  // namespace karvan::backup
