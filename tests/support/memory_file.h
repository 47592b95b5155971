#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/durable_files.h"

namespace karvan::test {

// A file of a MemoryVfs: what a program reads, and how to come back from there to what lies on the disk. Nearly every
// change is met by a sync, so only what it took away is kept until then, and a sync moves nothing.
class MemoryFile {
 public:
  const std::string& bytes() const { return bytes_; }
  void write(std::uint64_t at, std::string_view bytes);
  void truncate(std::uint64_t size);
  // See DurableFile.
  void synced(bool succeeded, Kept part = {});
  // What lies on the disk after a power cut is now what is read.
  void cut_power(Kept kept);
  // Both are these.
  void put(std::string bytes);

  std::map<int, std::string> shared;  // the index of a write-ahead log, while somebody has it open

 private:
  // A write of `size` bytes at `at`, or where that is 0 a truncation to `at`.
  struct Change {
    std::uint64_t at = 0;
    std::size_t size = 0;
    std::uint64_t size_before = 0;    // of the file
    std::size_t from = 0, taken = 0;  // what it took away, in `taken_`: it lay at `at`
  };
  void write_page(std::uint64_t at, std::string_view bytes);
  void note(std::uint64_t at, std::size_t size);
  void undo(const Change& change);
  void forget_changes();

  std::string bytes_, taken_;
  std::vector<Change> changes_;       // that no sync has met
  std::optional<DurableFile> apart_;  // since a sync failed: what is read and what lies on the disk go apart
};

}  // namespace karvan::test
