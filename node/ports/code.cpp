#include "node/ports/code.h"

#include "storage/model/json.h"
#include "sync/trust/credential.h"

namespace karvan::ports {
namespace {

Result<trust::Credential> parse_credential(std::string_view text, const std::string& issuer) {
  TRY(auto o, json::parse_object(text, counter::slip_bytes_max));
  trust::Credential credential{.issuer = issuer};
  TRY(credential.kind, json::string_at(o, "kind"));
  TRY(credential.number, json::integer_at(o, "number"));
  TRY(credential.tracking, json::string_at(o, "tracking"));
  TRY(credential.service, json::string_at(o, "service"));
  TRY(credential.issued_s, json::integer_at(o, "issued_s"));
  credential.provisional = json::bool_or(o, "provisional");
  TRY(const auto* claims, json::object_at(o, "claims"));
  for (const auto& [name, value] : *claims) {
    if (!value.is_string()) return fail(Code::field_wrong_type, {}, "claims");
    credential.claims.emplace(name, value.get_string());
  }
  return credential;
}

}  // namespace

Result<counter::Slip> with_code(counter::Slip slip, const seal::SigningKey& key) {
  if (!slip.credential.empty()) {
    TRY(auto credential, parse_credential(slip.credential, key.name));
    TRY(slip.qr, trust::write_credential(credential, key));
  } else if (!slip.qr.empty() && slip.qr.find('\n') == std::string::npos) {
    slip.qr = seal::sign_note(slip.qr + "\n", key);
  }
  return slip;
}

}  // namespace karvan::ports
