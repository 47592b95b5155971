#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "storage/model/error.h"
#include "storage/seal/entropy.h"
#include "sync/trust/certificate.h"
#include "sync/trust/code.h"

// How a box becomes a node: it proves to the centre that it was told a one-time code, and the centre proves the same to
// it, by HMAC-SHA256 over all that is said. So the messages may travel over TLS that nobody has verified yet. No store
// and no socket here: the centre keeps codes and answers in its own commits.
namespace karvan::trust {

struct EnrolmentRequest {
  std::string code;      // the id group only
  std::string name;      // "bus-01"
  std::string csr_pem;   // of the box's TLS key
  std::string head_key;  // seal's text of the key that signs this box's heads
  std::string mac;       // hex
  bool operator==(const EnrolmentRequest&) const = default;
};

struct EnrolmentAnswer {
  std::string name, office;
  std::uint32_t node_number = 0;  // unique in the fleet (storage/model/tracking.h)
  std::string certificate_pem;    // the box's own
  std::string ca_pem;             // of the centre; verifies the centre's server from now on
  std::string centre_key;         // seal's text of the key that signs checkpoints, leases and manifests
  std::string centre_recipient;   // age recipient that attachments and recovery keys are sealed to
  std::string mac;                // hex
  bool operator==(const EnrolmentAnswer&) const = default;
};

// JSON for the wire, one object: POST /sync/v1/enrol takes a request and gives an answer. Reading checks members and
// sizes, not MACs.
std::string write(const EnrolmentRequest& request);
std::string write(const EnrolmentAnswer& answer);
Result<EnrolmentRequest> parse_enrolment_request(std::string_view text);
Result<EnrolmentAnswer> parse_enrolment_answer(std::string_view text);

// ---- the node's side

struct Applicant {
  std::string name;
  seal::Secret key_pem;  // TLS, by make_key
  std::string head_key;  // public text
};
Result<EnrolmentRequest> request_enrolment(const EnrolmentCode& code, const Applicant& applicant);

// Whether the request's MAC is by this code.
bool is_by(const EnrolmentRequest& request, const EnrolmentCode& code);

// enrolment_code_wrong where the answer was not made by who knows the code; signature_wrong where the certificate is
// not for our key and name.
Result<void> accept_enrolment(const EnrolmentCode& code, const Applicant& applicant, const EnrolmentRequest& request,
                              const EnrolmentAnswer& answer);

// ---- the centre's side

struct Enroller {
  Authority ca;
  std::string office;  // that the code was made for
  std::uint32_t node_number = 0;
  std::string centre_key;
  std::string centre_recipient;
  Validity validity;
};

// enrolment_code_wrong where the MAC is not by this code. Store `digest_of(request)` and the answer with the code in
// the commit that marks it used: asked again with the same digest, the stored answer is given again (P10); with
// another, Code::enrolment_code_used.
Result<EnrolmentAnswer> answer_enrolment(const EnrolmentCode& code, const EnrolmentRequest& request,
                                         const Enroller& enroller, const seal::Entropy& entropy);
std::string digest_of(const EnrolmentRequest& request);  // hex

}  // namespace karvan::trust
