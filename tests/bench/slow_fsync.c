/* Preloaded into a program under a bench: each fsync and fdatasync takes KARVAN_FSYNC_MS longer, and is counted as a
 * 64-bit integer at the start of the file KARVAN_FSYNC_COUNT. Latencies of disks that lie are not worth reporting. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static _Atomic long* count_of_syncs;
static struct timespec delay;

__attribute__((constructor)) static void set_up(void) {
  const char* ms = getenv("KARVAN_FSYNC_MS");
  const char* path = getenv("KARVAN_FSYNC_COUNT");
  long total = ms ? strtol(ms, NULL, 10) : 0;
  delay = (struct timespec){total / 1000, total % 1000 * 1000000};
  if (!path) return;
  int file = open(path, O_RDWR | O_CREAT, 0600);
  if (file < 0 || ftruncate(file, sizeof(long)) != 0) return;
  void* shared = mmap(NULL, sizeof(long), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (shared != MAP_FAILED) count_of_syncs = shared;
  close(file);
}

static int slowly(const char* name, int file) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
  int result = real(file);
  nanosleep(&delay, NULL);
  if (count_of_syncs) atomic_fetch_add(count_of_syncs, 1);
  return result;
}

int fsync(int file) { return slowly("fsync", file); }
int fdatasync(int file) { return slowly("fdatasync", file); }
