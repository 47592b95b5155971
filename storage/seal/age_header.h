#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/error.h"

// The text that begins an age file (age-encryption.org/v1, "Header"): a version line, stanzas that each wrap the file
// key for one recipient, and a MAC line.
namespace karvan::seal {

constexpr std::size_t age_header_bytes_max = 16 * 1024;
constexpr std::size_t age_stanzas_max = 20;
constexpr std::size_t age_mac_bytes = 32;

// What every refusal of a header or a stanza says.
inline tl::unexpected<Error> age_malformed(std::string where) {
  return fail(Code::malformed, {}, "age: " + std::move(where));
}

struct Stanza {
  std::vector<std::string> args;  // the first is its type
  std::string body;
};

struct AgeHeader {
  std::vector<Stanza> stanzas;
  std::string covered;   // what the MAC covers: up to and with "---"
  std::string mac;       // age_mac_bytes, not yet checked
  std::size_t size = 0;  // the payload begins here
};

// From the version line to "---": what the MAC is then computed over.
std::string write_age_covered(const std::vector<Stanza>& stanzas);
std::string write_age_header(std::string_view covered, std::string_view mac);

// Reads from the start of a file. Errors: Code::malformed.
Result<AgeHeader> parse_age_header(std::string_view file);

}  // namespace karvan::seal
