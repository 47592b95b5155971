#include "tests/support/memory_vfs.h"

#include <algorithm>
#include <cstring>
#include <new>
#include <utility>

#include "tests/support/vfs_shim.h"

namespace karvan::test {

namespace {

struct Handle {
  sqlite3_file base;
  MemoryVfs* disk;
  MemoryFile* file;
  bool may_be_new;  // a journal whose first sync also syncs the folder, as the system's VFS does it (os_unix.c)
};

thread_local bool working = false;

struct Working {
  Working() { working = true; }
  ~Working() { working = false; }
  Working(const Working&) = delete;
};

Handle& handle(sqlite3_file* file) { return *reinterpret_cast<Handle*>(file); }
MemoryVfs& disk_of(sqlite3_vfs* vfs) { return *static_cast<MemoryVfs*>(vfs->pAppData); }

int close_file(sqlite3_file*) { return SQLITE_OK; }

int read(sqlite3_file* file, void* to, int bytes, sqlite3_int64 at) {
  const int status = handle(file).disk->ask(Io::read);
  const bool cut_short = status == SQLITE_IOERR_SHORT_READ;
  if (status && !cut_short) return status;
  const auto& from = handle(file).file->bytes();
  const auto wanted = static_cast<std::size_t>(bytes),
             start = std::min<std::size_t>(static_cast<std::size_t>(at), from.size());
  const auto there = std::min(cut_short ? wanted / 2 : wanted, from.size() - start);
  std::memcpy(to, from.data() + start, there);
  if (there == wanted) return SQLITE_OK;
  std::memset(static_cast<char*>(to) + there, 0, wanted - there);
  return SQLITE_IOERR_SHORT_READ;
}

int write(sqlite3_file* file, const void* from, int bytes, sqlite3_int64 at) {
  const Working here;
  bool torn = false;
  const int status = handle(file).disk->ask(Io::write, &torn);
  if (status && !torn) return status;
  std::string_view all(static_cast<const char*>(from), static_cast<std::size_t>(bytes));
  const int written = handle(file).disk->write(*handle(file).file, all.substr(0, torn ? all.size() / 2 : all.size()),
                                               static_cast<std::uint64_t>(at));
  return status ? status : written;
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
  const Working here;
  if (int status = handle(file).disk->ask(Io::truncate)) return status;
  handle(file).disk->truncate(*handle(file).file, static_cast<std::uint64_t>(size));
  return SQLITE_OK;
}

int sync(sqlite3_file* file, int) {
  const Working here;
  auto& [base, disk, synced, may_be_new] = handle(file);
  bool torn = false;
  const int status = disk->ask(Io::sync, &torn);
  disk->sync(*synced, status == SQLITE_OK, torn ? Kept::by_chance(disk->count_changes()) : Kept());
  if (status == SQLITE_OK && std::exchange(may_be_new, false)) disk->sync_folder();
  return status;
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
  if (int status = handle(file).disk->ask(Io::size)) return status;
  *size = static_cast<sqlite3_int64>(handle(file).file->bytes().size());
  return SQLITE_OK;
}

int lock(sqlite3_file* file, int) { return handle(file).disk->ask(Io::lock); }
int unlock(sqlite3_file*, int) { return SQLITE_OK; }
int reserved(sqlite3_file*, int* out) { return *out = 0, SQLITE_OK; }
int control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int sector(sqlite3_file*) { return 4'096; }
int device(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

int shm_map(sqlite3_file* file, int region, int bytes, int extend, void volatile** out) {
  const Working here;
  if (int status = handle(file).disk->ask(Io::map)) return status;
  auto& shared = handle(file).file->shared;
  auto found = shared.find(region);
  if (found == shared.end() && extend)
    found = shared.emplace(region, std::string(static_cast<std::size_t>(bytes), '\0')).first;
  *out = found == shared.end() ? nullptr : found->second.data();
  return SQLITE_OK;
}
int shm_lock(sqlite3_file* file, int, int, int flags) {
  return (flags & SQLITE_SHM_UNLOCK) != 0 ? SQLITE_OK : handle(file).disk->ask(Io::lock);
}
void shm_barrier(sqlite3_file*) {}
int shm_unmap(sqlite3_file* file, int) { return handle(file).file->shared.clear(), SQLITE_OK; }

const sqlite3_io_methods methods = {2,        close_file,  read,      write,   truncate, sync,   file_size,
                                    lock,     unlock,      reserved,  control, sector,   device, shm_map,
                                    shm_lock, shm_barrier, shm_unmap, nullptr, nullptr};

int open_file(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* out_flags) {
  const Working here;
  auto& disk = disk_of(vfs);
  if (int status = disk.ask(Io::open)) return status;
  constexpr int journals = SQLITE_OPEN_SUPER_JOURNAL | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL;
  const bool may_be_new = (flags & SQLITE_OPEN_CREATE) != 0 && (flags & journals) != 0;
  auto* opened = path ? disk.open(path, flags & SQLITE_OPEN_CREATE) : nullptr;  // sorting is done in memory
  if (!opened) return SQLITE_CANTOPEN;
  new (file) Handle{{&methods}, &disk, opened, may_be_new};
  if (out_flags) *out_flags = flags;
  return SQLITE_OK;
}

int remove_file(sqlite3_vfs* vfs, const char* path, int sync_folder) {
  const Working here;
  if (int status = disk_of(vfs).ask(Io::remove)) return status;
  if (!disk_of(vfs).exists(path)) return SQLITE_IOERR_DELETE_NOENT;
  disk_of(vfs).remove(path, sync_folder != 0);
  return SQLITE_OK;
}

int access(sqlite3_vfs* vfs, const char* path, int, int* out) {
  const Working here;
  auto& disk = disk_of(vfs);
  *out = disk.ask(Io::access) == SQLITE_OK && disk.exists(path);
  return SQLITE_OK;
}

int full_path(sqlite3_vfs*, const char* path, int bytes, char* out) {
  sqlite3_snprintf(bytes, out, "%s", path);
  return SQLITE_OK;
}

}  // namespace

MemoryVfs::MemoryVfs(std::string name)
    : name_(std::move(name)),
      shim_(register_vfs(name_, sizeof(Handle), this, {open_file, remove_file, access, full_path})) {}

bool MemoryVfs::works() { return working; }

MemoryVfs::~MemoryVfs() { unregister_vfs(static_cast<sqlite3_vfs*>(shim_)); }

void MemoryVfs::rename(const std::string& path, std::shared_ptr<MemoryFile> file) {
  if (file)
    files_[path] = file;
  else
    files_.erase(path);
  renamed_.push_back({path, std::move(file)});
}

void MemoryVfs::sync_folder() {
  if (lies_) return;
  named_ = files_;
  renamed_.clear();
}

MemoryVfs::Files MemoryVfs::durable_names(Kept kept) const {
  auto names = named_;
  for (std::size_t i = 0; i < renamed_.size(); ++i) {
    if (!kept(i)) continue;
    if (renamed_[i].file)
      names[renamed_[i].path] = renamed_[i].file;
    else
      names.erase(renamed_[i].path);
  }
  return names;
}

MemoryFile* MemoryVfs::open(const std::string& path, bool create) {
  if (create && !exists(path)) rename(path, std::make_shared<MemoryFile>());
  const auto found = files_.find(path);
  return found == files_.end() ? nullptr : found->second.get();
}

void MemoryVfs::remove(const std::string& path, bool sync_folder) {
  bytes_ -= files_.at(path)->bytes().size();
  rename(path, nullptr);
  if (sync_folder) this->sync_folder();
}

int MemoryVfs::write(MemoryFile& file, std::string_view bytes, std::uint64_t at) {
  const auto end = at + bytes.size();
  if (end > file.bytes().size()) {
    const auto growth = end - file.bytes().size();
    if (room_ > 0 && bytes_ + growth > room_) return SQLITE_FULL;
    bytes_ += growth;
  }
  file.write(at, bytes);
  return SQLITE_OK;
}

void MemoryVfs::truncate(MemoryFile& file, std::uint64_t size) {
  bytes_ = bytes_ - file.bytes().size() + size;
  file.truncate(size);
}

void MemoryVfs::sync(MemoryFile& file, bool succeeded, Kept part) {
  if (!lies_) file.synced(succeeded, part);
}

void MemoryVfs::lie(bool lies) {
  if (std::exchange(lies_, lies) && !lies) {
    for (auto& [path, file] : files_) file->synced(true);
    sync_folder();
  }
}

void MemoryVfs::cut_power(Kept kept) {
  lies_ = false;
  files_ = durable_names(kept);
  named_ = files_;
  renamed_.clear();
  bytes_ = 0;
  for (auto& [path, file] : files_) {
    file->cut_power(kept);
    bytes_ += file->bytes().size();
  }
}

MemoryVfs::Image MemoryVfs::image_after_cut(Kept kept) const {
  Image all;
  for (const auto& [path, file] : durable_names(kept)) {
    MemoryFile after(*file);
    after.cut_power(kept);
    all.emplace(path, after.bytes());
  }
  return all;
}

std::map<std::string, std::string_view> MemoryVfs::read() const {
  std::map<std::string, std::string_view> all;
  for (const auto& [path, file] : files_) all.emplace(path, file->bytes());
  return all;
}

MemoryVfs::Image MemoryVfs::image() const {
  Image all;
  for (const auto& [path, file] : files_) all.emplace(path, file->bytes());
  return all;
}

void MemoryVfs::put(Image image) {
  files_.clear();
  bytes_ = 0;
  for (auto& [path, bytes] : image) keep(path, std::move(bytes));
  named_ = files_;
  renamed_.clear();
}

void MemoryVfs::keep(const std::string& path, std::string bytes) {
  auto& file = *open(path, true);
  bytes_ = bytes_ - file.bytes().size() + bytes.size();
  file.put(std::move(bytes));
}

bool MemoryVfs::damage(const std::string& path, std::uint64_t at) {
  auto found = files_.find(path);
  if (found == files_.end() || at >= found->second->bytes().size()) return false;
  const char changed = static_cast<char>(found->second->bytes()[at] ^ 0x20);
  (void)write(*found->second, {&changed, 1}, at);
  found->second->synced(true);
  return true;
}

}  // namespace karvan::test
