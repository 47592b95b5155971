#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace karvan::test {

// A write as the pages of the file that it touches: the system brings these to the disk one by one, in any order.
template <class Each>
void by_pages(std::uint64_t at, std::string_view bytes, Each each) {
  constexpr std::uint64_t page_bytes = 4'096;
  while (!bytes.empty()) {
    const auto here = bytes.substr(0, page_bytes - at % page_bytes);
    each(at, here);
    at += here.size();
    bytes.remove_prefix(here.size());
  }
}

// What of a file outlives a power cut: only what a sync that succeeded has made durable. A sync that failed loses what
// it was asked to save, although reading goes on showing it: so does Linux.
class DurableFile {
 public:
  void wrote(std::uint64_t at, std::string_view bytes);
  void truncated(std::uint64_t size);
  void synced(bool succeeded);
  // What lies on the disk after a power cut. Of the changes that no sync has met (a write counts as one for each page
  // of the file), each `keep_every`th got there by chance; 0: none.
  const std::string& cut_power(std::size_t keep_every);
  // The same where none got there, and the power stays.
  const std::string& durable() const { return durable_; }

 private:
  // A write of bytes that lie in `written_`, or where `size` is 0 a truncation to `at`.
  struct Change {
    std::uint64_t at = 0;
    std::size_t from = 0, size = 0;
  };
  void apply(const Change& change);

  std::string durable_, written_;
  std::vector<Change> pending_;
};

// Of some files, by path. Names of files (created, removed) are taken as durable at once. Not thread-safe.
class DurableFiles {
 public:
  void opened(const std::string& path) { files_.try_emplace(path); }
  void wrote(const std::string& path, std::uint64_t at, std::string_view bytes) { files_[path].wrote(at, bytes); }
  void truncated(const std::string& path, std::uint64_t size) { files_[path].truncated(size); }
  void synced(const std::string& path, bool succeeded) { files_[path].synced(succeeded); }
  void removed(const std::string& path) { files_.erase(path); }

  // The power was cut: makes every file what lies on the disk. Nobody may have a file open.
  void cut_power(std::size_t keep_every = 0);

 private:
  std::map<std::string, DurableFile> files_;
};

}  // namespace karvan::test
