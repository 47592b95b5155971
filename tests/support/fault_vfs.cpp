#include "tests/support/fault_vfs.h"

#include <new>
#include <thread>
#include <utility>

#include "tests/support/vfs_shim.h"

namespace karvan::test {

namespace {

// The real file lies right behind.
struct ShimFile {
  sqlite3_file base;
  FaultVfs* faults;
  const char* path;  // SQLite keeps it while the file is open; null for a temporary one
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

ShimFile* shim(sqlite3_file* file) { return reinterpret_cast<ShimFile*>(file); }
sqlite3_file* real(sqlite3_file* file) { return shim(file)->real(); }
const sqlite3_io_methods* methods(sqlite3_file* file) { return real(file)->pMethods; }

template <class Note>
void account(sqlite3_file* file, Note note) {
  const char* path = shim(file)->path;
  if (path) shim(file)->faults->account([&](DurableFiles& files) { note(files, path); });
}

FaultVfs* faults_of(sqlite3_vfs* vfs) { return static_cast<FaultVfs*>(vfs->pAppData); }

int close_file(sqlite3_file* file) { return methods(file)->xClose(real(file)); }

int read(sqlite3_file* file, void* to, int bytes, sqlite3_int64 at) {
  int status = shim(file)->faults->ask(Io::read);
  return status ? status : methods(file)->xRead(real(file), to, bytes, at);
}

int write(sqlite3_file* file, const void* from, int bytes, sqlite3_int64 at) {
  bool torn = false;
  int status = shim(file)->faults->ask(Io::write, &torn);
  if (torn) bytes /= 2;
  if (status && !torn) return status;
  int written = methods(file)->xWrite(real(file), from, bytes, at);
  if (written == SQLITE_OK)
    account(file, [&](DurableFiles& files, const char* path) {
      files.wrote(path, static_cast<std::uint64_t>(at), {static_cast<const char*>(from), static_cast<size_t>(bytes)});
    });
  return status ? status : written;
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
  int status = shim(file)->faults->ask(Io::truncate);
  if (!status) status = methods(file)->xTruncate(real(file), size);
  if (!status)
    account(file,
            [&](DurableFiles& files, const char* path) { files.truncated(path, static_cast<std::uint64_t>(size)); });
  return status;
}

int sync(sqlite3_file* file, int flags) {
  FaultVfs& faults = *shim(file)->faults;
  bool torn = false;
  int status = faults.ask(Io::sync, &torn);
  const auto part = torn ? Kept::by_chance(faults.count_changes()) : Kept();
  account(file, [&](DurableFiles& files, const char* path) { files.synced(path, status == SQLITE_OK, part); });
  if (status) return status;
  faults.wait_for_sync();
  return faults.accounted() ? SQLITE_OK : methods(file)->xSync(real(file), flags);
}

int file_size(sqlite3_file* file, sqlite3_int64* size) { return methods(file)->xFileSize(real(file), size); }
int lock(sqlite3_file* file, int level) { return methods(file)->xLock(real(file), level); }
int unlock(sqlite3_file* file, int level) { return methods(file)->xUnlock(real(file), level); }
int reserved(sqlite3_file* file, int* out) { return methods(file)->xCheckReservedLock(real(file), out); }
int control(sqlite3_file* file, int op, void* argument) {
  return methods(file)->xFileControl(real(file), op, argument);
}
int sector(sqlite3_file* file) { return methods(file)->xSectorSize(real(file)); }
int device(sqlite3_file* file) { return methods(file)->xDeviceCharacteristics(real(file)); }

int shm_map(sqlite3_file* file, int region, int bytes, int extend, void volatile** out) {
  return methods(file)->xShmMap(real(file), region, bytes, extend, out);
}
int shm_lock(sqlite3_file* file, int at, int n, int flags) { return methods(file)->xShmLock(real(file), at, n, flags); }
void shm_barrier(sqlite3_file* file) { methods(file)->xShmBarrier(real(file)); }
int shm_unmap(sqlite3_file* file, int remove) { return methods(file)->xShmUnmap(real(file), remove); }

const sqlite3_io_methods shim_methods = {2,        close_file,  read,      write,   truncate, sync,   file_size,
                                         lock,     unlock,      reserved,  control, sector,   device, shm_map,
                                         shm_lock, shm_barrier, shm_unmap, nullptr, nullptr};

int open_file(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* out_flags) {
  auto* made = new (file) ShimFile{{nullptr}, faults_of(vfs), path};
  made->faults->note_opened(path);
  int status = made->faults->ask(Io::open);
  if (!status) status = system_vfs()->xOpen(system_vfs(), path, made->real(), flags, out_flags);
  if (status) return status;
  made->base.pMethods = &shim_methods;
  account(file, [](DurableFiles& files, const char* name) { files.opened(name); });
  return SQLITE_OK;
}

int remove_file(sqlite3_vfs* vfs, const char* path, int sync_folder) {
  FaultVfs& faults = *faults_of(vfs);
  int status = faults.ask(Io::remove);
  if (!status) status = system_vfs()->xDelete(system_vfs(), path, sync_folder);
  if (!status) faults.account([&](DurableFiles& files) { files.removed(path); });
  return status;
}

int access(sqlite3_vfs*, const char* path, int flags, int* out) {
  return system_vfs()->xAccess(system_vfs(), path, flags, out);
}
int full_path(sqlite3_vfs*, const char* path, int bytes, char* out) {
  return system_vfs()->xFullPathname(system_vfs(), path, bytes, out);
}

}  // namespace

FaultVfs::FaultVfs(std::string name)
    : name_(std::move(name)),
      shim_(register_vfs(name_, static_cast<std::size_t>(system_vfs()->szOsFile) + sizeof(ShimFile), this,
                         {open_file, remove_file, access, full_path})) {}

FaultVfs::~FaultVfs() { unregister_vfs(static_cast<sqlite3_vfs*>(shim_)); }

void FaultVfs::cut_power(Kept kept) {
  std::lock_guard guard(mutex_);
  durable_.cut_power(kept);
}

void FaultVfs::delay_sync(std::chrono::microseconds delay) { sync_delay_us_ = delay.count(); }

void FaultVfs::wait_for_sync() const {
  if (auto us = sync_delay_us_.load()) std::this_thread::sleep_for(std::chrono::microseconds(us));
}

void FaultVfs::note_opened(const char* path) {
  std::lock_guard guard(mutex_);
  opened_.emplace_back(path ? path : "(temporary)");
}

std::vector<std::string> FaultVfs::opened() const {
  std::lock_guard guard(mutex_);
  return opened_;
}

}  // namespace karvan::test
