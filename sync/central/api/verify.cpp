#include "sync/central/api/verify.h"
#include "sync/central/reconcile/erasure.h"

#include <algorithm>
#include <charconv>

#include "storage/model/json.h"
#include "storage/seal/hash.h"
#include "sync/central/store/inbox.h"
#include "sync/central/store/nodes.h"
#include "sync/central/store/records.h"
#include "sync/http/files.h"

namespace karvan::central {
namespace {

constexpr std::string_view place_of_keys = "KEYS";  // in the page
constexpr std::size_t kind_bytes_max = 64;

std::string to_base64url(std::string_view bytes) {
  auto text = seal::to_base64_unpadded(bytes);
  std::replace(text.begin(), text.end(), '+', '-');
  std::replace(text.begin(), text.end(), '/', '_');
  return text;
}

http::Response text_response(std::string type, std::string body) {
  return {200, {{"Content-Type", std::move(type)}, {"Cache-Control", "no-cache"}}, std::move(body)};
}

// The record on which an operation acted.
Result<std::optional<model::Record>> bearer_of(Files& files, const SerialRow& row) {
  TRY(auto told, told_of(files, row.op));
  if (!told) return std::nullopt;
  TRY(auto found, Records(files.records).record(row.office, told->op.of));
  if (!found) return std::nullopt;
  TRY(auto record, model::parse_record(found->body));
  return record;
}

bool depends_on_held(const model::Record& record, const catalogue::Service* service) {
  const auto* layout = service ? service->document("certificate") : nullptr;
  if (!layout)
    return std::any_of(record.fields.begin(), record.fields.end(), [](const auto& f) { return f.second.held; });
  const auto fields = service->depends_on(*layout);
  return std::any_of(fields.begin(), fields.end(), [&](const auto& name) { return record.held(name); });
}

std::string state_of(const model::Record& record, const model::Serial& serial, const catalogue::Service* service) {
  auto document =
      std::find_if(record.documents.begin(), record.documents.end(), [&](const auto& d) { return d.serial == serial; });
  if (document == record.documents.end()) return "unknown";
  if (document->state == "void") return "void";
  return document->state == "disputed" || depends_on_held(record, service) ? "under_review" : "issued";
}

struct Standing {
  std::string state = "unknown";
  std::string outcome;  // granted, refused; empty: the institution has not decided
};

Result<Standing> standing_of(Views& views, const model::Serial& serial) {
  TRY(auto rows, Records(views.files().records).bearers(serial));
  Standing standing;
  std::size_t issues = 0;
  for (const auto& row : rows) {
    if (row.state != "issued") {
      if (issues == 0) standing.state = "void";  // a number that nothing bears
      continue;
    }
    TRY(auto record, bearer_of(views.files(), row));
    if (!record) continue;
    ++issues;
    TRY(const auto* service, views.reference().service(record->pin.service, record->pin.version));
    standing.state = state_of(*record, serial, service);
    standing.outcome = record->decisions.empty() ? "" : record->decisions.back().act.outcome;
  }
  if (issues > 1) return Standing{"under_review", {}};  // two documents bear it (P5)
  return standing;
}

}  // namespace

Result<std::string> published_keys(Files& files) {
  TRY(auto keys, Nodes(files.inbox).keys());
  json::array list;
  for (const auto& key : keys) {
    TRY(auto verifying, seal::parse_verifying_key(key.head_key));
    list.push_back(json::object{
        {"kid", key.node}, {"crv", "Ed25519"}, {"x", to_base64url(verifying.public_key)}, {"revoked", key.revoked}});
  }
  return json::write(json::object{{"keys", std::move(list)}});
}

Result<http::Response> Verify::answer(Views& views, const http::Request& request) {
  if (request.method != "GET" && request.method != "HEAD") return fail(Code::method_not_allowed);
  constexpr std::string_view api = "/api/v1/verify/";
  std::string_view path = request.path;
  if (!path.starts_with(api)) return page(views, request.path);
  path.remove_prefix(api.size());
  const auto slash = path.find('/');
  if (slash == path.npos) return fail(Code::unknown_route);
  return standing(views, path.substr(0, slash), path.substr(slash + 1));
}

Result<http::Response> Verify::page(Views& views, const std::string& path) {
  if (path == "/verify/keys.json") {
    TRY(auto keys, published_keys(views.files()));
    return text_response("application/json", std::move(keys));
  }
  if (path == "/verify/keys.note") {
    TRY(auto keys, published_keys(views.files()));
    return text_response("text/plain; charset=utf-8",
                         seal::sign_note("karvan/keys/v1\n" + keys + "\n", house_.keys.signing));
  }
  auto found = std::find_if(assets_.begin(), assets_.end(), [&](const auto& a) { return a.path == path; });
  if (found == assets_.end()) return fail(Code::unknown_route);
  std::string body(found->bytes);
  if (const auto at = body.find(place_of_keys); path == "/verify" && at != body.npos) {
    // Names of nodes and base64url hold no "<", which could end the element around them.
    TRY(auto keys, published_keys(views.files()));
    body.replace(at, place_of_keys.size(), keys);
  }
  return http::file_response({found->path, found->content_type, body, found->gzip, found->immutable},
                             web_kit::content_security_policy);
}

bool Verify::may_ask() {
  const auto now_ms = house_.now_ms();
  const auto passed_s = static_cast<double>(std::max<std::int64_t>(0, now_ms - asked_ms_)) / 1000;
  asks_left_ = std::min(asks_at_once_max, asks_left_ + passed_s * asks_a_second_max);
  asked_ms_ = now_ms;
  if (asks_left_ < 1) return false;
  asks_left_ -= 1;
  return true;
}

Result<http::Response> Verify::standing(Views& views, std::string_view kind, std::string_view number) {
  model::Serial serial{std::string(kind), 0};
  auto [end, wrong] = std::from_chars(number.data(), number.data() + number.size(), serial.number);
  if (wrong != std::errc{} || end != number.data() + number.size() || serial.number < 0 || kind.size() > kind_bytes_max)
    return fail(Code::field_wrong_type, {{"field", "number"}});
  if (!may_ask()) return fail(Code::busy, {}, "verify");
  TRY(auto standing, standing_of(views, serial));
  return http::json(json::write(json::object{
      {"kind", serial.kind}, {"number", serial.number}, {"state", standing.state}, {"outcome", standing.outcome}}));
}

}  // namespace karvan::central
