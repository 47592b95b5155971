#include "storage/model/verdict.h"

#include <algorithm>
#include <array>

#include "storage/model/json.h"

namespace karvan::model {
namespace {

constexpr auto fates =
    std::to_array<std::string_view>({"applied", "parallel", "lost", "held", "waiting", "parked", "refused"});

Result<std::vector<std::string>> texts_at(const json::object& o, std::string_view key) {
  std::vector<std::string> texts;
  if (!o.contains(key)) return texts;
  TRY(auto each, json::array_at(o, key));
  for (const auto& text : *each) {
    if (!text.is_string()) return fail(Code::field_wrong_type, {{"field", std::string(key)}}, "verdict");
    texts.emplace_back(text.get_string());
  }
  return texts;
}

Result<void> read_fields(const json::object& o, Verdict& verdict) {
  if (o.contains("fields")) {
    TRY(auto fields, json::object_at(o, "fields"));
    for (const auto& member : *fields) {
      TRY(auto fate_name, json::string_at(*fields, member.key()));
      TRY(auto fate, parse_fate(fate_name));
      verdict.fields.emplace(member.key(), fate);
    }
  }
  if (!o.contains("computed")) return {};
  TRY(auto computed, json::object_at(o, "computed"));
  for (const auto& member : *computed) {
    TRY(auto value, json::string_at(*computed, member.key()));
    verdict.computed.emplace(member.key(), std::move(value));
  }
  return {};
}

}  // namespace

std::string_view name_of(Fate fate) { return fates.at(static_cast<std::size_t>(fate)); }

Result<Fate> parse_fate(std::string_view text) {
  auto found = std::find(fates.begin(), fates.end(), text);
  if (found == fates.end()) return fail(Code::malformed, {}, "fate");
  return static_cast<Fate>(found - fates.begin());
}

std::string write_verdict(const Verdict& verdict) {
  if (verdict == Verdict{}) return "{}";
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
  if (verdict.settled != Fate::applied) o["settled"] = name_of(verdict.settled);
  if (verdict.erase != Fate::applied) o["erase"] = name_of(verdict.erase);
  if (!verdict.computed.empty()) {
    json::object computed;
    for (const auto& [name, value] : verdict.computed) computed[name] = value;
    o["computed"] = std::move(computed);
  }
  if (!verdict.ripe.empty()) o["ripe"] = json::array(verdict.ripe.begin(), verdict.ripe.end());
  if (verdict.received_ms != 0) o["received"] = verdict.received_ms;
  if (!verdict.alarms.empty()) o["alarms"] = json::array(verdict.alarms.begin(), verdict.alarms.end());
  if (!verdict.reason.empty()) o["reason"] = verdict.reason;
  return json::write(o);
}

Result<Verdict> parse_verdict(std::string_view text) {
  if (text == "{}") return Verdict{};
  TRY(auto o, json::parse_object(text));
  Verdict verdict;
  TRY(verdict.op, parse_fate(json::string_or(o, "op", "applied")));
  TRY(verdict.advance, parse_fate(json::string_or(o, "advance", "applied")));
  TRY(verdict.returned, parse_fate(json::string_or(o, "returned", "applied")));
  TRY(verdict.resolve, parse_fate(json::string_or(o, "resolve", "applied")));
  TRY(verdict.closed, parse_fate(json::string_or(o, "closed", "applied")));
  TRY(verdict.settled, parse_fate(json::string_or(o, "settled", "applied")));
  TRY(verdict.erase, parse_fate(json::string_or(o, "erase", "applied")));
  verdict.reason = json::string_or(o, "reason");
  verdict.received_ms = json::integer_or(o, "received");
  TRY_VOID(read_fields(o, verdict));
  TRY(verdict.ripe, texts_at(o, "ripe"));
  TRY(verdict.alarms, texts_at(o, "alarms"));
  return verdict;
}

}  // namespace karvan::model
