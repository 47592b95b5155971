#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "node/counter/decide.h"
#include "node/counter/filing.h"
#include "storage/model/tracking.h"
#include "sync/rules/captured.h"
#include "sync/rules/parties.h"

namespace karvan::counter {
namespace {

bool is_biometric(const form::Question& question) {
  return rules::capture_stage(question) == rules::stage::biometrics_captured;
}

// A signature is of what was on the paper: it counts while the summary still says what the draft says.
std::vector<model::Shown> shown_now(const Draft& draft) {
  auto shown = draft.shown;
  std::erase_if(shown, [&](const auto& one) {
    return one.what == "signature" && (!has_summary(draft) || one.of != draft.summary);
  });
  return shown;
}

// A finger or face that the form itself asked for is what the first party showed of it.
void add_biometric(const catalogue::Service& service, const std::vector<model::Attached>& attached,
                   std::vector<model::Shown>& shown) {
  auto proof = std::find_if(attached.begin(), attached.end(), [&](const auto& one) {
    const auto* question = service.form.question(one.name);
    return question && is_biometric(*question);
  });
  if (proof == attached.end()) return;
  for (const auto& party : service.parties) {
    const bool asked = std::find(party.shows.begin(), party.shows.end(), "biometric") != party.shows.end();
    if (!asked || party.later) continue;
    const bool told = std::any_of(shown.begin(), shown.end(), [&](const auto& one) {
      return one.role == party.role && one.number == 1 && one.what == "biometric";
    });
    if (!told) shown.push_back({party.role, 1, "biometric", {}, {}, {}, proof->hash});
    return;
  }
}

// Identity may still be checked another day, before its stage; consent and signature go with the filing.
Result<void> agreed(const catalogue::Service& service, const std::vector<model::Shown>& shown) {
  for (const auto& one : rules::missing_shown(service, shown, true)) {
    if (one.what != "consent" && one.what != "signature") continue;
    return fail(Code::party_missing,
                {{"role", one.party->role}, {"number", std::to_string(one.number)}, {"what", one.what}}, "counter");
  }
  return {};
}

// The papers that the service demands, as far as its form asks for them.
Result<void> check_papers(const catalogue::Service& service, const std::vector<model::Attached>& attached) {
  for (const auto& name : service.documents) {
    const auto* question = service.form.question(name);
    if (!question || !is_picture(*question)) continue;
    const bool there = std::any_of(attached.begin(), attached.end(), [&](const auto& one) { return one.name == name; });
    if (!there) return fail(Code::attachment_missing, {{"question", name}}, name);
  }
  return {};
}

// What answers a question now; a file whose answer was cleared or is not relevant stays behind. An answer that no file
// stands behind is none.
Result<std::vector<model::Attached>> attached_now(const Draft& draft, const form::Instance& form,
                                                  const form::Answers& filed) {
  std::vector<model::Attached> attached;
  for (const auto& [key, question] : form.places()) {
    auto answer = filed.find(key);
    if (!is_picture(*question) || answer == filed.end()) continue;
    const auto& name = key;
    auto file = std::find_if(draft.attachments.begin(), draft.attachments.end(),
                             [&](const auto& one) { return one.name == name && one.hash == answer->second; });
    if (file == draft.attachments.end()) return fail(Code::attachment_missing, {{"question", key}}, key);
    attached.push_back(*file);
  }
  return attached;
}

// An operation is one line of the log, and it must be one that can be read again.
Result<void> bounded(const model::Op& op) {
  if (model::write_op(op).size() <= filed_bytes_max) return {};
  return refuse(Code::body_too_large, {{"max", std::to_string(filed_bytes_max)}});
}

// "looked up learner_licence 7001 of 0G4-7KQ-2MX: full_name, birth_date": where answers came from.
std::string note_of(const Draft& draft) {
  std::string note;
  for (const auto& [question, serial, application, filled] : draft.looked_up) {
    if (!note.empty()) note += "; ";
    note += fmt::format("looked up {} {} of {}: {}", serial.kind, serial.number, model::tracking_of(application),
                        fmt::join(filled, ", "));
  }
  return note;
}

Result<void> file_shown(Filing& filing, const catalogue::Service& service, std::vector<model::Shown> shown) {
  if (service.parties.empty() && shown.empty()) return {};
  const bool all = rules::missing_shown(service, shown, false).empty();
  if (shown.empty() && !all) return {};
  model::Op op = filing.on(filing.record().id);
  op.shown = std::move(shown);
  return filing.add(std::move(op), all ? rules::stage::identity_checked : "");
}

Result<void> file_attached(Filing& filing, const catalogue::Service& service,
                           const std::vector<model::Attached>& attached, std::string_view stage) {
  if (!rules::has_captures(service, stage)) return {};
  model::Op op = filing.on(filing.record().id);
  for (const auto& one : attached) {
    if (rules::capture_stage(*service.form.question(one.name)) != stage) continue;
    if (op.attach.size() == model::attach_max) {
      TRY_VOID(filing.add(std::move(op), ""));
      op = filing.on(filing.record().id);
    }
    op.attach.push_back(one);
  }
  return filing.add(std::move(op), stage);
}

}  // namespace

Result<void> Filing::add(model::Op op, std::string_view stage) {
  if (service_.stage(stage)) op.advance = stage;
  TRY_VOID(permitted(world_, &service_, record_, op));
  record_ = model::apply(std::move(record_), op, {});
  ops.push_back(std::move(op));
  return {};
}

Result<void> Filing::reach(std::string_view stage) {
  if (!service_.stage(stage) || record_.reached(std::string(stage))) return {};
  return add(on(record_.id), stage);
}

Result<void> Filing::charge() {
  TRY(auto fee, catalogue::fee_due(service_, rules::answers_of(record_), world_.when().today));
  model::Op op = on(record_.id);
  if (!service_.fees.empty()) op.post = model::Post{"charge", fee.total, {}, {}, {}};
  if (op.post || service_.stage(rules::stage::fee_assessed)) TRY_VOID(add(std::move(op), rules::stage::fee_assessed));
  return fee.total.minor == 0 ? reach(rules::stage::fee_paid) : Result<void>{};
}

Result<void> Filing::catch_up() {
  const bool shown = rules::missing_shown(service_, rules::shown_of(record_), false).empty();
  if (!service_.parties.empty() && shown) TRY_VOID(reach(rules::stage::identity_checked));
  const auto attached = rules::attached_of(record_);
  const auto answers = rules::answers_of(record_);
  const auto when = context_of(world_, record_.id.substr(record_.id.rfind('/') + 1));
  for (auto stage : {rules::stage::documents_captured, rules::stage::biometrics_captured}) {
    const bool whole = rules::missing_captures(service_, stage, answers, attached, when).empty();
    if (rules::has_captures(service_, stage) && whole) TRY_VOID(reach(stage));
  }
  const auto charged = [](const auto& posting) { return posting.post.kind == "charge"; };
  if (std::none_of(record_.postings.begin(), record_.postings.end(), charged)) return charge();
  TRY_VOID(reach(rules::stage::fee_assessed));
  return model::balance(record_).open() <= 0 ? reach(rules::stage::fee_paid) : Result<void>{};
}

Result<Decision> decide(const World& world, const FileDraft& cmd) {
  TRY(const Draft* draft, draft_as_seen(world, cmd.draft, cmd.seen));
  TRY(const auto* service, service_of(world, *draft));
  // Made anew: what is asked about today must be answered for the day of filing, not for that of the first key.
  form::Instance form(service->form, draft->form.answers(), context_of(world, draft->id, cmd.by));
  TRY_VOID(complete(form));
  const auto answers = form.filed();
  TRY(auto attached, attached_now(*draft, form, answers));
  TRY_VOID(check_papers(*service, attached));
  auto shown = shown_now(*draft);
  add_biometric(*service, attached, shown);
  TRY_VOID(agreed(*service, shown));

  Filing filing(world, cmd.by, *service);
  model::Op first = cmd.by.on(record_id(world, "application", draft->id));
  first.pin = draft->pin;
  for (const auto& [key, value] : answers)  // what is the institution's own to say, nobody says for it
    if (service->merge_rule(key) != "centre") first.set.emplace(key, value);
  first.note = note_of(*draft);
  TRY_VOID(bounded(first));
  TRY_VOID(filing.add(std::move(first), rules::stage::filed));
  TRY_VOID(file_shown(filing, *service, std::move(shown)));
  TRY_VOID(file_attached(filing, *service, attached, rules::stage::documents_captured));
  TRY_VOID(file_attached(filing, *service, attached, rules::stage::biometrics_captured));
  TRY_VOID(filing.charge());

  Decision decision{.ops = std::move(filing.ops), .changes = {DropDraft{draft->id}}};
  if (!cmd.language.empty()) decision.changes.emplace_back(KeepLanguage{draft->id, cmd.language});
  decision.reply = {{"application", draft->id}, {"tracking", model::tracking_of(draft->id)}};
  return decision;
}

}  // namespace karvan::counter
