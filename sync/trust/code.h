#pragma once
#include <string>
#include <string_view>

#include "storage/model/error.h"
#include "storage/seal/entropy.h"

// A one-time code for enrolment, read over a telephone or off paper: "K7QD-3M0X-8ZRT-PQ2W-HB91-N4GV".
// Crockford base32, in groups of four: the first group names the code at the centre, the other five are 100 bits of
// secret, too many to be guessed even by who has recorded an enrolment.
namespace karvan::trust {

struct EnrolmentCode {
  std::string id;      // 4 characters, no secret
  std::string secret;  // 20 characters
  bool operator==(const EnrolmentCode&) const = default;
};

EnrolmentCode make_enrolment_code(const seal::Entropy& entropy);
std::string to_text(const EnrolmentCode& code);

// Takes what people make of it: lower case, O for 0, I and L for 1, any spaces and hyphens. Errors:
// Code::enrolment_code_wrong (never with the text).
Result<EnrolmentCode> parse_enrolment_code(std::string_view text);

}  // namespace karvan::trust
