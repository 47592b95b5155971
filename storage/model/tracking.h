#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "storage/model/error.h"

// Ids and tracking numbers, both unique without asking anyone.
//
// An id is a UUIDv7 (RFC 9562, 5.7) whose last 40 bits are the node's number (14 bits, given at enrolment) and 26
// random bits, which the node has compared with its own book. These 40 bits are the tracking number: eight letters and
// digits and a check character, "0G4-7KQ-2MX". So a citizen can say it, and nobody has to store it.
namespace karvan::model {

inline constexpr std::uint32_t node_numbers = 1u << 14;

// `random`: 16 bytes. Node numbers are taken modulo `node_numbers`.
std::string make_id(std::int64_t now_ms, std::uint32_t node_number, std::string_view random);

// Of an id, or of a RecordId's text; "" where the id is not of that form.
std::string tracking_of(std::string_view id);

// As people write and say it: any case, O for 0, I and L for 1, with or without hyphens and blanks. Gives the canonical
// form; malformed where the check character does not fit (any one wrong character and any two exchanged are noticed).
Result<std::string> parse_tracking(std::string_view text);

// The beginning of one, still being typed, in canonical form: at least three letters with a digit among them, or a
// whole number. "" where it is none.
std::string tracking_start(std::string_view text);

}  // namespace karvan::model
