#include "storage/seal/entropy.h"

#include "storage/seal/sodium.h"

namespace karvan::seal {

Entropy system_entropy() {
  ready_sodium();
  return [](std::size_t count) {
    std::string bytes(count, '\0');
    randombytes_buf(bytes.data(), bytes.size());
    return bytes;
  };
}

}  // namespace karvan::seal
