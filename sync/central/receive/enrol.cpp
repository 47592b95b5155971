#include "sync/central/receive/enrol.h"

#include "storage/seal/hash.h"
#include "sync/central/store/nodes.h"
#include "sync/trust/code.h"
#include "sync/trust/enrolment.h"

namespace karvan::central {
namespace {

constexpr std::size_t name_bytes_max = 48;

bool sound(std::string_view name) {
  return !name.empty() && name.size() <= name_bytes_max && name.front() != '-' &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == name.npos;
}

Result<trust::Enroller> enroller(const Keys& keys, const CodeRow& code, Nodes& nodes, std::int64_t now_ms) {
  trust::Enroller e;
  e.ca = keys.authority;
  e.office = code.office;
  TRY(e.node_number, nodes.number_for(code.node));
  e.centre_key = seal::to_text(seal::verifying(keys.signing));
  e.centre_recipient = keys.recipient;
  e.validity = trust::validity_days(now_ms / 1000, certificate_days);
  return e;
}

Result<std::string> enrol_with(Nodes& nodes, const Keys& keys, const CodeRow& code,
                               const trust::EnrolmentRequest& request, std::int64_t now_ms,
                               const seal::Entropy& entropy) {
  TRY(auto by, enroller(keys, code, nodes, now_ms));
  TRY(auto answer, trust::answer_enrolment({code.id, code.secret}, request, by, entropy));
  TRY(auto revoked, nodes.revocation(code.node, request.head_key));
  if (revoked) return fail(Code::node_revoked, {{"node", code.node}});
  TRY(auto certificate, trust::read_certificate(answer.certificate_pem));
  TRY_VOID(nodes.put({code.node, by.node_number, code.office, request.head_key, certificate.fingerprint, now_ms}));
  std::string text = trust::write(answer);
  TRY_VOID(nodes.use_code(code.id, now_ms, trust::digest_of(request), text));
  return text;
}

}  // namespace

Result<std::string> make_code(Files& files, std::string_view node, std::string_view office, std::int64_t now_ms,
                              const seal::Entropy& entropy) {
  if (!sound(node) || node == "centre") return fail(Code::malformed, {{"name", std::string(node)}}, "name of the node");
  if (!sound(office)) return fail(Code::malformed, {{"name", std::string(office)}}, "name of the office");
  auto code = trust::make_enrolment_code(entropy);
  CodeRow row{code.id, code.secret, std::string(node), std::string(office), now_ms};
  TRY_VOID(in_transaction(files.inbox, [&] { return Nodes(files.inbox).put_code(row); }));
  return trust::to_text(code);
}

Result<std::string> enrol(Files& files, const Keys& keys, std::string_view body, std::int64_t now_ms,
                          const seal::Entropy& entropy) {
  TRY(auto request, trust::parse_enrolment_request(body));
  Nodes nodes(files.inbox);
  auto answered = in_transaction(files.inbox, [&]() -> Result<std::string> {
    TRY(auto code, nodes.code(request.code, now_ms));
    if (code.node != request.name) return fail(Code::enrolment_code_wrong, {}, "node");
    if (code.used && code.digest == trust::digest_of(request)) return code.answer;
    if (code.used) return fail(Code::enrolment_code_used);
    return enrol_with(nodes, keys, code, request, now_ms, entropy);
  });
  if (!answered && answered.error() == Error{Code::enrolment_code_wrong, {}, "node"})
    TRY_VOID(in_transaction(files.inbox, [&] { return nodes.count_wrong(request.code); }));
  return answered;
}

}  // namespace karvan::central
