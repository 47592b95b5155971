// What a node, or whoever has its key, says in an exchange: the plain text behind zstd. What is read must be written
// and read again as the same, packed or not, and no batch verifies that nobody signed.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "sync/exchange/codec.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace karvan;
  static const seal::SigningKey key = seal::signing_key_of_seed("bus-01", std::string(32, 's'));
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  auto request = exchange::parse_request(text);
  constexpr std::size_t packed_one_in = 16;  // packing takes longer than all else
  if (size % packed_one_in == 0) {
    auto packed = exchange::decode_request(exchange::pack(text, 1));
    if (packed.has_value() != request.has_value()) std::abort();
    if (packed && exchange::write_request(*packed) != exchange::write_request(*request)) std::abort();
  }
  if (!request) return 0;
  const auto once = exchange::write_request(*request);
  auto again = exchange::parse_request(once);
  if (!again || exchange::write_request(*again) != once) std::abort();
  for (const auto& batch : request->batches)
    if (exchange::verify(batch, "bus-01", seal::verifying(key))) std::abort();
  return 0;
}
