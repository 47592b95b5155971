#include "sync/trust/enrolment.h"

#include <initializer_list>

#include "storage/model/json.h"
#include "storage/model/tracking.h"
#include "storage/seal/hash.h"
#include "storage/seal/note.h"

namespace karvan::trust {

namespace {

constexpr std::size_t message_bytes_max = 64 << 10;
constexpr std::size_t name_characters_max = 64;

using Parts = std::initializer_list<std::string_view>;

// Each part goes in with its length, so that no two lists of parts look the same.
std::string framed(Parts parts) {
  std::string bytes;
  for (auto part : parts) bytes.append(std::to_string(part.size())).append(":").append(part);
  return bytes;
}

std::string mac_of(const EnrolmentCode& code, Parts parts) {
  return seal::to_hex(seal::hmac_sha256(code.secret, framed(parts)));
}

std::string mac_of(const EnrolmentCode& code, const EnrolmentRequest& r) {
  return mac_of(code, {"karvan enrolment request", r.code, r.name, r.csr_pem, r.head_key});
}

std::string mac_of(const EnrolmentCode& code, const EnrolmentRequest& r, const EnrolmentAnswer& a) {
  return mac_of(code, {"karvan enrolment answer", r.mac, a.name, a.office, std::to_string(a.node_number),
                       a.certificate_pem, a.ca_pem, a.centre_key, a.centre_recipient});
}

// A node's name is a part of identities on paper and in logs: small letters, digits, hyphens.
bool is_node_name(std::string_view name) {
  return !name.empty() && name.size() <= name_characters_max &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

}  // namespace

std::string write(const EnrolmentRequest& r) {
  return json::write(
      json::object{{"code", r.code}, {"name", r.name}, {"csr", r.csr_pem}, {"head_key", r.head_key}, {"mac", r.mac}});
}

std::string write(const EnrolmentAnswer& a) {
  return json::write(json::object{{"name", a.name},
                                  {"office", a.office},
                                  {"node_number", a.node_number},
                                  {"certificate", a.certificate_pem},
                                  {"ca", a.ca_pem},
                                  {"centre_key", a.centre_key},
                                  {"centre_recipient", a.centre_recipient},
                                  {"mac", a.mac}});
}

Result<EnrolmentRequest> parse_enrolment_request(std::string_view text) {
  TRY(auto o, json::parse_object(text, message_bytes_max));
  EnrolmentRequest r;
  TRY(r.code, json::string_at(o, "code"));
  TRY(r.name, json::string_at(o, "name"));
  TRY(r.csr_pem, json::string_at(o, "csr"));
  TRY(r.head_key, json::string_at(o, "head_key"));
  TRY(r.mac, json::string_at(o, "mac"));
  if (!is_node_name(r.name)) return fail(Code::malformed, {}, "name");
  return r;
}

Result<EnrolmentAnswer> parse_enrolment_answer(std::string_view text) {
  TRY(auto o, json::parse_object(text, message_bytes_max));
  EnrolmentAnswer a;
  TRY(a.name, json::string_at(o, "name"));
  TRY(a.office, json::string_at(o, "office"));
  TRY(auto number, json::integer_at(o, "node_number"));
  if (number < 0 || number >= model::node_numbers) return fail(Code::malformed, {}, "node_number");
  a.node_number = static_cast<std::uint32_t>(number);
  TRY(a.certificate_pem, json::string_at(o, "certificate"));
  TRY(a.ca_pem, json::string_at(o, "ca"));
  TRY(a.centre_key, json::string_at(o, "centre_key"));
  TRY(a.centre_recipient, json::string_at(o, "centre_recipient"));
  TRY(a.mac, json::string_at(o, "mac"));
  return a;
}

Result<EnrolmentRequest> request_enrolment(const EnrolmentCode& code, const Applicant& applicant) {
  if (!is_node_name(applicant.name)) return fail(Code::malformed, {}, "name");
  EnrolmentRequest r;
  r.code = code.id;
  r.name = applicant.name;
  TRY(r.csr_pem, make_request(applicant.key_pem, applicant.name));
  r.head_key = applicant.head_key;
  r.mac = mac_of(code, r);
  return r;
}

bool is_by(const EnrolmentRequest& request, const EnrolmentCode& code) {
  return seal::equal_constant_time(mac_of(code, request), request.mac);
}

Result<void> accept_enrolment(const EnrolmentCode& code, const Applicant& applicant, const EnrolmentRequest& request,
                              const EnrolmentAnswer& answer) {
  if (!seal::equal_constant_time(mac_of(code, request, answer), answer.mac)) {
    return fail(Code::enrolment_code_wrong, {}, "centre");
  }
  TRY_VOID(check_certificate(answer.certificate_pem, answer.ca_pem, applicant.key_pem));
  TRY(auto certificate, read_certificate(answer.certificate_pem));
  if (certificate.name != applicant.name || answer.name != applicant.name) {
    return fail(Code::signature_wrong, {}, "name");
  }
  TRY_VOID(seal::parse_verifying_key(answer.centre_key));
  return {};
}

Result<EnrolmentAnswer> answer_enrolment(const EnrolmentCode& code, const EnrolmentRequest& request,
                                         const Enroller& enroller, const seal::Entropy& entropy) {
  if (!is_by(request, code)) return fail(Code::enrolment_code_wrong, {}, "node");
  TRY_VOID(seal::parse_verifying_key(request.head_key));
  EnrolmentAnswer a;
  a.name = request.name;
  a.office = enroller.office;
  a.node_number = enroller.node_number;
  TRY(a.certificate_pem, issue_client(enroller.ca, request.csr_pem, request.name, enroller.validity, entropy));
  a.ca_pem = enroller.ca.certificate_pem;
  a.centre_key = enroller.centre_key;
  a.centre_recipient = enroller.centre_recipient;
  a.mac = mac_of(code, request, a);
  return a;
}

std::string digest_of(const EnrolmentRequest& r) {
  return seal::to_hex(seal::sha256(framed({r.code, r.name, r.csr_pem, r.head_key, r.mac})));
}

}  // namespace karvan::trust
