#include "storage/seal/openssl_memory.h"

#include <gtest/gtest.h>
#include <linux/capability.h>
#include <openssl/crypto.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdlib>

namespace karvan::seal {
namespace {

// As who may lock nothing: by its limit, and without the right to pass it (capabilities(7)).
void may_lock_nothing() {
  const rlimit none{0, 0};
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct without[2] = {};
  if (::setrlimit(RLIMIT_MEMLOCK, &none) != 0 || ::syscall(SYS_capset, &header, without) != 0) std::exit(2);
}

class OpensslMemory : public testing::Test {
 protected:
  OpensslMemory() { GTEST_FLAG_SET(death_test_style, "threadsafe"); }  // OpenSSL has given out nothing there
};

TEST_F(OpensslMemory, ThatCannotBeLocked_IsTold_AndKeysHaveAPlaceAllTheSame) {
  const auto told = [] {
    may_lock_nothing();
    const auto locked = lock_openssl_memory();
    const bool refused =
        !locked && locked.error().code == Code::io_failed && locked.error().args.at("error") == "cannot be locked";
    void* key = OPENSSL_secure_malloc(32);
    std::exit(refused && CRYPTO_secure_allocated(key) == 1 ? 0 : 1);
  };
  EXPECT_EXIT(told(), testing::ExitedWithCode(0), "");
}

TEST_F(OpensslMemory, AskedForTwice_IsMadeOnce) {
  const auto twice = [] {
    (void)lock_openssl_memory();  // whether this machine lets it be locked
    std::exit(lock_openssl_memory() && CRYPTO_secure_malloc_initialized() == 1 ? 0 : 1);
  };
  EXPECT_EXIT(twice(), testing::ExitedWithCode(0), "");
}

TEST_F(OpensslMemory, UsedBefore_IsTold) {
  const auto late = [] {
    OPENSSL_free(OPENSSL_malloc(1));
    std::exit(lock_openssl_memory() ? 1 : 0);
  };
  EXPECT_EXIT(late(), testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace karvan::seal
