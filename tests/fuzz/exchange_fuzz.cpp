#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "sync/exchange/codec.h"

// Requests, answers and notes of a stranger: as plain text (what lies behind zstd), and as a packed body. What is read
// must be written and read again as the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace karvan::exchange;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  if (auto request = parse_request(text)) {
    auto again = parse_request(write_request(*request));
    if (!again || write_request(*again) != write_request(*request)) std::abort();
  }
  if (auto answer = parse_answer(text)) {
    auto again = parse_answer(write_answer(*answer));
    if (!again || again->entries != answer->entries || again->documents != answer->documents) std::abort();
  }
  if (auto head = parse_head(text); head && parse_head(write_head(*head)) != *head) std::abort();
  if (auto checkpoint = parse_checkpoint(text);
      checkpoint && parse_checkpoint(write_checkpoint(*checkpoint)) != *checkpoint)
    std::abort();
  (void)decode_request(text);
  (void)decode_answer(text);
  (void)apply_patch("a body that is known", text);
  return 0;
}
