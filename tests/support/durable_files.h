#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace karvan::test {

// What of some files outlives a power cut: only what a sync that succeeded has made durable. A sync that failed loses
// what it was asked to save, although reading goes on showing it: so does Linux. Names of files (created, removed) are
// taken as durable at once. Not thread-safe.
class DurableFiles {
 public:
  void opened(const std::string& path) { files_.try_emplace(path); }
  void wrote(const std::string& path, std::uint64_t at, std::string_view bytes);
  void truncated(const std::string& path, std::uint64_t size);
  void synced(const std::string& path, bool succeeded);
  void removed(const std::string& path) { files_.erase(path); }

  // The power was cut: makes every file what lies on the disk. Of the changes that no sync has met, each `keep_every`th
  // got there by chance; 0: none. Nobody may have a file open.
  void cut_power(std::size_t keep_every = 0);

 private:
  // A write, or where `bytes` is empty a truncation to `at`.
  struct Change {
    std::uint64_t at = 0;
    std::string bytes;
  };
  struct File {
    std::string durable;
    std::vector<Change> pending;
  };
  static void apply(std::string& file, const Change& change);

  std::map<std::string, File> files_;
};

}  // namespace karvan::test
