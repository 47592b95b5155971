#include "storage/seal/openssl_memory.h"

#include <malloc.h>
#include <openssl/crypto.h>

#include <cstdlib>
#include <cstring>

namespace karvan::seal {
namespace {

constexpr std::size_t block_bytes_min = 32;

void* take(std::size_t bytes, const char*, int) { return std::malloc(bytes); }

void give_back(void* memory, const char*, int) {
  if (memory == nullptr) return;
  ::explicit_bzero(memory, ::malloc_usable_size(memory));
  std::free(memory);
}

// realloc(3) would leave the old place as it was.
void* take_more(void* memory, std::size_t bytes, const char* file, int line) {
  if (memory == nullptr) return take(bytes, file, line);
  const std::size_t had = ::malloc_usable_size(memory);
  if (bytes == 0) return give_back(memory, file, line), nullptr;
  if (bytes <= had) return memory;
  void* moved = std::malloc(bytes);
  if (moved == nullptr) return nullptr;
  std::memcpy(moved, memory, had);
  give_back(memory, file, line);
  return moved;
}

tl::unexpected<Error> refuse(const char* why) { return fail(Code::io_failed, {{"error", why}}, "OpenSSL's keys"); }

}  // namespace

Result<void> lock_openssl_memory() {
  if (CRYPTO_secure_malloc_initialized() == 1) return {};
  if (CRYPTO_set_mem_functions(take, take_more, give_back) != 1) return refuse("it has memory already");
  constexpr int locked = 1;  // 2: made, but not locked
  if (CRYPTO_secure_malloc_init(openssl_locked_bytes, block_bytes_min) != locked) return refuse("cannot be locked");
  return {};
}

}  // namespace karvan::seal
