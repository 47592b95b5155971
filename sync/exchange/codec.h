#pragma once
#include <string>
#include <string_view>

#include "sync/exchange/exchange.h"

// Messages to bytes and back: NDJSON in one zstd frame with a preshared dictionary (sync/PROTOCOL.md).
namespace karvan::exchange {

// Compressed with the dictionary; the frame declares its size. `level`: 3 is fast, 19 thorough, 9 between them.
std::string pack(std::string_view plain, int level);
// Refused before any memory is taken: a body over `packed_bytes_max`, a frame that declares no size or more than
// `plain_bytes_max` (body_too_large); version_unknown for another dictionary; malformed otherwise.
Result<std::string> unpack(std::string_view packed);

// What of `full` is not in `base`: one zstd frame that is read with the same base. The same two give the same bytes.
std::string make_patch(std::string_view base, std::string_view full);
// Refused before any memory is taken: no declared size, or more than document_bytes_max (body_too_large); malformed
// otherwise. Whether the result is what was meant, its hash tells.
Result<std::string> apply_patch(std::string_view base, std::string_view patch);

// Plain text, before `pack`.
std::string write_request(const Request& request);
std::string write_answer(const Answer& answer);
// Bounded by the numbers of exchange.h. A member that this version does not know is passed over; a line it does not
// know is malformed, another `v` is version_unknown.
Result<Request> parse_request(std::string_view plain);
Result<Answer> parse_answer(std::string_view plain);

// Both steps.
inline std::string encode(const Request& request, int level) { return pack(write_request(request), level); }
inline std::string encode(const Answer& answer, int level) { return pack(write_answer(answer), level); }
Result<Request> decode_request(std::string_view packed);
Result<Answer> decode_answer(std::string_view packed);

}  // namespace karvan::exchange
