// What a centre, or whoever stands before it, answers: the plain text behind zstd. What is read must be written and
// read again as the same, packed or not, and nothing counts that the centre did not sign.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "sync/exchange/codec.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace karvan;
  static const seal::SigningKey key = seal::signing_key_of_seed("centre", std::string(32, 's'));
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  auto answer = exchange::parse_answer(text);
  constexpr std::size_t packed_one_in = 16;  // packing takes longer than all else
  if (size % packed_one_in == 0) {
    const auto packed = exchange::pack(text, 1);
    if (exchange::decode_answer(packed).has_value() != answer.has_value()) std::abort();
    exchange::Request asked;
    asked.node = "bus-01";
    if (exchange::read(packed, asked, seal::verifying(key))) std::abort();
  }
  if (!answer) return 0;
  for (auto& entry : answer->entries) entry.unread.reset();  // of a newer version: nobody here can write it
  auto again = exchange::parse_answer(exchange::write_answer(*answer));
  if (!again || again->entries != answer->entries || again->documents != answer->documents) std::abort();
  return 0;
}
