#include "sync/trust/credential.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "sync/trust/base45.h"
#include "sync/trust/cbor.h"

namespace karvan::trust {
namespace {

constexpr std::string_view prefix = "KV1:";
constexpr std::uint64_t tag_sign1 = 18;
constexpr std::int64_t header_alg = 1, header_kid = 4, alg_eddsa = -8;
constexpr std::int64_t claim_issuer = 1, claim_issued = 6, claim_identity = 169, claim_karvan = -65537;
enum Own : std::int64_t { kind = 1, number, tracking, service, provisional, claims };

constexpr std::string_view birth_date = "birth_date";
constexpr std::array<std::pair<std::int64_t, std::string_view>, 8> identity_keys = {{{1, "identity"},
                                                                                     {4, "full_name"},
                                                                                     {8, birth_date},
                                                                                     {10, "address"},
                                                                                     {11, "email"},
                                                                                     {12, "phone"},
                                                                                     {13, "nationality"},
                                                                                     {15, "guardian"}}};

bool has_digits_at(std::string_view text, std::string_view form) {
  return text.size() == form.size() && std::equal(text.begin(), text.end(), form.begin(), [](char c, char f) {
           return f == '9' ? c >= '0' && c <= '9' : c == f;
         });
}

// Claim 169 writes a date as YYYYMMDD. Empty where it is none.
std::string compact_date(std::string_view date) {
  if (!has_digits_at(date, "9999-99-99")) return {};
  return std::string(date.substr(0, 4)).append(date.substr(5, 2)).append(date.substr(8, 2));
}
std::string civil_date(std::string_view date) {
  if (!has_digits_at(date, "99999999")) return std::string(date);
  return std::string(date.substr(0, 4)).append("-").append(date.substr(4, 2)).append("-").append(date.substr(6, 2));
}

struct Parted {
  std::vector<std::pair<std::int64_t, std::string>> identity;   // by key
  std::vector<std::pair<std::string, std::string_view>> named;  // by encoded name
};

Parted part(const Credential& credential) {
  Parted parted;
  auto rest = credential.claims;
  for (const auto& [key, name] : identity_keys) {
    auto found = rest.find(std::string(name));
    if (found == rest.end()) continue;
    auto value = name == birth_date ? compact_date(found->second) : found->second;
    if (value.empty()) continue;
    parted.identity.emplace_back(key, std::move(value));
    rest.erase(found);
  }
  for (const auto& claim : rest) {
    const auto& value = credential.claims.find(claim.first)->second;
    parted.named.emplace_back(CborWriter().text(claim.first).take(), value);
  }
  std::sort(parted.named.begin(), parted.named.end());
  return parted;
}

void write_own(CborWriter& out, const Credential& credential, const Parted& parted) {
  out.integer(claim_karvan).map(4 + (credential.provisional ? 1 : 0) + (parted.named.empty() ? 0 : 1));
  out.integer(Own::kind).text(credential.kind).integer(Own::number).integer(credential.number);
  out.integer(Own::tracking).text(credential.tracking).integer(Own::service).text(credential.service);
  if (credential.provisional) out.integer(Own::provisional).boolean(true);
  if (parted.named.empty()) return;
  out.integer(Own::claims).map(parted.named.size());
  for (const auto& [name, value] : parted.named) out.encoded(name).text(value);
}

std::string claims_of(const Credential& credential) {
  const auto parted = part(credential);
  CborWriter out;
  out.map(parted.identity.empty() ? 3 : 4);
  out.integer(claim_issuer).text(credential.issuer).integer(claim_issued).integer(credential.issued_s);
  if (!parted.identity.empty()) {
    out.integer(claim_identity).map(parted.identity.size());
    for (const auto& [key, value] : parted.identity) out.integer(key).text(value);
  }
  write_own(out, credential, parted);
  return out.take();
}

// RFC 9052, 4.4.
std::string signed_bytes(std::string_view header, std::string_view payload) {
  return CborWriter().array(4).text("Signature1").bytes(header).bytes("").bytes(payload).take();
}

// ---- reading

struct Envelope {
  std::string header, kid, payload, signature;
};

Result<std::string> read_kid(std::string_view header) {
  CborReader in(header);
  TRY(auto pairs, in.map());
  if (pairs != 2) return fail(Code::malformed, {}, "header");
  TRY(auto alg, in.integer());
  TRY(auto algorithm, in.integer());
  TRY(auto key, in.integer());
  if (alg != header_alg || algorithm != alg_eddsa || key != header_kid) return fail(Code::malformed, {}, "header");
  TRY(auto kid, in.bytes());
  TRY_VOID(in.end());
  return kid;
}

Result<Envelope> read_envelope(std::string_view text) {
  constexpr auto text_max = prefix.size() + (credential_bytes_max + 1) / 2 * 3;
  if (!text.starts_with(prefix) || text.size() > text_max) return fail(Code::malformed, {}, "prefix");
  TRY(auto bytes, from_base45(text.substr(prefix.size())));
  CborReader in(bytes);
  Envelope envelope;
  TRY_VOID(in.tag(tag_sign1));
  TRY(auto parts, in.array());
  if (parts != 4) return fail(Code::malformed, {}, "sign1");
  TRY(envelope.header, in.bytes());
  TRY(auto unprotected, in.map());
  if (unprotected != 0) return fail(Code::malformed, {}, "sign1");
  TRY(envelope.payload, in.bytes());
  TRY(envelope.signature, in.bytes());
  TRY_VOID(in.end());
  TRY(envelope.kid, read_kid(envelope.header));
  return envelope;
}

Result<void> read_identity(CborReader& in, Credential& credential) {
  TRY(auto pairs, in.map());
  for (; pairs > 0; --pairs) {
    TRY(auto key, in.integer());
    auto known =
        std::find_if(identity_keys.begin(), identity_keys.end(), [&](const auto& k) { return k.first == key; });
    if (known == identity_keys.end()) {
      TRY_VOID(in.skip());
      continue;
    }
    TRY(auto value, in.text());
    credential.claims[std::string(known->second)] = known->second == birth_date ? civil_date(value) : std::move(value);
  }
  return {};
}

Result<void> read_named(CborReader& in, Credential& credential) {
  TRY(auto pairs, in.map());
  for (; pairs > 0; --pairs) {
    TRY(auto name, in.text());
    TRY(credential.claims[name], in.text());
  }
  return {};
}

Result<void> read_own(CborReader& in, Credential& credential) {
  TRY(auto pairs, in.map());
  for (; pairs > 0; --pairs) {
    TRY(auto key, in.integer());
    if (key == Own::kind) {
      TRY(credential.kind, in.text());
    } else if (key == Own::number) {
      TRY(credential.number, in.integer());
    } else if (key == Own::tracking) {
      TRY(credential.tracking, in.text());
    } else if (key == Own::service) {
      TRY(credential.service, in.text());
    } else if (key == Own::provisional) {
      TRY(credential.provisional, in.boolean());
    } else if (key == Own::claims) {
      TRY_VOID(read_named(in, credential));
    } else {
      TRY_VOID(in.skip());
    }
  }
  return {};
}

Result<Credential> read_claims(std::string_view payload) {
  CborReader in(payload);
  Credential credential;
  TRY(auto pairs, in.map());
  for (; pairs > 0; --pairs) {
    TRY(auto key, in.integer());
    if (key == claim_issuer) {
      TRY(credential.issuer, in.text());
    } else if (key == claim_issued) {
      TRY(credential.issued_s, in.integer());
    } else if (key == claim_identity) {
      TRY_VOID(read_identity(in, credential));
    } else if (key == claim_karvan) {
      TRY_VOID(read_own(in, credential));
    } else {
      TRY_VOID(in.skip());
    }
  }
  TRY_VOID(in.end());
  return credential;
}

tl::unexpected<Error> broken(const Error& error) { return fail(Code::seal_broken, {}, "credential: " + error.where); }

}  // namespace

Result<std::string> write_credential(const Credential& credential, const seal::SigningKey& key) {
  const auto header =
      CborWriter().map(2).integer(header_alg).integer(alg_eddsa).integer(header_kid).bytes(key.name).take();
  const auto payload = claims_of(credential);
  const auto signature = seal::sign_bytes(signed_bytes(header, payload), key);
  const auto bytes = CborWriter().tag(tag_sign1).array(4).bytes(header).map(0).bytes(payload).bytes(signature).take();
  if (bytes.size() > credential_bytes_max) return fail(Code::body_too_large, {}, "credential");
  return std::string(prefix) + to_base45(bytes);
}

Result<Credential> read_credential(std::string_view text, const seal::VerifyingKey& key) {
  auto envelope = read_envelope(text);
  if (!envelope) return broken(envelope.error());
  if (envelope->kid != key.name ||
      !seal::verify_bytes(signed_bytes(envelope->header, envelope->payload), envelope->signature, key))
    return fail(Code::signature_wrong, {}, "credential");
  auto credential = read_claims(envelope->payload);
  if (!credential) return broken(credential.error());
  return credential;
}

Result<std::string> key_name(std::string_view text) {
  auto envelope = read_envelope(text);
  if (!envelope) return broken(envelope.error());
  return std::move(envelope->kid);
}

}  // namespace karvan::trust
