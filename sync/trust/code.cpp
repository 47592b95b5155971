#include "sync/trust/code.h"

namespace karvan::trust {

namespace {

constexpr std::string_view code_alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t id_characters = 4;
constexpr std::size_t characters = 24;

// The character that is meant; 0 for what may be skipped or is none.
char meant(char c) {
  if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  if (c == 'O') return '0';
  if (c == 'I' || c == 'L') return '1';
  return code_alphabet.find(c) == std::string_view::npos ? '\0' : c;
}

bool skipped(char c) { return c == ' ' || c == '-' || c == '\n' || c == '\r' || c == '\t'; }

}  // namespace

EnrolmentCode make_enrolment_code(const seal::Entropy& entropy) {
  std::string text;
  for (unsigned char byte : entropy(characters)) text.push_back(code_alphabet[byte % code_alphabet.size()]);
  return {text.substr(0, id_characters), text.substr(id_characters)};
}

std::string to_text(const EnrolmentCode& code) {
  std::string all = code.id + code.secret, text;
  for (std::size_t i = 0; i < all.size(); i += 4) text.append(i ? "-" : "").append(all, i, 4);
  return text;
}

Result<EnrolmentCode> parse_enrolment_code(std::string_view text) {
  std::string all;
  for (char c : text) {
    if (skipped(c)) continue;
    char known = meant(c);
    if (known == '\0' || all.size() == characters) return fail(Code::enrolment_code_wrong, {}, "code");
    all.push_back(known);
  }
  if (all.size() != characters) return fail(Code::enrolment_code_wrong, {}, "code");
  return EnrolmentCode{all.substr(0, id_characters), all.substr(id_characters)};
}

}  // namespace karvan::trust
