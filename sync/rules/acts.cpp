#include "sync/rules/acts.h"

#include <algorithm>

#include "sync/rules/check.h"

namespace karvan::rules {
namespace {

// A movement of money belongs to whoever may take payments; all else on a filing belongs to the filing.
std::vector<std::string_view> acts_of(const model::Op& op) {
  std::vector<std::string_view> acts;
  if (op.pin) acts.push_back("start");
  if (op.advance == stage::filed) acts.push_back("file");
  if (op.post && op.post->kind != "charge") acts.push_back("take_payment");
  if (op.issue) acts.push_back("issue");
  if (op.voided) acts.push_back("void");
  if (acts.empty()) acts.push_back(op.advance.empty() ? "change" : "advance");
  return acts;
}

bool desk_reaches(const catalogue::Stage& stage) {
  return stage.by.empty() || stage.by == "desk" || stage.by == "supervisor";
}

Result<void> check_reacher(const catalogue::Stage& stage, const Context& context) {
  if (!context.actor || context.actor->role == Role::centre) return {};
  bool theirs = desk_reaches(stage) || (stage.by == "institution" && context.actor->role == Role::officer);
  if (stage.by == "supervisor") theirs = context.actor->role == Role::supervisor;
  if (theirs) return {};
  return fail(Code::role_not_allowed, {{"act", "advance"}, {"stage", stage.id}});
}

model::Balance balance_after(const model::Record& record, const model::Op& op) {
  model::Record with;
  with.postings = record.postings;
  if (op.post) with.postings.push_back({{}, *op.post, false});
  return balance(with);
}

tl::unexpected<Error> differs(std::int64_t expected, std::int64_t actual) {
  return fail(Code::amount_differs, {{"expected", std::to_string(expected)}, {"actual", std::to_string(actual)}});
}

}  // namespace

bool is_application(const model::Op& op) {
  auto id = model::parse_record_id(op.of);
  return id && id->kind == "application";
}

Result<void> check_actor(const model::Op& op, const Context& context) {
  if (!context.actor) return fail(Code::role_not_allowed, {{"actor", op.actor}});
  for (auto act : acts_of(op)) TRY_VOID(may(*context.actor, act, context.service));
  return {};
}

Result<void> check_pin(const model::Record& record, const model::Op& op, const Context& context) {
  if (!is_application(op)) return {};
  bool creates = record.creator.empty();
  if (creates != op.pin.has_value()) return fail(Code::malformed, {}, "op: pin");
  const model::Pin& pin = creates ? *op.pin : record.pin;
  if (!context.service || context.service->id != pin.service || context.service->version != pin.version)
    return fail(Code::unknown_service, {{"service", pin.service}});
  return {};
}

Result<void> check_set(const model::Op& op, const Context& context) {
  if (!context.service) return {};
  for (const auto& [name, value] : op.set) {
    if (!context.service->form.question(name)) return fail(Code::unknown_question, {{"question", name}});
  }
  return {};
}

Result<void> check_stage(const model::Record& record, const model::Op& op, const Context& context) {
  if (op.advance.empty() || !context.service) return {};
  const catalogue::Stage* target = context.service->stage(op.advance);
  if (!target) return fail(Code::stage_not_reached, {{"stage", op.advance}});
  TRY_VOID(check_reacher(*target, context));
  for (const auto& before : target->prerequisites)
    if (!record.reached(before)) return fail(Code::stage_not_reached, {{"stage", op.advance}, {"before", before}});
  return {};
}

Result<void> check_settled(const model::Record& record, const model::Op& op) {
  if (op.advance != stage::fee_paid) return {};
  auto open = balance_after(record, op).open();
  return open == 0 ? Result<void>{} : differs(0, open);
}

Result<void> check_form(const model::Record& record, const model::Op& op, const Context& context) {
  if (op.advance != stage::filed || !context.service) return {};
  form::Instance instance(context.service->form, answers_of(record, op), context.form);
  auto faults = instance.faults();
  if (faults.empty()) return {};
  return fail(Code::form_incomplete, {{"faults", std::to_string(faults.size())}}, faults.front().question);
}

Result<void> check_charge(const model::Record& record, const model::Op& op, const Context& context) {
  if (!op.post || op.post->kind != "charge" || !context.service) return {};
  TRY(auto fee, catalogue::fee_due(*context.service, answers_of(record, op), context.form.today));
  if (op.post->amount != fee.total) return differs(fee.total.minor, op.post->amount.minor);
  return {};
}

Result<void> check_movement(const model::Record& record, const model::Op& op) {
  if (!op.post || op.post->kind == "charge" || !is_application(op)) return {};
  const model::Post& post = *op.post;
  auto before = balance(record);
  if (!before.currency.empty() && before.currency != post.amount.currency)
    return fail(Code::amount_differs, {{"expected", before.currency}, {"actual", post.amount.currency}});
  if (post.kind == "waiver")
    return post.amount.minor <= before.open() ? Result<void>{} : differs(before.open(), post.amount.minor);
  if (post.tender.empty()) return fail(Code::tender_not_accepted, {{"tender", ""}});
  if (post.kind == "refund")
    return post.amount.minor <= before.received - before.refunded ? Result<void>{}
                                                                  : differs(before.received, post.amount.minor);
  if (post.kind != "payment") return fail(Code::malformed, {}, "op: post.kind");
  if (before.open() <= 0) return fail(Code::already_paid);
  if (post.amount.minor != before.open()) return differs(before.open(), post.amount.minor);
  return {};
}

Result<void> check_issue(const model::Op& op, const Context& context) {
  if (!op.issue) return {};
  bool lent = context.lease && context.lease->node == op.id.node && contains(*context.lease, *op.issue) &&
              !expired(*context.lease, op.time.ms);
  if (!lent) return fail(Code::no_lease_left, {{"kind", op.issue->kind}});
  if (!context.number_taken_by.empty())
    return fail(
        Code::number_taken,
        {{"kind", op.issue->kind}, {"number", std::to_string(op.issue->number)}, {"by", context.number_taken_by}});
  return {};
}

Result<void> check_void(const model::Record& record, const model::Op& op, const Context& context) {
  if (!op.voided) return {};
  if (op.voided->reason.empty()) return fail(Code::reason_missing);
  bool borne = std::any_of(record.documents.begin(), record.documents.end(),
                           [&](const model::Document& d) { return d.serial == op.voided->serial; });
  if (borne || (context.lease && contains(*context.lease, op.voided->serial))) return {};
  return fail(Code::no_lease_left, {{"kind", op.voided->serial.kind}});
}

}  // namespace karvan::rules
