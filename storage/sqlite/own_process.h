#pragma once
#include <sys/types.h>

namespace karvan::sqlite {

// Whether this is still the process that made it, and no forked child of it: asked before every statement, so without a
// call of the kernel. A byte in a page of its own, which the kernel wipes in a child (Linux madvise(2),
// MADV_WIPEONFORK).
class OwnProcess {
 public:
  OwnProcess();
  ~OwnProcess();
  OwnProcess(const OwnProcess&) = delete;
  bool here() const;

 private:
  volatile char* mark_ = nullptr;
  pid_t asked_ = 0;  // where there is no page, or the kernel cannot wipe it: who made this
};

}  // namespace karvan::sqlite
