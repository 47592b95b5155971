#include "node/ports/stick_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <ctime>
#include <filesystem>

namespace karvan::ports {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view answer_ending = ".answer.age";
constexpr std::size_t stamp_characters = std::string_view("20261122T140212Z").size();

tl::unexpected<Error> failed() {
  const int why = errno;
  if (why == ENOENT || why == ENOTDIR) return fail(Code::not_found);
  return fail(why == ENOSPC || why == EFBIG ? Code::disk_full : Code::io_failed, {{"errno", std::to_string(why)}},
              "stick");
}

bool synced_folder(const std::string& folder) {
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool done = fd >= 0 && ::fsync(fd) == 0;
  if (fd >= 0) ::close(fd);
  return done;
}

std::string prefix_of(std::string_view node) { return "karvan-" + std::string(node) + "-"; }

}  // namespace

Result<StickFile> StickFile::begin(const std::string& folder) {
  if (folder.empty()) return fail(Code::not_found);
  auto path = folder + "/karvan.part";
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return failed();
  return StickFile(folder, std::move(path), fd);
}

StickFile::StickFile(StickFile&& other) noexcept
    : folder_(std::move(other.folder_)),
      path_(std::move(other.path_)),
      fd_(std::exchange(other.fd_, -1)),
      bytes_(other.bytes_) {}

StickFile::~StickFile() {
  if (fd_ < 0) return;
  ::close(fd_);
  ::unlink(path_.c_str());
}

Result<void> StickFile::append(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(fd_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return failed();
    bytes_ += static_cast<std::uint64_t>(written);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Result<void> StickFile::finish(const std::string& name) {
  if (::fsync(fd_) != 0) return failed();
  if (::rename(path_.c_str(), (folder_ + "/" + name).c_str()) != 0) return failed();
  ::close(std::exchange(fd_, -1));
  // Some sticks' file systems cannot sync a folder: the file itself is durable.
  (void)synced_folder(folder_);
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
