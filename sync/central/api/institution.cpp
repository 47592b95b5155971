#include "sync/central/api/institution.h"

#include <algorithm>

#include "storage/model/json.h"
#include "storage/seal/hash.h"
#include "sync/central/api/clerk.h"
#include "sync/central/store/records.h"
#include "sync/rules/context.h"

namespace karvan::central {
namespace {

constexpr std::string_view accept = "institution/accept";
constexpr std::string_view decide = "institution/decide";
constexpr std::string_view close_theirs = "institution/close";
constexpr std::string_view scheme = "Bearer ";
constexpr std::string_view mark = "kvi.";  // so that a key which strayed into a log or a repository is known for one
constexpr std::size_t listed_max = 100;
constexpr std::size_t text_bytes_max = 500;
constexpr std::size_t fields_max = 100;

std::string header(const http::Request& request, const std::string& name) {
  auto found = request.headers.find(name);
  return found == request.headers.end() ? "" : found->second;
}

Result<void> belongs(const Before& before, const std::string& institution) {
  if (before.service && before.service->institution.id == institution) return {};
  return fail(Code::unknown_application);
}

Result<model::Op> make_acceptance(const Before& before, const std::string& institution) {
  TRY_VOID(belongs(before, institution));
  if (before.record.reached(rules::stage::accepted_by_institution)) return fail(Code::exists_already);
  model::Op op;
  op.advance = rules::stage::accepted_by_institution;
  return op;
}

Result<model::Op> make_decision(const Before& before, const std::string& institution, const model::Decided& decided,
                                const std::map<std::string, std::string>& set) {
  TRY_VOID(belongs(before, institution));
  model::Op op;
  op.decided = decided;
  for (const auto& [name, value] : set) {
    if (!before.service->form.question(name)) return fail(Code::unknown_question, {{"question", name}}, name);
    if (before.service->merge_rule(name) != "centre")
      return fail(Code::role_not_allowed, {{"act", "decide"}, {"question", name}}, name);
    op.set.emplace(name, value);
    auto found = before.record.fields.find(name);
    if (found != before.record.fields.end()) op.over.emplace(name, found->second.writer);
  }
  // A word that supersedes another reaches no stage again (P9).
  if (!before.record.reached(rules::stage::decided)) op.advance = rules::stage::decided;
  return op;
}

Result<model::Op> make_closing(const Before& before, const std::string& institution, const model::Closed& closed) {
  TRY_VOID(belongs(before, institution));
  model::Op op;
  op.closed = closed;
  return op;
}

Result<std::string> short_text(const json::object& o, std::string_view key) {
  std::string text = json::string_or(o, key);
  if (text.size() > text_bytes_max) return fail(Code::answer_too_long, {}, std::string(key));
  return text;
}

Result<model::Decided> decided_at(const json::object& o) {
  model::Decided decided;
  TRY(decided.outcome, json::string_at(o, "outcome"));
  TRY(decided.reason, short_text(o, "reason"));
  TRY(decided.reference, short_text(o, "reference"));
  bool known = decided.outcome == "granted" || decided.outcome == "refused";
  if (!known) return fail(Code::field_wrong_type, {{"field", "outcome"}}, "outcome");
  if (decided.outcome == "refused" && decided.reason.empty()) return fail(Code::reason_missing);
  return decided;
}

Result<std::map<std::string, std::string>> set_at(const json::object& o) {
  std::map<std::string, std::string> set;
  if (!o.contains("set")) return set;
  TRY(auto members, json::object_at(o, "set"));
  if (members->size() > fields_max) return fail(Code::body_too_large, {}, "set");
  for (const auto& [name, value] : *members) {
    if (!value.is_string()) return fail(Code::field_wrong_type, {{"field", std::string(name)}}, "set");
    set.emplace(name, value.get_string());
  }
  return set;
}

}  // namespace

bool is_institutions(std::string_view route) { return route == accept || route == decide || route == close_theirs; }

MadeKey make_institution_key(const seal::Entropy& entropy) {
  std::string id = seal::to_hex(entropy(4)), secret = seal::to_hex(entropy(32));
  return {std::string(mark) + id + "." + secret, id, seal::to_hex(seal::sha256(secret))};
}

Result<InstitutionKey> institution_of(Views& views, const http::Request& request) {
  std::string given = header(request, "authorization");
  std::string_view text = given;
  if (!text.starts_with(scheme)) return fail(Code::not_signed_in);
  text.remove_prefix(scheme.size());
  if (!text.starts_with(mark)) return fail(Code::not_signed_in);
  text.remove_prefix(mark.size());
  auto dot = text.find('.');
  if (dot == text.npos) return fail(Code::not_signed_in);
  TRY(auto key, InstitutionKeys(views.files().records).get(text.substr(0, dot)));
  auto digest = seal::to_hex(seal::sha256(text.substr(dot + 1)));
  bool right = key && seal::equal_constant_time(digest, key->digest) && !key->revoked_ms;
  const auto* officer = right ? views.staff(key->staff) : nullptr;
  if (!officer || !officer->active) return fail(Code::not_signed_in);
  return *key;
}

Result<PersonsAct> institution_act(Views& views, const http::Request& request) {
  TRY(auto key, institution_of(views, request));
  TRY(auto o, json::parse_object(request.body, text_bytes_max * fields_max));
  PersonsAct act;
  act.cmd = json::string_or(o, "cmd", header(request, "idempotency-key"));
  TRY(auto office, json::string_at(o, "office"));
  TRY(auto id, json::string_at(o, "id"));
  act.of = office + "/application/" + id;
  act.actor = key.staff;
  act.asked = digest_of(key.staff, request.path, request.body);
  auto institution = key.institution;
  if (request.path.ends_with(accept)) {
    act.make = [institution](const Before& before) { return make_acceptance(before, institution); };
    return act;
  }
  if (request.path.ends_with(close_theirs)) {
    model::Closed closed;
    TRY(closed.how, short_text(o, "how"));
    TRY(closed.reason, short_text(o, "reason"));
    act.make = [=](const Before& before) { return make_closing(before, institution, closed); };
    return act;
  }
  TRY(auto decided, decided_at(o));
  TRY(auto set, set_at(o));
  act.make = [=](const Before& before) { return make_decision(before, institution, decided, set); };
  return act;
}

Result<http::Response> institution_applications(Views& views, const http::Request& request) {
  TRY(auto key, institution_of(views, request));
  auto state = request.query.find("state");
  std::string handling = state == request.query.end() ? std::string(handling_received) : state->second;
  if (handling != handling_received && handling != handling_accepted)
    return fail(Code::field_wrong_type, {{"field", "state"}}, "state");
  TRY(auto rows, Applications(views.files().records).handled(key.institution, handling, listed_max));
  json::array list;
  for (const auto& row : rows) {
    TRY(auto shown, views.for_institution(row));
    list.push_back(std::move(shown));
  }
  return http::json(json::write(list));
}

}  // namespace karvan::central
