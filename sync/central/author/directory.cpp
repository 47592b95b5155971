#include "sync/central/author/directory.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include "sync/central/author/csv.h"

namespace karvan::central::author {

namespace {

namespace fs = std::filesystem;

// How deep a file lies: beside institutions.toml, in a service's folder, in its media/.
enum class Depth { catalogue, service, media };

bool wanted(Depth depth, const std::string& kind) {
  if (depth == Depth::media) return true;
  return kind == ".toml" || (depth == Depth::service && (kind == ".csv" || kind == ".xlsx"));
}

class Walk {
 public:
  explicit Walk(const fs::path& root) : root_(root) {}

  Result<Files> run() {
    TRY_VOID(folder(root_, Depth::catalogue));
    return std::move(files_);
  }

 private:
  Result<void> folder(const fs::path& path, Depth depth) {
    std::error_code bad;
    fs::directory_iterator entries(path, bad);
    if (bad) return fail(Code::io_failed, {}, path.string());
    for (const auto& entry : entries) {
      const std::string name = entry.path().filename().string();
      if (name.starts_with('.') || name.starts_with("~$")) continue;  // the second: a workbook that is open somewhere
      if (entry.is_directory(bad) && depth == Depth::catalogue) TRY_VOID(folder(entry.path(), Depth::service));
      if (entry.is_directory(bad) && depth == Depth::service && name == "media")
        TRY_VOID(folder(entry.path(), Depth::media));
      if (entry.is_regular_file(bad) && wanted(depth, entry.path().extension().string())) TRY_VOID(file(entry.path()));
    }
    return {};
  }

  Result<void> file(const fs::path& path) {
    if (files_.size() == directory_files_max) return fail(Code::body_too_large, {}, path.string());
    std::error_code bad;
    const auto size = fs::file_size(path, bad);
    if (bad) return fail(Code::io_failed, {}, path.string());
    bytes_ += size;
    if (size > file_bytes_max || bytes_ > directory_bytes_max) return fail(Code::body_too_large, {}, path.string());
    std::ifstream in(path, std::ios::binary);
    std::string content{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    if (!in) return fail(Code::io_failed, {}, path.string());
    files_.emplace(path.lexically_relative(root_).generic_string(), std::move(content));
    return {};
  }

  fs::path root_;
  Files files_;
  std::size_t bytes_ = 0;
};

}  // namespace

Result<Files> read_directory(const std::string& path) {
  std::error_code bad;
  if (!fs::is_directory(path, bad)) return fail(Code::not_found, {}, path);
  return Walk(path).run();
}

}  // namespace karvan::central::author
