#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "storage/model/error.h"

namespace karvan::seal {

using Digest = std::array<std::uint8_t, 32>;

Digest sha256(std::string_view bytes);
Digest hmac_sha256(std::string_view key, std::string_view bytes);
// Takes the same time wherever the first difference lies; lengths are not secret.
bool equal_constant_time(std::string_view a, std::string_view b);

// SHA-256 of a stream. `finish` once, last; an object belongs to one thread at a time.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;
  void append(std::string_view bytes);
  Digest finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Lower case; reading takes either case. Errors: Code::malformed.
std::string to_hex(std::string_view bytes);
std::string to_hex(const Digest& digest);
Result<std::string> from_hex(std::string_view hex);
// RFC 4648 section 4, padded. Reading is strict: one text for each value. Errors: Code::malformed.
std::string to_base64(std::string_view bytes);
Result<std::string> from_base64(std::string_view text);
// The same without padding, as age headers and PHC strings carry it.
std::string to_base64_unpadded(std::string_view bytes);
Result<std::string> from_base64_unpadded(std::string_view text);
std::string_view view(const Digest& digest);

// P7. hash(n) = SHA-256(hash(n−1) ‖ SHA-256(line)); so a line can be erased, its digest kept, and the chain still
// holds.
Digest chain(const Digest& previous, const Digest& line_digest);
inline Digest chain(const Digest& previous, std::string_view line) { return chain(previous, sha256(line)); }

}  // namespace karvan::seal
