#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "node/counter/allowed.h"
#include "node/counter/decide.h"
#include "storage/model/tracking.h"
#include "sync/rules/captured.h"
#include "sync/rules/parties.h"

namespace karvan::counter {
namespace {

// The operations of a filing, each on what those before it made of the record.
class Filing {
 public:
  Filing(const World& world, const By& by, const catalogue::Service& service)
      : world_(world), by_(by), service_(service) {}

  model::Op on(const std::string& record) const { return by_.on(record); }
  const model::Record& record() const { return record_; }

  // Reaches the stage where the service has it; a fact is never lost for want of one.
  Result<void> add(model::Op op, std::string_view stage) {
    if (service_.stage(stage)) op.advance = stage;
    TRY_VOID(permitted(world_, &service_, record_, op));
    record_ = model::apply(std::move(record_), op, {});
    ops.push_back(std::move(op));
    return {};
  }

  std::vector<model::Op> ops;

 private:
  const World& world_;
  const By& by_;
  const catalogue::Service& service_;
  model::Record record_;
};

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
Result<void> papers(const catalogue::Service& service, const std::vector<model::Attached>& attached) {
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

// What a filing costs is an act of its own, so that what was charged is honoured later on. Where that is nothing,
// nobody comes to pay it: the stage is reached with its assessment.
Result<void> charge(Filing& filing, const World& world, const catalogue::Service& service) {
  TRY(auto fee, catalogue::fee_due(service, rules::answers_of(filing.record()), world.when().today));
  const bool free = fee.total.minor == 0;
  model::Op op = filing.on(filing.record().id);
  if (!service.fees.empty()) op.post = model::Post{"charge", fee.total, {}, {}, {}};
  if (op.post || service.stage(rules::stage::fee_assessed))
    TRY_VOID(filing.add(std::move(op), rules::stage::fee_assessed));
  if (!free || !service.stage(rules::stage::fee_paid)) return {};
  return filing.add(filing.on(filing.record().id), rules::stage::fee_paid);
}

}  // namespace

Result<Decision> decide(const World& world, const FileDraft& cmd) {
  TRY(const Draft* draft, draft_as_seen(world, cmd.draft, cmd.seen));
  TRY(const auto* service, service_of(world, *draft));
  // Made anew: what is asked about today must be answered for the day of filing, not for that of the first key.
  form::Instance form(service->form, draft->form.answers(), context_of(world, draft->id, cmd.by));
  TRY_VOID(complete(form));
  const auto answers = form.filed();
  TRY(auto attached, attached_now(*draft, form, answers));
  TRY_VOID(papers(*service, attached));
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
  TRY_VOID(charge(filing, world, *service));

  Decision decision{.ops = std::move(filing.ops), .changes = {DropDraft{draft->id}}};
  if (!cmd.language.empty()) decision.changes.emplace_back(KeepLanguage{draft->id, cmd.language});
  decision.reply = {{"application", draft->id}, {"tracking", model::tracking_of(draft->id)}};
  return decision;
}

}  // namespace karvan::counter
