#pragma once
#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/support/io_faults.h"
#include "tests/support/memory_file.h"

namespace karvan::test {

// A disk in memory, as an SQLite VFS: it forgets at a power cut what no sync has met, tears, fills up, and lies if told
// to. A name that was given or taken away is as volatile until its folder was synced: all names are of one folder. One
// thread; one connection to a file at a time.
class MemoryVfs : public IoFaults {
 public:
  // All files and what is in them.
  using Image = std::map<std::string, std::string>;

  // Registers under `name`, which no other may have; gone with it, so close every database first.
  explicit MemoryVfs(std::string name);
  ~MemoryVfs();
  MemoryVfs(const MemoryVfs&) = delete;
  MemoryVfs& operator=(const MemoryVfs&) = delete;

  const std::string& name() const { return name_; }

  // From now on a sync is answered without being done, until the power is cut; `false`: all that was owed is done now.
  void lie(bool lies = true);
  bool lies() const { return lies_; }
  // No file grows beyond so many bytes in all; 0: as many as you like. Then SQLITE_FULL.
  void room(std::uint64_t bytes) { room_ = bytes; }
  std::uint64_t bytes() const { return bytes_; }
  // Until it is full; UINT64_MAX where it never is.
  std::uint64_t bytes_left() const { return room_ == 0 ? UINT64_MAX : room_ - std::min(room_, bytes_); }

  // Nobody may have a file open. It lies no longer.
  void cut_power(Kept kept = {});
  // As a program would read it now.
  Image image() const;
  // The same, good until something changes.
  std::map<std::string, std::string_view> read() const;
  // As it would be read after `cut_power`; nothing is cut.
  Image image_after_cut(Kept kept = {}) const;
  // Nobody may have a file open.
  void put(Image image);
  // Changes one byte, as a worn disk may. False where there is no such place.
  bool damage(const std::string& path, std::uint64_t at);

  // This thread is in a call to such a disk: what it asks for then is not the program's.
  static bool works();

  // For the shim.
  MemoryFile* open(const std::string& path, bool create);
  bool exists(const std::string& path) const { return files_.contains(path); }
  void remove(const std::string& path, bool sync_folder);
  int write(MemoryFile& file, std::string_view bytes, std::uint64_t at);
  void truncate(MemoryFile& file, std::uint64_t size);
  void sync(MemoryFile& file, bool succeeded, Kept part);
  void sync_folder();

 private:
  using Files = std::map<std::string, std::shared_ptr<MemoryFile>>;
  // A name that was given to a file or, without one, taken away.
  struct Renamed {
    std::string path;
    std::shared_ptr<MemoryFile> file;
  };
  void rename(const std::string& path, std::shared_ptr<MemoryFile> file);
  // The names that lie on the disk after a power cut.
  Files durable_names(Kept kept) const;
  void keep(const std::string& path, std::string bytes);

  std::string name_;
  Files files_, named_;           // as they are read, and by names that a sync of the folder has met
  std::vector<Renamed> renamed_;  // since then
  std::uint64_t bytes_ = 0, room_ = 0;
  bool lies_ = false;
  void* shim_ = nullptr;
};

}  // namespace karvan::test
