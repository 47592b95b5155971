#include "storage/vault/process.h"

#include <sys/prctl.h>
#include <sys/resource.h>

#include <cerrno>
#include <cstring>

namespace karvan::vault {

Result<void> hide_memory() {
  const rlimit none{0, 0};
  if (::setrlimit(RLIMIT_CORE, &none) != 0 || ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) {
    return fail(Code::io_failed, {{"error", std::strerror(errno)}}, "vault: core dumps");
  }
  return {};
}

}  // namespace karvan::vault
