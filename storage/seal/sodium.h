#pragma once
#include <sodium.h>

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

// How this room, and the vault, reach libsodium. For sources only: no public header shows libsodium.
namespace karvan::seal {

// libsodium chooses its fast code, and readies locked memory, at its first initialisation. Safe from any thread.
inline void ready_sodium() {
  static const bool ready = sodium_init() >= 0;
  if (!ready) throw std::runtime_error("libsodium cannot start");
}

// Never null, though an empty view may be: libsodium declares its arguments so.
inline const unsigned char* bytes_of(std::string_view s) {
  return reinterpret_cast<const unsigned char*>(s.data() == nullptr ? "" : s.data());
}
inline unsigned char* bytes_of(std::string& s) { return reinterpret_cast<unsigned char*>(s.data()); }
inline void wipe(std::string& s) { sodium_memzero(s.data(), s.size()); }

// A short-lived secret in a string that is wiped however its scope ends.
class Wiped {
 public:
  explicit Wiped(std::size_t size) : bytes_(size, '\0') {}
  explicit Wiped(std::string bytes) : bytes_(std::move(bytes)) {}
  ~Wiped() { wipe(bytes_); }
  Wiped(const Wiped&) = delete;
  Wiped& operator=(const Wiped&) = delete;

  std::string_view view() const { return bytes_; }
  const unsigned char* data() const { return bytes_of(std::string_view(bytes_)); }
  unsigned char* data() { return bytes_of(bytes_); }
  std::size_t size() const { return bytes_.size(); }

 private:
  std::string bytes_;
};

}  // namespace karvan::seal
