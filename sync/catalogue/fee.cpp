#include "sync/catalogue/fee.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "sync/catalogue/service.h"

namespace karvan::catalogue {

namespace {

bool reads_answers(const FeeLine& line) {
  return !line.by.empty() || !line.formula.empty() || !line.when.empty() || !line.exemptions.empty();
}

tl::unexpected<Error> unknown(const FeeLine& line, const char* why) {
  return fail(Code::fee_unknown, {{"what", why}}, line.id);
}

// Lines worked out in their order, over one instance of the form where any of them reads answers.
class Reckoning {
 public:
  Reckoning(const std::vector<FeeLine>& lines, const form::Form* form, const form::Answers& answers,
            std::string_view today)
      : lines_(lines), form_(form), answers_(answers), today_(today) {}
  Reckoning(const std::vector<FeeLine>& lines, const form::Instance& filled)
      : lines_(lines), form_(&filled.form()), filled_(&filled) {}

  Result<Fee> run() {
    for (const FeeLine& line : lines_) TRY_VOID(take(line));
    return std::move(fee_);
  }

 private:
  Result<void> take(const FeeLine& line) {
    if (fee_.total.currency.empty()) fee_.total.currency = line.amount.currency;
    if (line.amount.currency != fee_.total.currency)
      return fail(Code::catalogue_broken, {{"what", "currencies_differ"}}, line.id);
    for (const auto& field : line.depends_on)
      if (std::find(fee_.depends_on.begin(), fee_.depends_on.end(), field) == fee_.depends_on.end())
        fee_.depends_on.push_back(field);
    if (!line.when.empty()) {
      TRY(const bool applies, holds(line, line.when));
      if (!applies) return {};
    }
    TRY(FeeDue due, due_of(line));
    for (const Exemption& exemption : line.exemptions) {
      TRY(const bool exempt, holds(line, exemption.when));
      if (!exempt) continue;
      due.why = FeeDue::Why::exempt;
      due.exemption = exemption.title;
      due.amount.minor = 0;
      break;
    }
    fee_.total.minor += due.amount.minor;
    if (fee_.total.minor > amount_minor_max) return unknown(line, "amount_too_large");
    fee_.lines.push_back(std::move(due));
    return {};
  }

  Result<FeeDue> due_of(const FeeLine& line) {
    FeeDue due{line.id, line.title, line.amount, FeeDue::Why::charged, line.amount, {}, line.waivable};
    TRY(due.amount.minor, minor_of(line));
    if (!line.surcharge.of.empty()) due.why = FeeDue::Why::surcharge;
    due.before = due.amount;
    return due;
  }

  Result<std::int64_t> minor_of(const FeeLine& line) {
    if (!line.surcharge.of.empty()) return part_of(line);
    if (!line.formula.empty()) return computed(line);
    return line.rows.empty() ? Result<std::int64_t>(line.amount.minor) : found(line);
  }

  Result<std::int64_t> part_of(const FeeLine& line) {
    std::int64_t base = 0;
    for (const FeeDue& before : fee_.lines) {
      const auto& of = line.surcharge.of;
      if (std::find(of.begin(), of.end(), before.id) != of.end()) base += before.amount.minor;
    }
    // base is at most 1e15 and basis_points at most 1e6: their product needs more than 64 bits.
    constexpr std::int64_t whole = 10'000;
    const std::int64_t points = line.surcharge.basis_points;
    const std::int64_t minor = base / whole * points + (base % whole * points + whole / 2) / whole;
    return minor > amount_minor_max ? Result<std::int64_t>(unknown(line, "amount_too_large")) : minor;
  }

  Result<std::int64_t> found(const FeeLine& line) {
    for (const FeeRow& row : line.rows) {
      bool fits = true;
      for (std::size_t i = 0; fits && i < line.by.size(); ++i)
        fits = row.is[i] == "*" || row.is[i] == answer(line.by[i]);
      if (fits) return row.minor;
    }
    return line.otherwise ? Result<std::int64_t>(line.amount.minor) : unknown(line, "no_row");
  }

  // Blank where it is not relevant.
  std::string answer(const std::string& question) {
    const form::State* state = instance().state(question);
    return state && state->relevant ? state->value : std::string();
  }

  Result<std::int64_t> computed(const FeeLine& line) {
    TRY(const form::Value value, value_of(line, line.formula));
    const auto minor = to_minor(form::number_of(value), line.decimals);
    return minor ? Result<std::int64_t>(*minor) : unknown(line, "no_number");
  }

  Result<bool> holds(const FeeLine& line, const std::string& xpath) {
    TRY(const form::Value value, value_of(line, xpath));
    return form::truth_of(value);
  }

  Result<form::Value> value_of(const FeeLine& line, const std::string& xpath) {
    if (!form_) return unknown(line, "no_form");
    auto formula = form::Formula::make(*form_, xpath);
    if (!formula) return unknown(line, "no_formula");
    return instance().value_of(*formula);
  }

  const form::Instance& instance() {
    if (filled_) return *filled_;
    if (!instance_) instance_.emplace(*form_, answers_, form::Context{today_, today_ + "T00:00:00.000+00:00"});
    return *instance_;
  }

  const std::vector<FeeLine>& lines_;
  const form::Form* form_;
  form::Answers answers_;
  std::string today_;
  const form::Instance* filled_ = nullptr;  // the caller's; else one is made of the answers where a line first needs it
  std::optional<form::Instance> instance_;
  Fee fee_;
};

// Fifteen significant digits of a number as "d.dddddddddddddde+XX": what an author who counts in decimals means by it,
// without the dust of binary fractions (0.1 * 3).
constexpr int digits_meant = 15;

}  // namespace

std::optional<std::int64_t> to_minor(double major, int decimals) {
  if (!std::isfinite(major)) return std::nullopt;
  if (major <= 0) return 0;
  char text[40];
  const auto end = std::to_chars(text, text + sizeof text, major, std::chars_format::scientific, digits_meant - 1).ptr;
  const std::string_view written(text, static_cast<std::size_t>(end - text));
  const auto mark = written.find('e');
  std::string digits(written.substr(0, 1));
  digits += written.substr(2, mark - 2);
  int exponent = 0;
  const auto sign = written[mark + 1] == '-' ? -1 : 1;
  std::from_chars(written.data() + mark + 2, written.data() + written.size(), exponent);
  // So many of the digits stand before the minor unit's point.
  const int whole = 1 + sign * exponent + decimals;
  if (whole > 16) return std::nullopt;
  if (whole < 0) return 0;
  const auto kept = static_cast<std::size_t>(whole);
  if (digits.size() <= kept) digits.append(kept + 1 - digits.size(), '0');
  std::int64_t minor = 0;
  std::from_chars(digits.data(), digits.data() + kept, minor);
  if (digits[kept] >= '5') ++minor;
  return minor > amount_minor_max ? std::nullopt : std::optional(minor);
}

std::string_view name_of(FeeDue::Why why) {
  if (why == FeeDue::Why::exempt) return "exempt";
  return why == FeeDue::Why::surcharge ? "surcharge" : "charged";
}

std::int64_t Fee::waivable_minor() const {
  std::int64_t minor = 0;
  for (const FeeDue& line : lines) minor += line.waivable ? line.amount.minor : 0;
  return minor;
}

Result<Fee> fee_due(const Service& service, const form::Answers& answers, std::string_view today) {
  return Reckoning(service.fees, &service.form, answers, today).run();
}

Result<Fee> fee_so_far(const Service& service, const form::Instance& form) {
  return Reckoning(service.fees, form).run();
}

bool is_fixed(const std::vector<FeeLine>& lines) { return std::none_of(lines.begin(), lines.end(), reads_answers); }

Result<Fee> fixed_fee(const std::vector<FeeLine>& lines) { return Reckoning(lines, nullptr, {}, {}).run(); }

}  // namespace karvan::catalogue
