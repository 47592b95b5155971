#pragma once
#include <sqlite3.h>

#include <cstddef>
#include <memory>

namespace karvan::sqlite {

// The newest writes to a write-ahead log, held back until something else is done, so that the frames of a transaction
// get there in one call; private to this room. The engine writes each frame as two, a header of 24 bytes and the page
// (SQLite file format, 4.1). From one thread at a time.
class HeldWrites {
 public:
  // Of what is held. The system's VFS writes no more than 128 KiB less one byte in a call, and fails at 128 KiB.
  static constexpr std::size_t bytes_max = 16 * (24 + 4'096);

  // Holds the bytes if they follow directly on what is held and find room, else writes what is held first. SQLITE_OK,
  // or what went wrong with a write, be it an earlier one.
  int add(sqlite3_file* file, const sqlite3_io_methods& methods, const void* from, std::size_t bytes, sqlite3_int64 at);
  // Writes what is held. It is held no more, whatever comes of it.
  int flush(sqlite3_file* file, const sqlite3_io_methods& methods);
  void drop() { size_ = 0; }
  bool any() const { return size_ > 0; }

 private:
  bool takes(std::size_t bytes, sqlite3_int64 at);

  std::unique_ptr<char[]> held_;  // null until the first write, and as long as there is no memory for it
  std::size_t size_ = 0;
  sqlite3_int64 at_ = 0;
};

}  // namespace karvan::sqlite
