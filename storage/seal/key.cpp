#include "storage/seal/key.h"

#include <cstring>
#include <new>

#include "storage/seal/sodium.h"

namespace karvan::seal {

void Key::Free::operator()(unsigned char* bytes) const { sodium_free(bytes); }

Key::Key(std::size_t size) : size_(size) {
  ready_sodium();
  bytes_.reset(static_cast<unsigned char*>(sodium_malloc(size)));
  if (!bytes_) throw std::bad_alloc();
}

Key Key::of_size(std::size_t bytes) { return Key(bytes); }

Key Key::copy_of(std::string_view bytes) {
  Key key(bytes.size());
  if (!bytes.empty()) std::memcpy(key.data(), bytes.data(), bytes.size());
  return key;
}

}  // namespace karvan::seal
