// The fleet's state comes in a signed note, over any link or stick: what reads is written and read again as the same.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "sync/rules/fleet.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace karvan::rules;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto state = parse_fleet(text);
  if (!state) return 0;
  const auto again = parse_fleet(write_fleet(*state));
  if (!again || *again != *state) std::abort();
  if (supersedes(*state, *state, state->centre_epoch)) std::abort();
  for (const auto& one : state->revoked)
    if (!revoked(*state, one.node)) std::abort();
  return 0;
}
