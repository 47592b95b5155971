/* Preloaded into a program under test: what it removes, replaces or cuts short is kept in the folder KARVAN_KEPT, so
 * that what a file held for a moment can be looked at afterwards. What is removed gets a second name there, under which
 * it also receives what is still written through an open descriptor; what is cut short is copied first. What a program
 * writes over in place is not kept. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static const char* folder_of_kept;
static atomic_int number_of_kept;

__attribute__((constructor)) static void set_up(void) { folder_of_kept = getenv("KARVAN_KEPT"); }

static void next_name(char name[PATH_MAX], const char* path) {
  const char* slash = strrchr(path, '/');
  snprintf(name, PATH_MAX, "%s/%d-%d.%s", folder_of_kept, getpid(), atomic_fetch_add(&number_of_kept, 1),
           slash ? slash + 1 : path);
}

static int is_file(int folder, const char* path, struct stat* file, int flags) {
  return folder_of_kept && fstatat(folder, path, file, flags) == 0 && S_ISREG(file->st_mode);
}

static void keep(int folder, const char* path) {
  const int error = errno;
  char name[PATH_MAX];
  struct stat file;
  if (is_file(folder, path, &file, AT_SYMLINK_NOFOLLOW)) {
    next_name(name, path);
    linkat(folder, path, AT_FDCWD, name, 0); /* outside of this disk it fails: nobody may write there at all */
  }
  errno = error;
}

/* A proof that lacks a piece must not go on. */
static void keep_copy(int folder, const char* path, off_t length) {
  const int error = errno;
  char name[PATH_MAX];
  struct stat file;
  if (is_file(folder, path, &file, 0) && file.st_size > length) {
    next_name(name, path);
    const int from = REAL(openat)(folder, path, O_RDONLY | O_CLOEXEC);
    const int to = REAL(openat)(AT_FDCWD, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (from < 0 || to < 0) abort();
    for (ssize_t sent; (sent = sendfile(to, from, NULL, 1 << 20)) != 0;)
      if (sent < 0) abort();
    close(from);
    close(to);
  }
  errno = error;
}

static void keep_open(int file, off_t length) {
  char path[64];
  snprintf(path, sizeof path, "/proc/self/fd/%d", file);
  keep_copy(AT_FDCWD, path, length);
}

int unlink(const char* path) {
  keep(AT_FDCWD, path);
  return REAL(unlink)(path);
}

int unlinkat(int folder, const char* path, int flags) {
  keep(folder, path);
  return REAL(unlinkat)(folder, path, flags);
}

int remove(const char* path) {
  keep(AT_FDCWD, path);
  return REAL(remove)(path);
}

int rename(const char* from, const char* to) {
  keep(AT_FDCWD, to);
  return REAL(rename)(from, to);
}

int renameat(int from_folder, const char* from, int to_folder, const char* to) {
  keep(to_folder, to);
  return REAL(renameat)(from_folder, from, to_folder, to);
}

int truncate(const char* path, off_t length) {
  keep_copy(AT_FDCWD, path, length);
  return REAL(truncate)(path, length);
}

int ftruncate(int file, off_t length) {
  keep_open(file, length);
  return REAL(ftruncate)(file, length);
}

int openat(int folder, const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = (flags & O_CREAT) || (flags & O_TMPFILE) == O_TMPFILE ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  if (flags & O_TRUNC) keep_copy(folder, path, 0);
  return REAL(openat)(folder, path, flags, mode);
}

int open(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = (flags & O_CREAT) || (flags & O_TMPFILE) == O_TMPFILE ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  return openat(AT_FDCWD, path, flags, mode);
}

FILE* fopen(const char* path, const char* mode) {
  if (mode[0] == 'w') keep_copy(AT_FDCWD, path, 0);
  return REAL(fopen)(path, mode);
}

/* The same under their other names. */
int ftruncate64(int file, off_t length) __attribute__((alias("ftruncate")));
int truncate64(const char* path, off_t length) __attribute__((alias("truncate")));
int openat64(int folder, const char* path, int flags, ...) __attribute__((alias("openat")));
int open64(const char* path, int flags, ...) __attribute__((alias("open")));
FILE* fopen64(const char* path, const char* mode) __attribute__((alias("fopen")));
