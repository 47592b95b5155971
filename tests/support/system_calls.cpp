#include "tests/support/system_calls.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <map>
#include <utility>

namespace karvan::test::system_calls {
namespace {

enum class Call { open, read, write, sync, size, rename, remove };

struct Plan {
  std::string of;
  std::uint64_t count = 0, from = 0;
  Fault fault = Fault::none;
  bool syncs_alone = false, records = false;
  std::map<int, std::string> descriptors = {};  // and the names by which they were opened
  std::vector<std::string> recorded = {};
};
Plan& plan() {
  static Plan the;
  return the;
}

std::function<void()>& watcher() {
  static std::function<void()> the;
  return the;
}

int told_of(long done) {
  const int why = errno;
  if (done == 0 && watcher()) {
    const auto watching = std::exchange(watcher(), nullptr);  // it may change names itself
    watching();
    watcher() = watching;
  }
  errno = why;
  return static_cast<int>(done);
}

bool is_of(const char* path) { return !plan().of.empty() && std::string_view(path).starts_with(plan().of); }
bool is_of(int fd) { return plan().descriptors.count(fd) > 0; }
bool needs_room(Call call) { return call == Call::write || call == Call::sync; }

std::string name_of(const std::string& path) {
  const auto& of = plan().of;
  return path == of ? "." : path.substr(of.size() + 1);
}
std::string name_of(int fd) { return name_of(plan().descriptors.at(fd)); }

// What a call gave back: 0 or more is well done. The note is made only where it is asked for.
template <class Note>
long noted(long done, bool counts, Note note) {
  auto& the = plan();
  if (done < 0 || !counts || !the.records) return done;
  const auto text = note();
  if (the.recorded.empty() || the.recorded.back() != text) the.recorded.push_back(text);
  return done;
}

// Counts the call; errno says why where it is to fail.
bool fails(Call call) {
  auto& the = plan();
  if (the.syncs_alone && call != Call::sync) return false;
  const auto nth = ++the.count;
  const bool now = the.fault == Fault::once ? nth == the.from : the.fault != Fault::none && nth >= the.from;
  if (!now || (the.fault == Fault::full && !needs_room(call))) return false;
  errno = the.fault == Fault::full ? ENOSPC : EIO;
  return true;
}

int opened(const char* path, int flags, mode_t mode) {
  const bool counts = is_of(path);
  if (counts && fails(Call::open)) return -1;
  const int fd = static_cast<int>(::syscall(SYS_openat, AT_FDCWD, path, flags, mode));
  if (counts && fd >= 0) plan().descriptors.emplace(fd, path);
  noted(fd, counts && (flags & O_CREAT) != 0, [&] { return "make " + name_of(path); });
  return fd;
}

bool tears() { return plan().fault == Fault::torn && plan().count == plan().from; }

}  // namespace

void fail(std::string of, std::uint64_t nth, Fault fault) { plan() = {std::move(of), 0, nth, fault}; }

void fail_sync(std::string of, std::uint64_t nth) { plan() = {std::move(of), 0, nth, Fault::once, true}; }

void record(std::string of) { plan() = {std::move(of), 0, 0, Fault::none, false, true}; }

std::vector<std::string> recorded() {
  auto all = std::move(plan().recorded);
  plan() = {};
  return all;
}

void watch_names(std::function<void()> told) { watcher() = std::move(told); }

std::uint64_t heal() {
  const auto count = plan().count;
  plan() = {};
  return count;
}

}  // namespace karvan::test::system_calls

using namespace karvan::test::system_calls;

extern "C" {

int open(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  return opened(path, flags, mode);
}

// As SQLite calls it, and `pwrite64`.
int open64(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  return opened(path, flags, mode);
}

ssize_t pwrite64(int fd, const void* from, size_t bytes, off64_t at) {
  if (is_of(fd) && fails(Call::write)) return -1;
  return ::syscall(SYS_pwrite64, fd, from, bytes, at);
}

int close(int fd) {
  if (!plan().of.empty()) plan().descriptors.erase(fd);
  return static_cast<int>(::syscall(SYS_close, fd));
}

ssize_t read(int fd, void* into, size_t bytes) {
  if (is_of(fd) && fails(Call::read)) return -1;
  return ::syscall(SYS_read, fd, into, bytes);
}

ssize_t write(int fd, const void* from, size_t bytes) {
  if (is_of(fd) && fails(Call::write)) {
    const int why = errno;
    if (tears()) ::syscall(SYS_write, fd, from, bytes / 2);
    errno = why;
    return -1;
  }
  return noted(::syscall(SYS_write, fd, from, bytes), is_of(fd), [&] { return "write " + name_of(fd); });
}

int fsync(int fd) {
  if (is_of(fd) && fails(Call::sync)) return -1;
  return static_cast<int>(noted(::syscall(SYS_fsync, fd), is_of(fd), [&] { return "sync " + name_of(fd); }));
}

int fstat(int fd, struct stat* status) noexcept {
  if (is_of(fd) && fails(Call::size)) return -1;
  return static_cast<int>(::syscall(SYS_fstat, fd, status));
}

int rename(const char* from, const char* to) noexcept {
  if (is_of(from) && fails(Call::rename)) return -1;
  const auto note = [&] { return "rename " + name_of(from) + " " + name_of(to); };
  return told_of(noted(::syscall(SYS_rename, from, to), is_of(from) && is_of(to), note));
}

int unlink(const char* path) noexcept {
  if (is_of(path) && fails(Call::remove)) return -1;
  return told_of(noted(::syscall(SYS_unlink, path), is_of(path), [&] { return "remove " + name_of(path); }));
}

int link(const char* from, const char* to) noexcept {
  if (is_of(from) && fails(Call::rename)) return -1;
  return told_of(::syscall(SYS_link, from, to));
}
}
