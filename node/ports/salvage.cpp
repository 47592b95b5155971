#include "node/ports/salvage.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <optional>
#include <vector>

#include "storage/files/file.h"
#include "storage/salvage/salvage.h"

namespace karvan::ports {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view aside_mark = ".damaged-";

std::string stamp_of(std::int64_t now_ms) {
  const auto seconds = static_cast<std::time_t>(now_ms / 1'000);
  std::tm utc{};
  ::gmtime_r(&seconds, &utc);
  char text[32];
  return {text, std::strftime(text, sizeof text, "%Y%m%dT%H%M%SZ", &utc)};
}

// What was set aside of a store, without the logs; in no order.
std::vector<fs::path> all_aside(const fs::path& store) {
  std::vector<fs::path> found;
  std::error_code failed;
  const auto mark = store.filename().string().append(aside_mark);
  for (const auto& entry : fs::directory_iterator(store.parent_path(), failed)) {
    const auto name = entry.path().filename().string();
    if (name.starts_with(mark) && !name.ends_with("-wal") && !name.ends_with("-shm")) found.push_back(entry.path());
  }
  return found;
}

// The other name of the same file, if it has one.
std::optional<std::string> aside_of(const std::string& path) {
  std::error_code failed;
  for (const auto& aside : all_aside(path))
    if (fs::equivalent(aside, path, failed)) return aside.string();
  return std::nullopt;
}

void remove_all(const std::string& path) {
  for (const auto* end : {"", "-wal", "-shm"}) (void)files::remove_file(path + end);
}

Result<void> sync_folder_of(const std::string& path) { return files::sync_folder(files::folder_of(path)); }

// The log first: once the file has its second name, all of it has.
Result<std::string> name_aside(const std::string& path, std::int64_t now_ms) {
  if (auto known = aside_of(path)) return *known;
  const auto dated = path + std::string(aside_mark) + stamp_of(now_ms);
  auto aside = dated;
  for (int more = 2; ::access(aside.c_str(), F_OK) == 0; ++more) aside = dated + "-" + std::to_string(more);
  TRY_VOID(files::remove_file(aside + "-wal"));
  const auto log = files::link_file(path + "-wal", aside + "-wal");
  if (!log && log.error().code != Code::not_found) return tl::unexpected(log.error());
  TRY_VOID(files::link_file(path, aside));
  TRY_VOID(sync_folder_of(path));
  return aside;
}

}  // namespace

bool salvage_unfinished(const std::string& store_path) {
  struct stat file{};
  return ::stat(store_path.c_str(), &file) == 0 && file.st_nlink > 1 && aside_of(store_path);
}

Result<salvage::Report> salvage_in_place(const std::string& path, std::string_view key, std::int64_t now_ms) {
  TRY(const auto aside, name_aside(path, now_ms));
  const auto fresh = path + ".salvaged";
  remove_all(fresh);
  const auto name = fs::path(aside).filename().string();
  salvage::Report what{.id = name.substr(name.find(aside_mark) + aside_mark.size()), .file = name, .at_ms = now_ms};
  auto salvaged = salvage::salvage(aside, fresh, key, std::move(what));
  (void)files::remove_file(aside + "-shm");
  if (!salvaged) {
    remove_all(fresh);
    return salvaged;
  }
  // Its log must not be taken for the new file's.
  for (const auto* end : {"-wal", "-shm"}) TRY_VOID(files::remove_file(path + end));
  TRY_VOID(sync_folder_of(path));
  TRY_VOID(files::rename_file(fresh, path));
  TRY_VOID(sync_folder_of(path));
  return salvaged;
}

Result<void> set_aside(const std::string& path, std::int64_t now_ms) {
  TRY_VOID(name_aside(path, now_ms));
  remove_all(path);
  return sync_folder_of(path);
}

std::string last_aside(const std::string& store_path) {
  const auto all = all_aside(store_path);
  const auto last = std::max_element(all.begin(), all.end());
  return last == all.end() ? "" : last->string();
}

std::string told(const salvage::Report& report) {
  auto text = "the database was damaged and is set aside as " + report.file + "; " + std::to_string(report.operations) +
              " operations were taken over";
  for (const auto& run : report.runs)
    text += "; missing of epoch " + (run.epoch.empty() ? "(unknown)" : run.epoch) + ": from " +
            std::to_string(run.from) + " to " + (run.to == 0 ? "(unknown)" : std::to_string(run.to)) +
            ", the centre has them up to " + std::to_string(run.received);
  if (report.stranded > 0)
    text += "; " + std::to_string(report.stranded) + " later operations are here; the centre is told what is missing";
  for (const auto& table : report.tables)
    text += "; rows may be missing of " + table.table + " (" + std::to_string(table.kept) + " kept)";
  if (report.numbers_doubtful) text += "; leased numbers go back";
  return text;
}

}  // namespace karvan::ports
