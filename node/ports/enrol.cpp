#include "node/ports/enrol.h"

#include <algorithm>

#include "node/ports/system.h"
#include "storage/model/json.h"
#include "storage/seal/age_keys.h"

namespace karvan::ports {

namespace {

Result<trust::Applicant> applicant_of(Box& box, const std::string& name, const seal::Entropy& entropy) {
  TRY(auto tls_key, box.secret_or(kept::tls_key, trust::make_key, entropy));
  TRY(auto seed, box.secret_or(kept::head_seed, [&] { return entropy(32); }, entropy));
  auto head_key = seal::to_text(seal::verifying(seal::signing_key_of_seed(name, seed.view())));
  return trust::Applicant{name, seal::Secret(std::move(tls_key)), std::move(head_key)};
}

// The question that was asked before with this code and name, or a new one.
Result<trust::EnrolmentRequest> question(Box& box, const Enrolment& enrolment, const trust::Applicant& applicant) {
  TRY(auto text, box.kept_text(kept::enrolment));
  if (!text.empty()) {
    TRY(auto asked, trust::parse_enrolment_request(text));
    if (asked.name == enrolment.name && trust::is_by(asked, enrolment.code)) return asked;
  }
  TRY(auto fresh, trust::request_enrolment(enrolment.code, applicant));
  TRY_VOID(box.keep(kept::enrolment, trust::write(fresh)));
  return fresh;
}

// Whether it was by this code that the box became what it is.
Result<bool> done_with(Box& box, const trust::EnrolmentCode& code) {
  TRY(auto text, box.kept_text(kept::enrolment));
  if (text.empty()) return true;
  TRY(auto asked, trust::parse_enrolment_request(text));
  TRY(auto done, box.kept_text(kept::enrolled));
  return trust::is_by(asked, code) && (done.empty() || done == trust::digest_of(asked));
}

Result<trust::EnrolmentAnswer> ask(const std::string& centre_url, const trust::EnrolmentRequest& request) {
  http::ClientOptions options;
  options.verify = false;  // the MACs are the proof
  TRY(auto client, http::make_client(std::move(options)));
  http::Exchange exchange;
  exchange.url = centre_url + "/sync/v1/enrol";
  exchange.headers = {{"Content-Type", "application/json"}};
  exchange.body = trust::write(request);
  TRY(auto answer, client->send(exchange));
  if (answer.status == 200) return trust::parse_enrolment_answer(answer.body);
  auto problem = json::parse_object(answer.body, 64 << 10);
  auto code = problem ? code_of(json::string_or(*problem, "type")) : std::nullopt;
  return fail(code.value_or(Code::link_down), {{"status", std::to_string(answer.status)}}, centre_url);
}

bool is_locked_to(const vault::Slot& slot, const std::string& recipient) {
  const auto* recovery = std::get_if<vault::RecoveryLock>(&slot.lock);
  return recovery != nullptr && recovery->recipient == recipient;
}

// So that a passphrase that is lost loses nothing: headquarters can open the box's vault and give it another.
Result<void> let_headquarters_open(vault::Vault& vault, const std::string& recipient, const seal::Entropy& entropy) {
  TRY(const auto point, seal::parse_recipient(recipient));
  const auto canonical = seal::to_recipient(point);
  const auto& slots = vault.slots();
  const bool there =
      std::any_of(slots.begin(), slots.end(), [&](const auto& slot) { return is_locked_to(slot, canonical); });
  if (there) return {};
  TRY_VOID(vault.add_recovery(canonical, {"headquarters", civil_now()}, entropy));
  return {};
}

}  // namespace

Result<Identity> enrol(Box& box, const Enrolment& enrolment, const seal::Entropy& entropy) {
  auto already = box.identity();
  if (!already && already.error().code != Code::not_enrolled) return already;
  if (already) {
    TRY(bool done, done_with(box, enrolment.code));
    if (done || already->name != enrolment.name) return already;
  }
  TRY(auto applicant, applicant_of(box, enrolment.name, entropy));
  TRY(auto request, question(box, enrolment, applicant));
  TRY(auto answer, ask(enrolment.centre_url, request));
  TRY_VOID(trust::accept_enrolment(enrolment.code, applicant, request, answer));
  if (already && already->office != answer.office) return fail(Code::malformed, {{"office", answer.office}}, "office");
  Identity identity{answer.name,          answer.office,          answer.node_number,
                    enrolment.centre_url, answer.certificate_pem, answer.ca_pem,
                    answer.centre_key,    answer.centre_recipient};
  TRY_VOID(box.vault().name_box(identity.name));
  TRY_VOID(let_headquarters_open(box.vault(), identity.centre_recipient, entropy));
  TRY_VOID(box.save_vault());
  TRY_VOID(box.keep(kept::identity, write(identity)));
  TRY_VOID(box.keep(kept::enrolled, trust::digest_of(request)));
  return identity;
}

}  // namespace karvan::ports
