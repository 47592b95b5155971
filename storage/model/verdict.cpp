#include "storage/model/verdict.h"

#include <algorithm>
#include <array>

#include "storage/model/json.h"

namespace karvan::model {
namespace {

constexpr auto fates =
    std::to_array<std::string_view>({"applied", "parallel", "lost", "held", "waiting", "parked", "refused"});

}  // namespace

std::string_view name_of(Fate fate) { return fates.at(static_cast<std::size_t>(fate)); }

Result<Fate> parse_fate(std::string_view text) {
  auto found = std::find(fates.begin(), fates.end(), text);
  if (found == fates.end()) return fail(Code::malformed, {}, "fate");
  return static_cast<Fate>(found - fates.begin());
}

std::string write_verdict(const Verdict& verdict) {
  json::object o;
  if (verdict.op != Fate::applied) o["op"] = name_of(verdict.op);
  if (!verdict.fields.empty()) {
    json::object fields;
    for (const auto& [name, fate] : verdict.fields) fields[name] = name_of(fate);
    o["fields"] = std::move(fields);
  }
  if (verdict.advance != Fate::applied) o["advance"] = name_of(verdict.advance);
  if (verdict.returned != Fate::applied) o["returned"] = name_of(verdict.returned);
  if (verdict.resolve != Fate::applied) o["resolve"] = name_of(verdict.resolve);
  if (verdict.closed != Fate::applied) o["closed"] = name_of(verdict.closed);
  if (!verdict.alarms.empty()) o["alarms"] = json::array(verdict.alarms.begin(), verdict.alarms.end());
  if (!verdict.reason.empty()) o["reason"] = verdict.reason;
  return json::write(o);
}

Result<Verdict> parse_verdict(std::string_view text) {
  TRY(auto o, json::parse_object(text));
  Verdict verdict;
  TRY(verdict.op, parse_fate(json::string_or(o, "op", "applied")));
  TRY(verdict.advance, parse_fate(json::string_or(o, "advance", "applied")));
  TRY(verdict.returned, parse_fate(json::string_or(o, "returned", "applied")));
  TRY(verdict.resolve, parse_fate(json::string_or(o, "resolve", "applied")));
  TRY(verdict.closed, parse_fate(json::string_or(o, "closed", "applied")));
  verdict.reason = json::string_or(o, "reason");
  if (o.contains("fields")) {
    TRY(auto fields, json::object_at(o, "fields"));
    for (const auto& member : *fields) {
      TRY(auto fate_name, json::string_at(*fields, member.key()));
      TRY(auto fate, parse_fate(fate_name));
      verdict.fields.emplace(member.key(), fate);
    }
  }
  if (o.contains("alarms")) {
    TRY(auto alarms, json::array_at(o, "alarms"));
    for (const auto& alarm : *alarms) {
      if (!alarm.is_string()) return fail(Code::field_wrong_type, {{"field", "alarms"}});
      verdict.alarms.emplace_back(alarm.get_string());
    }
  }
  return verdict;
}

}  // namespace karvan::model
