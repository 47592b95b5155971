#include "storage/search/terms.h"

#include <algorithm>

#include "storage/search/fold.h"
#include "storage/search/letters.h"

namespace karvan::search {
namespace {

constexpr std::size_t digits_kept = 13, code_kept = 8, code_letters_max = 4;
constexpr std::int64_t kind_span = 10'000'000'000'000;
constexpr char field_end = '\n';
constexpr std::string_view countries[] = {"92", "994"};

bool all_digits(std::string_view text) { return std::all_of(text.begin(), text.end(), is_digit); }

// As many of the leading letters as are kept, moved to the left; `unit`: what one more at the end is worth.
std::int64_t left_value(std::string_view text, std::int64_t base, std::size_t kept, std::int64_t& unit) {
  std::int64_t value = 0;
  unit = 1;
  for (std::size_t i = 0; i < kept; ++i) {
    value *= base;
    if (i < text.size()) {
      value += is_digit(text[i]) ? text[i] - '0' : text[i] - 'a' + 10;
    } else {
      unit *= base;
    }
  }
  return value;
}

Run run_of(Kind kind, std::string_view text) {
  std::int64_t unit = 1;
  const bool code = kind == Kind::code;
  const auto first = static_cast<std::int64_t>(kind) * kind_span +
                     left_value(text, code ? 36 : 10, code ? code_kept : digits_kept, unit);
  return {first, first + unit};
}

std::string_view national(std::string_view digits) {
  const auto whole = digits;
  if (digits.starts_with("00")) digits.remove_prefix(2);
  for (const std::string_view country : countries)
    if (digits.size() > country.size() + 7 && digits.starts_with(country)) return digits.substr(country.size());
  return whole.starts_with("0") ? whole.substr(1) : whole;
}

// What may be meant by the beginning of a telephone number: before it is long enough nobody knows a country's code from
// one that begins so.
void phone_runs(std::string_view digits, std::vector<Run>& runs) {
  const auto likely = national(digits);
  if (!likely.empty()) runs.push_back(run_of(Kind::phone, likely));
  if (digits.starts_with("00")) digits.remove_prefix(2);
  for (const std::string_view country : countries)
    if (digits.size() > country.size() && digits.starts_with(country) && digits.substr(country.size()) != likely)
      runs.push_back(run_of(Kind::phone, digits.substr(country.size())));
}

void write_words(std::vector<std::string>& words, std::string& out) {
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  if (words.size() > words_max) words.resize(words_max);
  for (const auto& word : words) out.append(word).push_back(parting);
  out += field_end;
}

Result<std::vector<std::string>> read_words(std::string_view& bytes) {
  std::vector<std::string> words;
  const auto end = bytes.find(field_end);
  if (end == bytes.npos) return fail(Code::malformed, {}, "search terms");
  auto text = bytes.substr(0, end);
  bytes.remove_prefix(end + 1);
  while (!text.empty()) {
    const auto stop = text.find(parting);
    if (stop == text.npos || words.size() == words_max) return fail(Code::malformed, {}, "search terms");
    words.emplace_back(text.substr(0, stop));
    text.remove_prefix(stop + 1);
  }
  return words;
}

}  // namespace

std::optional<std::int64_t> number_key(Kind kind, std::string_view text) {
  const auto folded = fold_number(text);
  if (folded.size() < number_letters_min) return std::nullopt;
  if (!all_digits(folded)) {
    if (kind != Kind::identity && kind != Kind::code) return std::nullopt;
    return run_of(Kind::code, folded).first;
  }
  return run_of(kind, kind == Kind::phone ? national(folded) : std::string_view(folded)).first;
}

bool asks_number(std::string_view text) {
  const auto folded = fold_number(text);
  const auto digits = static_cast<std::size_t>(std::count_if(folded.begin(), folded.end(), is_digit));
  return digits > 0 && (folded.size() - digits <= code_letters_max || folded.size() <= code_kept + 1);
}

std::vector<Run> number_runs(std::string_view text) {
  const auto folded = fold_number(text);
  if (folded.size() < number_letters_min) return {};
  if (!all_digits(folded)) return {run_of(Kind::code, folded)};
  const auto document = run_of(Kind::document, folded);
  // A document's whole number before all identity numbers that only begin so.
  std::vector<Run> runs{{document.first, document.first + 1}, run_of(Kind::identity, folded), document};
  phone_runs(folded, runs);
  runs.push_back(run_of(Kind::code, folded));
  return runs;
}

std::string write_terms(Terms terms) {
  std::string out;
  write_words(terms.own, out);
  write_words(terms.kin, out);
  std::sort(terms.numbers.begin(), terms.numbers.end());
  terms.numbers.erase(std::unique(terms.numbers.begin(), terms.numbers.end()), terms.numbers.end());
  if (terms.numbers.size() > numbers_max) terms.numbers.resize(numbers_max);
  for (const auto number : terms.numbers) {
    auto left = static_cast<std::uint64_t>(number);
    for (; left >= 0x80; left >>= 7) out += static_cast<char>(left | 0x80);
    out += static_cast<char>(left);
  }
  return out;
}

Result<Terms> read_terms(std::string_view bytes) {
  Terms terms;
  TRY(terms.own, read_words(bytes));
  TRY(terms.kin, read_words(bytes));
  std::uint64_t number = 0;
  unsigned shift = 0;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (shift > 56) return fail(Code::malformed, {}, "search terms");
    number |= std::uint64_t{byte & 0x7fu} << shift;
    shift += 7;
    if (byte & 0x80) continue;
    terms.numbers.push_back(static_cast<std::int64_t>(number));
    number = 0;
    shift = 0;
  }
  if (shift != 0 || terms.numbers.size() > numbers_max) return fail(Code::malformed, {}, "search terms");
  return terms;
}

}  // namespace karvan::search
