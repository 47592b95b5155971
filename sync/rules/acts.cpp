#include "sync/rules/acts.h"

#include <algorithm>

#include "storage/model/record_kind.h"
#include "sync/rules/check.h"
#include "sync/rules/fees.h"
#include "sync/rules/parties.h"
#include "sync/rules/settling.h"
#include "sync/rules/sound.h"

namespace karvan::rules {
namespace {

std::string_view act_of_post(const model::Post& post) {
  if (post.kind == "payment") return "take_payment";
  if (post.kind == "waiver") return "waive";
  if (post.kind == "refund") return "refund";
  if (post.kind == "float") return "open_shift";
  return "close_shift";
}

std::string_view act_of_stage(const model::Op& op) {
  if (op.advance == stage::filed) return "file";
  if (op.advance == stage::reviewed) return "approve";
  if (op.advance == stage::accepted_by_institution || op.advance == stage::decided) return "decide";
  return {};
}

// What a person needs the right to. A charge belongs to the filing, and so do the answers of one.
std::vector<std::string_view> acts_of(const model::Op& op) {
  std::vector<std::string_view> acts;
  auto add = [&](bool there, std::string_view act) {
    if (there && !act.empty()) acts.push_back(act);
  };
  add(op.pin.has_value(), "start");
  add(!op.advance.empty(), act_of_stage(op));
  const bool changes = !op.set.empty() || !op.add.empty() || !op.remove.empty();
  add(is_application(op) && changes && !op.pin && !op.decided, "change");
  if (moves_money(op)) acts.push_back(act_of_post(*op.post));
  add(op.issue.has_value(), "issue");
  add(op.voided.has_value(), "void");
  add(!op.attach.empty(), "attach");
  add(!op.shown.empty(), "show");
  add(op.returned.has_value(), "return");
  add(op.resolve.has_value(), "resolve");
  add(op.closed.has_value(), "close");
  add(op.settled.has_value(), "settle");
  add(op.erase.has_value(), "erase");
  add(op.decided.has_value(), "decide");
  add(op.handed_over.has_value(), "hand_over");
  add(op.sheet.has_value(), "close_stop");
  add(acts.empty() && kind_of(op) == "shift", "close_shift");
  // A box's own word about its lease is no person's.
  if (acts.empty() && !op.lease) acts.push_back(op.advance.empty() ? "change" : "advance");
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

}  // namespace

std::string kind_of(const model::Op& op) { return std::string(model::kind_in(op.of)); }

bool is_application(const model::Op& op) { return model::kind_in(op.of) == "application"; }

Result<void> check_actor(const model::Op& op, const Context& context) {
  const auto acts = acts_of(op);
  if (!context.actor && !acts.empty()) return fail(Code::role_not_allowed, {{"actor", op.actor}});
  for (auto act : acts) TRY_VOID(may(*context.actor, act, context.service));
  return {};
}

Result<void> check_pin(const model::Record& record, const model::Op& op, const Context& context) {
  if (!is_application(op)) return {};
  if (record.creator.empty() && is_word(op)) return {};  // of what came before the filing, which is not here
  bool creates = record.creator.empty();
  if (creates != op.pin.has_value()) return fail(Code::malformed, {}, "op: pin");
  const model::Pin& pin = creates ? *op.pin : record.pin;
  if (!context.service || context.service->id != pin.service || context.service->version != pin.version)
    return fail(Code::unknown_service, {{"service", pin.service}});
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

Result<void> check_form(const model::Record& record, const model::Op& op, const Context& context) {
  const auto sound = soundness_on(record, op, context, context.form);
  if (op.advance == stage::filed && !sound.left.empty())
    return fail(Code::form_incomplete, {{"faults", std::to_string(sound.left.size())}}, sound.left.front().key);
  if (sound.whole()) return {};
  return tl::unexpected<Error>(error_of(sound.said.empty() ? sound.left.front() : sound.said.front()));
}

Result<void> check_identity(const model::Record& record, const model::Op& op, const Context& context) {
  if (op.advance != stage::identity_checked || !context.service) return {};
  auto shown = shown_of(record);
  shown.insert(shown.end(), op.shown.begin(), op.shown.end());
  auto missing = missing_shown(*context.service, shown, false);
  if (missing.empty()) return {};
  const auto& first = missing.front();
  return fail(Code::party_missing,
              {{"role", first.party->role}, {"number", std::to_string(first.number)}, {"what", first.what}});
}

}  // namespace karvan::rules
