#include "sync/rules/parties.h"
#include "sync/rules/lists.h"

#include <algorithm>
#include <array>

namespace karvan::rules {
namespace {

using model::Shown;

tl::unexpected<Error> wrong(const char* member) { return fail(Code::field_wrong_type, {{"field", member}}, "shown"); }

Result<void> check_basis(const catalogue::Party& party, const Shown& shown) {
  constexpr auto all = std::to_array<std::string_view>({"card", "document", "witness", "none"});
  const bool known = std::find(all.begin(), all.end(), shown.how) != all.end();
  if (!known || !(party.bases.empty() || contains(party.bases, shown.how))) return wrong("how");
  if (shown.how == "none" && shown.reason.empty()) return fail(Code::reason_missing);
  if ((shown.how == "card" || shown.how == "witness") && shown.of.empty()) return wrong("of");
  return {};
}

bool asked(const catalogue::Service& service, std::string_view what) {
  return what != "consent" || !service.consent.version.empty();
}

}  // namespace

std::vector<Shown> shown_of(const model::Record& record) {
  std::vector<Shown> all;
  for (const auto& dated : record.shown) all.push_back(dated.act);
  return all;
}

Result<void> check_shown(const catalogue::Service& service, const Shown& shown) {
  auto party = std::find_if(service.parties.begin(), service.parties.end(),
                            [&](const catalogue::Party& p) { return p.role == shown.role; });
  if (party == service.parties.end() || shown.number < 1 || shown.number > party->most)
    return fail(Code::party_missing, {{"role", shown.role}, {"number", std::to_string(shown.number)}});
  if (!contains(party->shows, shown.what)) return wrong("what");
  if (shown.what == "identity") return check_basis(*party, shown);
  if (shown.what == "consent")
    return shown.of == service.consent.version ? Result<void>{}
                                               : fail(Code::consent_missing, {{"version", service.consent.version}});
  if (shown.what == "signature" && shown.how != "signature" && shown.how != "thumb") return wrong("how");
  return shown.of.empty() ? Result<void>(wrong("of")) : Result<void>{};
}

std::vector<ToShow> missing_shown(const catalogue::Service& service, const std::vector<Shown>& shown, bool filing) {
  auto there = [&](const ToShow& wanted) {
    return std::any_of(shown.begin(), shown.end(), [&](const Shown& s) {
      return s.role == wanted.party->role && s.number == wanted.number && s.what == wanted.what &&
             check_shown(service, s).has_value();
    });
  };
  std::vector<ToShow> missing;
  for (const auto& party : service.parties) {
    if (filing && party.later) continue;
    for (int number = 1; number <= party.least; ++number)
      for (const auto& what : party.shows)
        if (ToShow wanted{&party, number, what}; asked(service, what) && !there(wanted)) missing.push_back(wanted);
  }
  return missing;
}

}  // namespace karvan::rules
