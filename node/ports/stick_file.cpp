#include "node/ports/stick_file.h"

#include <array>
#include <ctime>
#include <filesystem>
#include <utility>

namespace karvan::ports {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view answer_ending = ".answer.age";
constexpr std::size_t stamp_characters = std::string_view("20261122T140212Z").size();

std::string prefix_of(std::string_view node) { return "karvan-" + std::string(node) + "-"; }

}  // namespace

Result<StickFile> StickFile::begin(const std::string& folder) {
  if (folder.empty()) return fail(Code::not_found);
  auto path = folder + "/karvan.part";
  TRY(auto file, files::File::open(path, files::For::replacing));
  return StickFile(folder, std::move(path), std::move(file));
}

StickFile::StickFile(StickFile&& other) noexcept
    : folder_(std::move(other.folder_)),
      path_(std::move(other.path_)),
      file_(std::exchange(other.file_, std::nullopt)),
      bytes_(other.bytes_) {}

StickFile::~StickFile() {
  if (file_) (void)files::remove_file(path_);
}

Result<void> StickFile::append(std::string_view bytes) {
  TRY_VOID(file_->write(bytes));
  bytes_ += bytes.size();
  return {};
}

Result<void> StickFile::finish(const std::string& name) {
  TRY_VOID(file_->sync());
  TRY_VOID(files::rename_file(path_, folder_ + "/" + name));
  file_.reset();
  // Some sticks' file systems cannot sync a folder: the file itself is durable.
  (void)files::sync_folder(folder_);
  return {};
}

std::string stick_name(std::string_view node, std::int64_t now_ms, std::string_view kind) {
  const auto seconds = static_cast<std::time_t>(now_ms / 1'000);
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  std::array<char, 32> stamp{};
  std::strftime(stamp.data(), stamp.size(), "%Y%m%dT%H%M%SZ", &parts);
  return prefix_of(node) + stamp.data() + "." + std::string(kind) + ".age";
}

Result<std::string> newest_answer(const std::string& folder, std::string_view node) {
  if (folder.empty()) return fail(Code::not_found);
  std::error_code bad;
  const auto prefix = prefix_of(node);
  std::string own, other;
  for (const auto& entry : fs::directory_iterator(folder, bad)) {
    auto name = entry.path().filename().string();
    if (!name.ends_with(answer_ending) || !name.starts_with("karvan-")) continue;
    const bool ours =
        name.starts_with(prefix) && name.size() == prefix.size() + stamp_characters + answer_ending.size();
    auto& newest = ours ? own : other;
    if (name > newest) newest = std::move(name);
  }
  if (bad || (own.empty() && other.empty())) return fail(Code::not_found);
  return own.empty() ? other : own;
}

}  // namespace karvan::ports
