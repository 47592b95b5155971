#include "storage/sqlite/disk.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "storage/sqlite/database.h"

extern "C" void sqlite3mc_vfs_destroy(const char* name);

namespace karvan::sqlite {
namespace {

constexpr sqlite3_int64 piece_bytes = 1 << 16;

// A sync that failed has lost what it was to save, and the next one succeeds without it (Linux). A checkpoint of such a
// log, and then a power cut, would leave an older log over a newer file. So all of it is written once more.
bool write_anew(sqlite3_file* file, const sqlite3_io_methods& methods) {
  sqlite3_int64 size = 0;
  if (methods.xFileSize(file, &size) != SQLITE_OK) return false;
  std::string piece;
  for (sqlite3_int64 at = 0; at < size; at += piece_bytes) {
    piece.resize(static_cast<std::size_t>(std::min(piece_bytes, size - at)));
    const int bytes = static_cast<int>(piece.size());
    if (methods.xRead(file, piece.data(), bytes, at) != SQLITE_OK) return false;
    if (methods.xWrite(file, piece.data(), bytes, at) != SQLITE_OK) return false;
  }
  return size == 0 || methods.xSync(file, SQLITE_SYNC_NORMAL) == SQLITE_OK;
}

constexpr int lock_of_writers = 0;  // of a log's index: the engine's WAL_WRITE_LOCK

constexpr int asks_read_failed = 0x6b727661;  // an opcode of xFileControl that nobody else has

}  // namespace

Result<std::unique_ptr<Disk>> Disk::over(const std::string& base, bool alone) {
  // The default is an encrypting layer itself.
  auto* found = sqlite3_vfs_find(base.empty() ? "unix" : base.c_str());
  if (!found) return fail(Code::io_failed, {}, "vfs");
  std::unique_ptr<Disk> disk(new Disk(found, alone));
  if (sqlite3_vfs_register(&disk->vfs_, 0) != SQLITE_OK) return fail(Code::io_failed, {}, "vfs");
  return disk;
}

Disk::Disk(sqlite3_vfs* base, bool alone)
    : base_(base), alone_(alone), name_(fmt::format("karvan-{}", fmt::ptr(this))), vfs_(*base) {
  vfs_.pNext = nullptr;
  vfs_.zName = name_.c_str();
  vfs_.pAppData = this;
  vfs_.xOpen = open;
  vfs_.xDelete = remove;
  vfs_.xAccess = access;
  vfs_.xFullPathname = full_path;
}

Disk::~Disk() {
  sqlite3mc_vfs_destroy(encrypted_name().c_str());
  sqlite3_vfs_unregister(&vfs_);
}

bool Disk::read_failed(sqlite3* connection) {
  bool failed = false;
  return sqlite3_file_control(connection, "main", asks_read_failed, &failed) == SQLITE_OK && failed;
}

const Disk::Methods& Disk::methods_over(const sqlite3_io_methods* base) {
  auto [place, fresh] = methods_.try_emplace(base, Methods{*base, base, this});
  if (fresh) {
    auto& own = place->second.own;
    own.xClose = close;
    own.xRead = read;
    own.xWrite = write;
    own.xTruncate = truncate;
    own.xSync = sync;
    own.xFileSize = size;
    own.xFileControl = control;
    own.xShmLock = shm_lock;
    own.xShmBarrier = shm_barrier;
  }
  return place->second;
}

int Disk::open(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* out_flags) {
  auto& disk = of(vfs);
  const int status = disk.base_->xOpen(disk.base_, path, file, flags, out_flags);
  if (status != SQLITE_OK) return status;
  file->pMethods = &disk.methods_over(file->pMethods).own;
  if ((flags & SQLITE_OPEN_WAL) == 0) return status;
  disk.log_ = file;
  if (disk.alone_) disk.make_log_durable();
  return status;
}

int Disk::close(sqlite3_file* file) {
  auto& disk = *of(file).disk;
  if (disk.log_ == file) {
    disk.flush_or_stop();
    disk.log_ = nullptr;
  }
  return of(file).base->xClose(file);
}

int Disk::flush() {
  if (!held_.any()) return SQLITE_OK;
  if (!refuses_changes()) return held_.flush(log_, *of(log_).base);
  held_.drop();
  return SQLITE_IOERR_WRITE;
}

void Disk::flush_or_stop() {
  if (flush() != SQLITE_OK) lost_ = blind_ = true;
}

bool Disk::make_log_durable() {
  if (log_) frozen_ = !write_anew(log_, *of(log_).base);
  return !frozen_;
}

int Disk::remove(sqlite3_vfs* vfs, const char* path, int sync_folder) {
  auto& disk = of(vfs);
  return disk.refuses_changes() ? SQLITE_IOERR_DELETE : disk.base_->xDelete(disk.base_, path, sync_folder);
}

int Disk::access(sqlite3_vfs* vfs, const char* path, int flags, int* out) {
  auto* base = of(vfs).base_;
  return base->xAccess(base, path, flags, out);
}

int Disk::full_path(sqlite3_vfs* vfs, const char* path, int bytes, char* out) {
  auto* base = of(vfs).base_;
  return base->xFullPathname(base, path, bytes, out);
}

// Where frames were lost, older ones may lie in their place, and verify.
bool Disk::ready_to_read(const sqlite3_file* file) {
  if (file != log_) return true;
  flush_or_stop();
  return !lost_;
}

int Disk::read(sqlite3_file* file, void* to, int bytes, sqlite3_int64 at) {
  const auto& methods = of(file);
  const bool a_page = std::cmp_equal(bytes, page_bytes);
  int status = methods.disk->ready_to_read(file) ? methods.base->xRead(file, to, bytes, at) : SQLITE_IOERR_READ;
  if (status == SQLITE_IOERR_SHORT_READ) {
    sqlite3_int64 size = 0;
    const int sized = methods.base->xFileSize(file, &size);
    if (sized != SQLITE_OK || at + bytes <= size) status = SQLITE_IOERR_READ;
  }
  const bool failed = status != SQLITE_OK && status != SQLITE_IOERR_SHORT_READ;
  // A page of a log is read before the few bytes that say which one it is, and only then found not to verify.
  if (failed || a_page) methods.disk->read_failed_ = failed;
  if (failed && !a_page) methods.disk->blind_ = true;
  return status;
}

int Disk::write(sqlite3_file* file, const void* from, int bytes, sqlite3_int64 at) {
  const auto& methods = of(file);
  auto& disk = *methods.disk;
  if (disk.refuses_changes()) return SQLITE_IOERR_WRITE;
  if (file != disk.log_) return methods.base->xWrite(file, from, bytes, at);
  return disk.held_.add(file, *methods.base, from, static_cast<std::size_t>(bytes), at);
}

int Disk::truncate(sqlite3_file* file, sqlite3_int64 size) {
  const auto& methods = of(file);
  if (methods.disk->refuses_changes()) return SQLITE_IOERR_TRUNCATE;
  const int held = file == methods.disk->log_ ? methods.disk->flush() : SQLITE_OK;
  return held != SQLITE_OK ? held : methods.base->xTruncate(file, size);
}

int Disk::sync(sqlite3_file* file, int flags) {
  const auto& methods = of(file);
  const int held = file == methods.disk->log_ ? methods.disk->flush() : SQLITE_OK;
  return held != SQLITE_OK ? held : methods.base->xSync(file, flags);
}

int Disk::size(sqlite3_file* file, sqlite3_int64* bytes) {
  const auto& methods = of(file);
  if (file == methods.disk->log_) methods.disk->flush_or_stop();
  return methods.base->xFileSize(file, bytes);
}

int Disk::shm_lock(sqlite3_file* file, int at, int locks, int flags) {
  const auto& methods = of(file);
  // What was committed is in the file by now; what is still held was undone, and others may write in its place.
  if (at == lock_of_writers && (flags & SQLITE_SHM_UNLOCK) != 0) methods.disk->held_.drop();
  methods.disk->flush_or_stop();
  return methods.base->xShmLock(file, at, locks, flags);
}

void Disk::shm_barrier(sqlite3_file* file) {
  const auto& methods = of(file);
  methods.disk->flush_or_stop();
  methods.base->xShmBarrier(file);
}

int Disk::control(sqlite3_file* file, int op, void* argument) {
  const auto& methods = of(file);
  if (op != asks_read_failed) return methods.base->xFileControl(file, op, argument);
  *static_cast<bool*>(argument) = methods.disk->read_failed_;
  return SQLITE_OK;
}

}  // namespace karvan::sqlite
