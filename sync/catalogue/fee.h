#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/error.h"
#include "storage/model/money.h"
#include "sync/form/form.h"
#include "sync/form/instance.h"

// What a service costs. Amounts are integers in minor units; a formula's result is rounded once, half up.
namespace karvan::catalogue {

using form::Texts;
using model::Money;

struct Service;

// A row of a fee's table: an answer for each question of `by` ("*": any), and the amount.
struct FeeRow {
  std::vector<std::string> is;
  std::int64_t minor = 0;
  bool operator==(const FeeRow&) const = default;
};

struct Exemption {
  std::string when;  // XPath over the form
  Texts title;       // why, for the slip
  bool operator==(const Exemption&) const = default;
};

// So much of other lines: hundredths of a percent, rounded half up.
struct Surcharge {
  std::vector<std::string> of;  // ids of lines before this one
  std::int64_t basis_points = 0;
  bool operator==(const Surcharge&) const = default;
};

// One line of what a service costs. It is fixed, or by the first of these that it has: surcharge, formula, table.
struct FeeLine {
  std::string id;
  Texts title;
  Money amount;  // of a table: where no row fits, if `otherwise`
  // Fields that the author names and all that the line reads (Service::depends_on: and what they are made of).
  std::vector<std::string> depends_on;
  std::vector<std::string> by;  // questions of the table
  std::vector<FeeRow> rows;
  bool otherwise = false;
  std::string formula;  // XPath over the form, in major units
  int decimals = 2;     // of the currency, for the formula
  Surcharge surcharge;
  std::string when;  // XPath: the line applies; empty: always
  std::vector<Exemption> exemptions;
  bool waivable = true;
  bool operator==(const FeeLine&) const = default;
};

// A line as it falls due.
struct FeeDue {
  enum class Why { charged, surcharge, exempt };
  std::string id;
  Texts title;
  Money amount;  // 0 where exempt
  Why why = Why::charged;
  Money before;     // what it would be without the exemption; else equal to `amount`
  Texts exemption;  // the exemption's words where exempt
  bool waivable = true;
  bool operator==(const FeeDue&) const = default;
};
std::string_view name_of(FeeDue::Why why);  // "charged", "surcharge", "exempt": the page's words

struct Fee {
  Money total;
  std::vector<FeeDue> lines;            // those that apply, in the author's order; what is exempt is there with 0
  std::vector<std::string> depends_on;  // of all lines, each once
  std::int64_t waivable_minor() const;  // how much of the total may be waived
};

// What is due for an application with these answers on a civil date: the one place where that is worked out. The same
// service, answers and date give the same fee on every machine; expressions have the form's budget of steps.
// fee_unknown (the line's id in `where`): a formula gave no number, or no row of a table fits; too large an amount.
Result<Fee> fee_due(const Service& service, const form::Answers& answers, std::string_view today);

// The same for an application that is being filled in, by the form as it is: nothing is made anew with each key.
Result<Fee> fee_so_far(const Service& service, const form::Instance& form);

// Whether the fee is the same whatever is answered; then, what it is.
bool is_fixed(const std::vector<FeeLine>& lines);
Result<Fee> fixed_fee(const std::vector<FeeLine>& lines);

// A number of major units in minor ones, rounded half up at its fifteenth significant digit's value; below zero is
// zero. Nothing for what is no number or is over amount_minor_max.
std::optional<std::int64_t> to_minor(double major, int decimals);

inline constexpr std::int64_t amount_minor_max = 1'000'000'000'000'000;
inline constexpr std::size_t fee_lines_max = 100;
inline constexpr std::size_t fee_rows_max = 5000;

}  // namespace karvan::catalogue
