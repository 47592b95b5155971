#include <algorithm>

#include "sync/catalogue/parts.h"

namespace karvan::catalogue {

namespace {

constexpr int after_days_max = 36500;

json::value write_refund(const Closing& closing) {
  if (closing.refund == Closing::Refund::lines) return write_list(closing.refund_lines);
  return closing.refund == Closing::Refund::all ? "all" : "none";
}

Result<void> read_refund(const object& o, Closing& closing) {
  const json::value* refund = o.if_contains("refund");
  if (refund && refund->is_array()) {
    closing.refund = Closing::Refund::lines;
    TRY(closing.refund_lines, list_in(o, "refund"));
    return {};
  }
  const std::string word = json::string_or(o, "refund", "none");
  if (word != "none" && word != "all") return odd("closings");
  closing.refund = word == "all" ? Closing::Refund::all : Closing::Refund::none;
  return {};
}

}  // namespace

object write_closing(const Closing& c) {
  array reasons;
  for (const Reason& reason : c.reasons)
    reasons.push_back(object{{"id", reason.id}, {"title", write_strings(reason.title)}});
  object out = {{"how", c.how}, {"refund", write_refund(c)}, {"by", c.by}};
  if (!reasons.empty()) out["reasons"] = std::move(reasons);
  put(out, "next_step", c.next_step);
  put(out, "after_days", c.after_days);
  return out;
}

Result<Closing> read_closing(const object& o) {
  Closing c;
  TRY(c.how, json::string_at(o, "how"));
  TRY(c.by, json::string_at(o, "by"));
  TRY_VOID(read_refund(o, c));
  TRY(auto reasons, objects_in(o, "reasons"));
  for (const object* from : reasons) {
    Reason reason;
    TRY(reason.id, json::string_at(*from, "id"));
    TRY(reason.title, strings_in(*from, "title"));
    c.reasons.push_back(std::move(reason));
  }
  TRY(c.next_step, strings_in(o, "next_step"));
  TRY(c.after_days, whole_in(o, "after_days", 0, 0, after_days_max));
  return c;
}

const std::vector<Closing>& default_closings() {
  static const std::vector<Closing> closings = [] {
    Closing withdrawn, returned;
    withdrawn.how = "withdrawn";
    withdrawn.by = "desk";
    returned.how = "returned";
    returned.by = "supervisor";
    return std::vector<Closing>{std::move(withdrawn), std::move(returned)};
  }();
  return closings;
}

const Closing* Service::closing(std::string_view how) const {
  for (const auto* list : {&closings, &default_closings()}) {
    auto found = std::find_if(list->begin(), list->end(), [&](const Closing& c) { return c.how == how; });
    if (found != list->end()) return &*found;
  }
  return nullptr;
}

std::int64_t refund_of(const Closing& closing, const Fee& fee) {
  if (closing.refund == Closing::Refund::none) return 0;
  if (closing.refund == Closing::Refund::all) return fee.total.minor;
  std::int64_t minor = 0;
  for (const FeeDue& line : fee.lines) {
    const auto& given = closing.refund_lines;
    if (std::find(given.begin(), given.end(), line.id) != given.end()) minor += line.amount.minor;
  }
  return minor;
}

}  // namespace karvan::catalogue
