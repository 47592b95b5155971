#include "storage/copies/new_folder.h"

#include <filesystem>

#include "storage/files/file.h"

namespace karvan::copies {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> refused(const std::error_code& why, const std::string& path) {
  if (why == std::errc::directory_not_empty || why == std::errc::file_exists || why == std::errc::not_a_directory)
    return fail(Code::folder_not_empty, {}, path);
  return fail(why == std::errc::no_space_on_device ? Code::disk_full : Code::io_failed, {{"why", why.message()}}, path);
}

Result<void> make_private(const std::string& path) {
  std::error_code bad;
  fs::create_directory(path, bad);
  if (!bad) fs::permissions(path, fs::perms::owner_all, bad);
  return bad ? Result<void>(refused(bad, path)) : Result<void>{};
}

std::string without_slash(std::string path) {
  while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  return path;
}

}  // namespace

Result<NewFolder> NewFolder::begin(std::string path) {
  path = without_slash(std::move(path));
  std::error_code bad;
  const auto there = fs::symlink_status(path, bad);
  const bool taken = fs::exists(there) && !(fs::is_directory(there) && fs::is_empty(path, bad));
  if (taken) return fail(Code::folder_not_empty, {}, path);
  const auto partial = path + std::string(unfinished);
  fs::create_directories(files::folder_of(path), bad);
  if (!bad) fs::remove_all(partial, bad);
  if (bad) return refused(bad, path);
  TRY_VOID(make_private(partial));
  return NewFolder(std::move(path), partial);
}

NewFolder::~NewFolder() {
  std::error_code ignored;
  if (!partial_.empty()) fs::remove_all(partial_, ignored);
}

Result<std::string> NewFolder::make(const std::string& name) const {
  auto path = partial_ + "/" + name;
  TRY_VOID(make_private(path));
  return path;
}

Result<void> NewFolder::finish() {
  std::error_code bad;
  for (fs::directory_iterator each(partial_, bad), end; !bad && each != end; each.increment(bad))
    if (each->is_directory()) TRY_VOID(files::sync_folder(each->path().string()));
  if (bad) return refused(bad, partial_);
  TRY_VOID(files::sync_folder(partial_));
  fs::rename(partial_, path_, bad);
  if (bad) return refused(bad, path_);
  partial_.clear();
  return files::sync_folder(files::folder_of(path_));
}

}  // namespace karvan::copies
