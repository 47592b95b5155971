// A lease comes in a signed note, over any link or stick: what reads is written and read again as the same, and no
// number lies outside it.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "sync/rules/lease.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace karvan::rules;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto lease = parse_lease(text);
  if (!lease) return 0;
  const auto again = parse_lease(write_lease(*lease));
  if (!again || *again != *lease) std::abort();
  for (auto number : {lease->first, lease->last})
    if (!contains(*lease, {lease->kind, number})) std::abort();
  return 0;
}
