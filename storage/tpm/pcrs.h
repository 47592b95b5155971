#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "storage/model/error.h"

namespace karvan::tpm {

constexpr unsigned pcrs_count = 24;  // of a PC's TPM (TCG PC Client Platform TPM Profile)

// Platform configuration registers, bit n for register n, as people name them: "7", "0,2,7". At least one, each once,
// ascending. Errors: malformed.
Result<std::uint32_t> parse_pcrs(std::string_view text);
std::string write_pcrs(std::uint32_t pcrs);

}  // namespace karvan::tpm
