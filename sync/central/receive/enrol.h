#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "storage/seal/entropy.h"
#include "sync/central/receive/keys.h"
#include "sync/central/store/files.h"

namespace karvan::central {

inline constexpr int certificate_days = 730;

// Makes a one-time code for a box that is to be `node` of `office`; the text is told once and never shown again.
// malformed where a name is not of small letters, digits and hyphens.
Result<std::string> make_code(Files& files, std::string_view node, std::string_view office, std::int64_t now_ms,
                              const seal::Entropy& entropy);

// The body of POST /sync/v1/enrol to the body of its answer. The node, its certificate and the used code are one
// commit; asked again with the same request, the same answer (P10). enrolment_code_wrong: unknown, too old, tried too
// often, for another name, or a proof that does not hold; enrolment_code_used; node_revoked: the box has the key of one
// that was revoked, and is to be set up anew.
Result<std::string> enrol(Files& files, const Keys& keys, std::string_view body, std::int64_t now_ms,
                          const seal::Entropy& entropy);

}  // namespace karvan::central
