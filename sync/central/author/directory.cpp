#include "sync/central/author/directory.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include "sync/central/author/csv.h"

namespace karvan::central::author {

namespace {

namespace fs = std::filesystem;

class Walk {
 public:
  explicit Walk(const fs::path& root) : root_(root) {}

  Result<Files> run() {
    TRY_VOID(folder(root_, true));
    return std::move(files_);
  }

 private:
  Result<void> folder(const fs::path& path, bool top) {
    std::error_code bad;
    fs::directory_iterator entries(path, bad);
    if (bad) return fail(Code::io_failed, {}, path.string());
    for (const auto& entry : entries) {
      if (entry.path().filename().string().starts_with('.')) continue;
      if (top && entry.is_directory(bad)) TRY_VOID(folder(entry.path(), false));
      if (entry.is_regular_file(bad)) TRY_VOID(file(entry.path(), top));
    }
    return {};
  }

  Result<void> file(const fs::path& path, bool top) {
    std::string name = path.lexically_relative(root_).generic_string(), kind = path.extension().string();
    bool wanted = kind == ".toml" || (!top && (kind == ".csv" || kind == ".xlsx"));
    if (!wanted) return {};
    if (files_.size() == directory_files_max) return fail(Code::body_too_large, {}, path.string());
    if (kind == ".xlsx") return files_.emplace(name, ""), Result<void>();
    std::error_code bad;
    bytes_ += fs::file_size(path, bad);
    if (bad) return fail(Code::io_failed, {}, path.string());
    if (bytes_ > directory_bytes_max) return fail(Code::body_too_large, {}, path.string());
    std::ifstream in(path, std::ios::binary);
    std::string content{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    if (!in) return fail(Code::io_failed, {}, path.string());
    files_.emplace(name, std::move(content));
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
