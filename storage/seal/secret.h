#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "storage/seal/key.h"

namespace karvan::seal {

// Secret bytes that several parts of a program hold at once: a key to sign with, a private key's PEM. Copies share one
// Key, so they lie in locked memory once, and are wiped with the last of them. Never changed, never printed.
class Secret {
 public:
  Secret() = default;
  // Wipes where it was.
  Secret(std::string&& bytes);
  explicit Secret(Key key) : key_(std::make_shared<const Key>(std::move(key))) {}
  static Secret copy_of(std::string_view bytes) { return Secret(Key::copy_of(bytes)); }

  std::string_view view() const { return key_ ? key_->view() : std::string_view(); }
  bool empty() const { return view().empty(); }

 private:
  std::shared_ptr<const Key> key_;
};

}  // namespace karvan::seal
