#include "storage/tpm/pcrs.h"

#include <charconv>

namespace karvan::tpm {

Result<std::uint32_t> parse_pcrs(std::string_view text) {
  std::uint32_t pcrs = 0;
  const char* at = text.data();
  const char* const end = at + text.size();
  for (;;) {
    unsigned number = 0;
    const auto [next, bad] = std::from_chars(at, end, number);
    // A smaller one after a greater one would be the same set under another name.
    if (bad != std::errc() || number >= pcrs_count || (pcrs >> number) != 0) break;
    pcrs |= 1U << number;
    if (next == end) return write_pcrs(pcrs) == text ? Result<std::uint32_t>(pcrs) : fail(Code::malformed, {}, "PCRs");
    if (*next != ',') break;
    at = next + 1;
  }
  return fail(Code::malformed, {}, "PCRs");
}

std::string write_pcrs(std::uint32_t pcrs) {
  std::string text;
  for (unsigned number = 0; number < pcrs_count; ++number) {
    if ((pcrs >> number & 1) == 0) continue;
    if (!text.empty()) text += ',';
    text += std::to_string(number);
  }
  return text;
}

}  // namespace karvan::tpm
