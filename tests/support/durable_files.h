#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace karvan::test {

// Which of the changes that no sync has met got to the disk by chance before a power cut.
class Kept {
 public:
  Kept(std::size_t each = 0) : each_(each) {}  // NOLINT: the first and each so manyth after it; 0: none
  // About half of them, the same ones for the same seed.
  static Kept by_chance(std::uint64_t seed);
  bool operator()(std::size_t change) const;

 private:
  std::size_t each_ = 0;
  std::uint64_t seed_ = 0;
  bool chance_ = false;
};

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
  DurableFile() = default;
  explicit DurableFile(std::string durable) : durable_(std::move(durable)) {}
  void wrote(std::uint64_t at, std::string_view bytes);
  void truncated(std::uint64_t size);
  // `part`: what one that failed has made durable all the same.
  void synced(bool succeeded, Kept part = {});
  // What lies on the disk after a power cut. A write counts as one change for each page of the file.
  const std::string& cut_power(Kept kept);
  // The same where none got there, and the power stays.
  const std::string& durable() const { return durable_; }

 private:
  // A write of bytes that lie in `written_`, or where `size` is 0 a truncation to `at`.
  struct Change {
    std::uint64_t at = 0;
    std::size_t from = 0, size = 0;
  };
  void apply(const Change& change);
  void apply_pending(Kept kept);

  std::string durable_, written_;
  std::vector<Change> pending_;
};

// Of some files, by path. Names of files (created, removed) are taken as durable at once. Not thread-safe.
class DurableFiles {
 public:
  void opened(const std::string& path) { files_.try_emplace(path); }
  void wrote(const std::string& path, std::uint64_t at, std::string_view bytes) { files_[path].wrote(at, bytes); }
  void truncated(const std::string& path, std::uint64_t size) { files_[path].truncated(size); }
  void synced(const std::string& path, bool succeeded, Kept part) { files_[path].synced(succeeded, part); }
  void removed(const std::string& path) { files_.erase(path); }

  // The power was cut: makes every file what lies on the disk. Nobody may have a file open.
  void cut_power(Kept kept = {});

 private:
  std::map<std::string, DurableFile> files_;
};

}  // namespace karvan::test
