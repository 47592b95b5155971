#include "storage/seal/secret.h"

#include "storage/seal/sodium.h"

namespace karvan::seal {

Secret::Secret(std::string&& bytes) : Secret(copy_of(bytes)) {
  wipe(bytes);
  bytes.clear();
}

}  // namespace karvan::seal
