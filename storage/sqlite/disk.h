#pragma once
#include <sqlite3.h>

#include <atomic>
#include <map>
#include <memory>
#include <string>

#include "storage/model/error.h"
#include "storage/sqlite/held_writes.h"

namespace karvan::sqlite {

// The files of one connection, below the encrypting layer; private to this room. That layer passes a read that failed
// on as if it had succeeded (2.4.0, mcIoRead). A page then does not decrypt; but the log's header and frames are not
// encrypted as a whole, so a log would be taken for empty, and what it holds be gone with the next checkpoint. Hence:
// once something other than a page could not be read, nothing is changed through this connection any more. A read of
// fewer bytes than the file has is one that failed: the engine would take the rest for zeros.
//
// What is written to the log is held back (held_writes.h) until anything else is done with it: read, sync, truncate,
// size, and a lock or a barrier of its index; what was undone until then is never written. So a commit has all of its
// frames in the file when it syncs, and nobody else may write or be shown any before they are there. Where such a write
// fails, the next write, sync or truncation says so, and the engine rolls the transaction back as it does for one that
// failed itself; anything else cannot say it, and nothing is changed through this connection any more.
class Disk {
 public:
  // Over the registered VFS `base`; empty: the system's. Registered under a name of its own until it is destroyed,
  // which no file may outlive. Any thread. Errors: io_failed where there is no such VFS or no memory.
  // `alone`: see OpenOptions.
  static Result<std::unique_ptr<Disk>> over(const std::string& base, bool alone);
  ~Disk();
  Disk(const Disk&) = delete;
  Disk& operator=(const Disk&) = delete;

  // Of the encrypting layer upon it.
  std::string encrypted_name() const { return "multipleciphers-" + name_; }
  // Writes what the log holds once more and syncs it; nobody may add to it meanwhile. False, and nothing is changed
  // through this connection any more, where that fails.
  bool make_log_durable();
  // Something other than a page could not be read: nothing more is changed, and the file is to be opened anew.
  bool is_blind() const { return blind_; }
  // The last read of this connection failed.
  static bool read_failed(sqlite3* connection);

 private:
  // A file's own methods, and these in their place. Files of a kind share them.
  struct Methods {
    sqlite3_io_methods own;  // first: a file points here
    const sqlite3_io_methods* base;
    Disk* disk;
  };
  Disk(sqlite3_vfs* base, bool alone);
  const Methods& methods_over(const sqlite3_io_methods* base);
  static const Methods& of(sqlite3_file* file) { return *reinterpret_cast<const Methods*>(file->pMethods); }
  static Disk& of(sqlite3_vfs* vfs) { return *static_cast<Disk*>(vfs->pAppData); }

  static int close(sqlite3_file* file);
  static int open(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* out_flags);
  static int remove(sqlite3_vfs* vfs, const char* path, int sync_folder);
  static int access(sqlite3_vfs* vfs, const char* path, int flags, int* out);
  static int full_path(sqlite3_vfs* vfs, const char* path, int bytes, char* out);
  static int read(sqlite3_file* file, void* to, int bytes, sqlite3_int64 at);
  static int write(sqlite3_file* file, const void* from, int bytes, sqlite3_int64 at);
  static int truncate(sqlite3_file* file, sqlite3_int64 size);
  static int sync(sqlite3_file* file, int flags);
  static int size(sqlite3_file* file, sqlite3_int64* bytes);
  static int control(sqlite3_file* file, int op, void* argument);
  static int shm_lock(sqlite3_file* file, int at, int locks, int flags);
  static void shm_barrier(sqlite3_file* file);

  bool refuses_changes() const { return blind_ || frozen_; }
  // What is held gets to the log. `flush_or_stop`: for a call that cannot say that it did not.
  int flush();
  void flush_or_stop();
  bool ready_to_read(const sqlite3_file* file);

  sqlite3_vfs* base_;
  bool alone_;
  std::string name_;
  sqlite3_vfs vfs_;
  std::map<const sqlite3_io_methods*, Methods> methods_;
  std::atomic<bool> blind_ = false, read_failed_ = false;
  std::atomic<bool> frozen_ = false;  // the log could not be made durable
  sqlite3_file* log_ = nullptr;       // while it is open
  HeldWrites held_;                   // of the log
  bool lost_ = false;                 // some of that did not get there, and nobody could be told
};

}  // namespace karvan::sqlite
