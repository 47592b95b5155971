/* Preloaded into a program under test: while the file KARVAN_LOG_FAILS is there, each sync of a database's log (…-wal)
 * fails. Where that file says "lost", nothing that is written to a log meanwhile is in it: Linux keeps what a failed
 * sync was to save until it drops it, and says nothing of it again. Where it says "next", the same holds until one sync
 * has failed, and the file is removed. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

enum Fault { NONE, NOT_SYNCED, LOST, NEXT_LOST };

static enum Fault fault(void) {
  const char* path = getenv("KARVAN_LOG_FAILS");
  const int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
  if (file < 0) return NONE;
  char word[4] = "";
  const int whole = read(file, word, sizeof word) == sizeof word;
  close(file);
  if (whole && memcmp(word, "next", sizeof word) == 0) return NEXT_LOST;
  return whole && memcmp(word, "lost", sizeof word) == 0 ? LOST : NOT_SYNCED;
}

static enum Fault fault_of(int file) {
  const int error = errno;
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  const ssize_t bytes = readlink(link, path, sizeof path);
  const int is_log = bytes > 4 && memcmp(path + bytes - 4, "-wal", 4) == 0;
  const enum Fault now = is_log ? fault() : NONE;
  errno = error;
  return now;
}

static int failed(int file) {
  const enum Fault now = fault_of(file);
  if (now == NONE) return 0;
  if (now == NEXT_LOST) unlink(getenv("KARVAN_LOG_FAILS"));
  errno = EIO;
  return 1;
}

int fsync(int file) { return failed(file) ? -1 : REAL(fsync)(file); }
int fdatasync(int file) { return failed(file) ? -1 : REAL(fdatasync)(file); }

ssize_t write(int file, const void* bytes, size_t count) {
  return fault_of(file) >= LOST ? (ssize_t)count : REAL(write)(file, bytes, count);
}

ssize_t pwrite(int file, const void* bytes, size_t count, off_t at) {
  return fault_of(file) >= LOST ? (ssize_t)count : REAL(pwrite)(file, bytes, count, at);
}

/* The same under its other name. */
ssize_t pwrite64(int file, const void* bytes, size_t count, off_t at) __attribute__((alias("pwrite")));
