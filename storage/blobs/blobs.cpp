#include "storage/blobs/blobs.h"

#include <algorithm>
#include <filesystem>

namespace karvan::blobs {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t id_letters = 64;

tl::unexpected<Error> folder_error(const std::error_code& error) {
  return fail(Code::io_failed, {{"errno", std::to_string(error.value())}}, "blobs: folder");
}

// An id becomes part of a path, so it is checked before.
bool is_id(std::string_view name) {
  return name.size() == id_letters &&
         std::all_of(name.begin(), name.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

tl::unexpected<Error> not_found(const std::string& id) {
  return fail(Code::not_found, {}, is_id(id) ? "blobs: " + id : "blobs: no id");
}

Result<std::string> piece_of(const files::File& file, std::uint64_t offset, std::size_t count) {
  std::string bytes(std::min(count, sealed_read_bytes_max), '\0');
  TRY(const auto got, file.read_at(offset, bytes));
  bytes.resize(got.size());
  return bytes;
}

std::string damaged_path(const Folder& folder, const std::string& id) {
  return folder.path_of(std::string(damaged_prefix) + id);
}

std::string unclaimed_path(const Folder& folder, const std::string& id) {
  return folder.path_of(std::string(unclaimed_prefix) + id);
}

Result<std::uint64_t> size_of(const std::string& path, const std::string& id) {
  std::error_code error;
  const std::uint64_t bytes = is_id(id) ? fs::file_size(path, error) : 0;
  if (!is_id(id) || error) return not_found(id);
  return bytes;
}

Result<void> come_back(Folder& folder, const std::string& id) {
  TRY(const auto bytes, size_of(unclaimed_path(folder, id), id));
  TRY_VOID(folder.take(bytes));
  if (auto named = files::rename_file(unclaimed_path(folder, id), folder.path_of(id)); !named) {
    folder.give_back(bytes);
    return named;
  }
  return folder.sync();
}

// Who asks for one has a row that names it. Where that came back while the box was running, its file does now.
Result<files::File> sealed_file(Folder& folder, const std::string& id) {
  if (!is_id(id)) return not_found(id);
  auto file = files::File::open(folder.path_of(id), files::For::reading);
  if (file || file.error().code != Code::not_found || !size_of(unclaimed_path(folder, id), id)) return file;
  TRY_VOID(come_back(folder, id));
  return files::File::open(folder.path_of(id), files::For::reading);
}

template <class Visit>
Result<void> each_file(const std::string& path, Visit visit) {
  std::error_code error;
  for (fs::directory_iterator it(path, error), end; !error && it != end; it.increment(error)) {
    visit(it->path().filename().string(), *it, error);
    if (error) break;
  }
  if (error) return folder_error(error);
  return {};
}

}  // namespace

Result<Blobs> Blobs::open(std::string path, BlobLimits limits) {
  std::error_code error;
  if (fs::create_directories(path, error)) fs::permissions(path, fs::perms::owner_all, error);
  if (error) return folder_error(error);
  std::uint64_t used = 0;
  TRY_VOID(each_file(path, [&](const std::string& name, const fs::directory_entry& file, std::error_code& failed) {
    if (name.starts_with(temporary_prefix)) fs::remove(file.path(), failed);
    if (is_id(name)) used += file.file_size(failed);
  }));
  auto folder = std::make_shared<Folder>(std::move(path), limits, used);
  TRY_VOID(folder->sync());
  return Blobs(std::move(folder));
}

Result<BlobWriter> Blobs::begin(std::string_view recipient, const seal::Entropy& entropy) const {
  return BlobWriter::begin(folder_, recipient, entropy);
}

Result<std::uint64_t> Blobs::size(const std::string& id) const { return size_of(folder_->path_of(id), id); }

Result<std::string> Blobs::read_sealed(const std::string& id, std::uint64_t offset, std::size_t count) const {
  TRY(const auto file, sealed_file(*folder_, id));
  return piece_of(file, offset, count);
}

Result<std::string> Blobs::read_again(const std::string& id, std::uint64_t offset, std::size_t count) const {
  TRY(const auto file, sealed_file(*folder_, id));
  file.forget();
  return piece_of(file, offset, count);
}

Result<void> Blobs::open_into(const std::string& id, const std::string& file_key, const Sink& sink) const {
  TRY(const auto file, sealed_file(*folder_, id));
  const auto reader = seal::read_with_file_key(file_key);
  seal::Sha256 hash;
  for (std::uint64_t offset = 0;;) {
    TRY(const std::string sealed, piece_of(file, offset, sealed_read_bytes_max));
    if (sealed.empty()) break;
    offset += sealed.size();
    hash.append(sealed);
    TRY(const std::string plain, reader->append(sealed));
    sink(plain);
  }
  TRY(const std::string last, reader->finish());
  sink(last);
  if (seal::to_hex(hash.finish()) != id) return fail(Code::seal_broken, {}, "blobs: " + id);
  return {};
}

Result<std::string> Blobs::read(const std::string& id, const std::string& file_key) const {
  std::string whole;
  TRY_VOID(open_into(id, file_key, [&](std::string_view plain) { whole += plain; }));
  return whole;
}

Result<std::vector<std::string>> Blobs::ids() const {
  std::vector<std::string> found;
  TRY_VOID(each_file(folder_->path(), [&](const std::string& name, const fs::directory_entry&, std::error_code&) {
    const auto id = name.starts_with(damaged_prefix) ? name.substr(damaged_prefix.size()) : name;
    if (is_id(id)) found.push_back(id);
  }));
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

Result<void> Blobs::remove(const std::string& id) {
  std::error_code absent;
  if (is_id(id) && fs::remove(damaged_path(*folder_, id), absent)) return folder_->sync();
  TRY(const std::uint64_t bytes, size(id));
  TRY_VOID(files::remove_file(folder_->path_of(id)));
  folder_->give_back(bytes);
  return folder_->sync();
}

Result<void> Blobs::leave(const std::string& id, const std::string& as) {
  TRY(const std::uint64_t bytes, size(id));
  TRY_VOID(files::rename_file(folder_->path_of(id), as));
  folder_->give_back(bytes);
  return folder_->sync();
}

Result<void> Blobs::set_aside(const std::string& id) { return leave(id, damaged_path(*folder_, id)); }

Result<void> Blobs::put_away(const std::string& id) { return leave(id, unclaimed_path(*folder_, id)); }

Result<void> Blobs::take_back(const std::string& id) { return come_back(*folder_, id); }

Result<std::uint64_t> Blobs::unclaimed_bytes(const std::string& id) const {
  return size_of(unclaimed_path(*folder_, id), id);
}

Result<std::vector<std::string>> Blobs::unclaimed() const {
  std::vector<std::string> found;
  TRY_VOID(each_file(folder_->path(), [&](const std::string& name, const fs::directory_entry&, std::error_code&) {
    if (name.starts_with(unclaimed_prefix)) found.push_back(name.substr(unclaimed_prefix.size()));
  }));
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace karvan::blobs
