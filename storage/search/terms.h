#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/error.h"

namespace karvan::search {

// A number by which a record is found, as the index sorts it: kind · 10^13 and the first 13 digits, or 8 letters and
// digits in base 36, from the left. So what begins with the same digits is a run, and two numbers that differ only
// later are one: who looks is shown both.
enum class Kind : std::uint8_t { identity = 1, document = 2, phone = 3, code = 4 };

// None where there is nothing to be found by: fewer than number_letters_min letters or digits. An identity number with
// letters in it is a code. A telephone number is kept without country code and leading zero (Pakistan 92, Azerbaijan
// 994).
std::optional<std::int64_t> number_key(Kind kind, std::string_view text);

// Whether a question asks for a number: it has a digit, and no more letters than a code.
bool asks_number(std::string_view text);
struct Run {
  std::int64_t first = 0, end = 0;
};
// What may be meant by a number of which this is the beginning, the likeliest kind first.
std::vector<Run> number_runs(std::string_view text);
inline constexpr std::size_t number_letters_min = 2;

// All that a record is found by.
struct Terms {
  std::vector<std::string> own, kin;  // fold_words
  std::vector<std::int64_t> numbers;  // number_key
  bool operator==(const Terms&) const = default;
};

inline constexpr std::size_t numbers_max = 16;

// As a row keeps it: the words of both names, then the numbers in base 128. The same terms give the same bytes: sorted,
// each once, within the bounds.
std::string write_terms(Terms terms);
// malformed
Result<Terms> read_terms(std::string_view bytes);

}  // namespace karvan::search
