#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "sync/exchange/codec.h"
#include "sync/exchange/gone.h"

// Bodies and patches of a stranger as they come, packed, and the notes within: nothing crashes the reader, and a note
// that is read is written and read again as the same. What lies behind zstd is fuzzed by request_fuzz and answer_fuzz.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace karvan::exchange;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  if (auto head = parse_head(text); head && parse_head(write_head(*head)) != *head) std::abort();
  if (auto gone = parse_gone(text); gone && parse_gone(write_gone(*gone)) != *gone) std::abort();
  if (auto checkpoint = parse_checkpoint(text);
      checkpoint && parse_checkpoint(write_checkpoint(*checkpoint)) != *checkpoint)
    std::abort();
  (void)decode_request(text);
  (void)decode_answer(text);
  (void)apply_patch("a body that is known", text);
  return 0;
}
