#include "sync/catalogue/fee.h"

#include <algorithm>
#include <cmath>
#include <set>

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

  Result<Fee> run() {
    for (const FeeLine& line : lines_) TRY_VOID(take(line));
    fee_.depends_on.assign(depends_on_.begin(), depends_on_.end());
    return std::move(fee_);
  }

 private:
  Result<void> take(const FeeLine& line) {
    if (fee_.total.currency.empty()) fee_.total.currency = line.amount.currency;
    if (line.amount.currency != fee_.total.currency)
      return fail(Code::catalogue_broken, {{"what", "currencies_differ"}}, line.id);
    depends_on_.insert(line.depends_on.begin(), line.depends_on.end());
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

  std::string answer(const std::string& question) {
    auto found = answers_.find(question);
    return found == answers_.end() ? std::string() : found->second;
  }

  Result<std::int64_t> computed(const FeeLine& line) {
    return form_ ? unknown(line, "no_number") : unknown(line, "no_form");
  }
  Result<bool> holds(const FeeLine& line, const std::string&) { return unknown(line, "no_number"); }

  const std::vector<FeeLine>& lines_;
  const form::Form* form_;
  const form::Answers& answers_;
  std::string today_;
  std::set<std::string> depends_on_;
  Fee fee_;
};

}  // namespace

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

bool is_fixed(const std::vector<FeeLine>& lines) { return std::none_of(lines.begin(), lines.end(), reads_answers); }

Result<Fee> fixed_fee(const std::vector<FeeLine>& lines) { return Reckoning(lines, nullptr, {}, {}).run(); }

}  // namespace karvan::catalogue
