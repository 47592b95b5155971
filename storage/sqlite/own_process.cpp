#include "storage/sqlite/own_process.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>

namespace karvan::sqlite {
namespace {
constexpr std::size_t own_page_bytes = 1;  // the kernel rounds it up to a page
}  // namespace

OwnProcess::OwnProcess() {
  void* page = ::mmap(nullptr, own_page_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (page == MAP_FAILED || ::madvise(page, own_page_bytes, MADV_WIPEONFORK) != 0) asked_ = ::getpid();
  if (page == MAP_FAILED) return;
  mark_ = static_cast<char*>(page);
  *mark_ = 1;
}

OwnProcess::~OwnProcess() {
  if (mark_) ::munmap(const_cast<char*>(mark_), own_page_bytes);
}

bool OwnProcess::here() const { return asked_ == 0 ? *mark_ == 1 : asked_ == ::getpid(); }

}  // namespace karvan::sqlite
