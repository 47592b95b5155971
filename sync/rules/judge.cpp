#include "sync/rules/judge.h"

#include <algorithm>
#include <optional>

#include "sync/rules/acts.h"
#include "sync/rules/closing.h"
#include "sync/rules/fees.h"
#include "sync/rules/merge.h"
#include "sync/rules/parties.h"
#include "sync/rules/sets.h"
#include "sync/rules/settling.h"
#include "sync/rules/sound.h"

namespace karvan::rules {
namespace {

using model::Fate;
using model::Verdict;

model::Verdict whole(Fate fate, Code reason) {
  Verdict verdict;
  verdict.op = fate;
  verdict.reason = name_of(reason);
  return verdict;
}

std::string text_of(const model::Serial& serial) { return serial.kind + "/" + std::to_string(serial.number); }

// What is judged, and what of it is known once for all its acts. `entitled`: its author may do this. `ending`: it was
// over before this was done.
struct Case {
  const model::Record& record;
  const model::Op& op;
  const Context& context;
  bool entitled = true;
  std::optional<Ending> ending = {};
  Soundness sound = {};
  bool stopped(std::string_view act) const { return ending && stops(*ending, act); }
};

// Whoever reaches a stage is known by then.
bool by_the_program(const Context& context) { return context.actor->role == Role::centre; }

void refuse(Verdict& verdict, Fate& claim, Code reason) {
  claim = Fate::refused;
  verdict.reason = name_of(reason);
}

// What stops a filing: of the form as it stands without what is held for itself.
std::vector<Broken> unfiled(const Case& c, const Verdict& verdict) {
  if (c.op.advance != stage::filed) return {};
  if (c.sound.said.empty()) return c.sound.left;
  model::Op rest = c.op;
  std::erase_if(rest.set, [&](const auto& answer) {
    auto fate = verdict.fields.find(answer.first);
    return fate != verdict.fields.end() && fate->second == Fate::held;
  });
  auto sound = soundness_of(c.record, rest, c.context);
  return sound.left;
}

Result<void> advance_sound(const Case& c) {
  TRY_VOID(check_stage(c.record, c.op, c.context));
  TRY_VOID(check_settled(c.record, c.op));
  TRY_VOID(check_identity(c.record, c.op, c.context));
  return check_captures(c.record, c.op, c.context);
}

bool lacks_a_stage(const Error& error) {
  return error.code == Code::stage_not_reached && error.args.contains("before");
}

void judge_advance(const Case& c, Verdict& verdict) {
  const auto& stage = c.op.advance;
  if (stage.empty()) return;
  if (c.record.reached(stage)) {
    verdict.advance = Fate::lost;
    return;
  }
  if (c.stopped("advance:" + stage)) return refuse(verdict, verdict.advance, Code::application_closed);
  if (auto sound = advance_sound(c); !sound) {
    refuse(verdict, verdict.advance, sound.error().code);
    if (by_the_program(c.context)) return;
    if (lacks_a_stage(sound.error())) verdict.advance = Fate::waiting;
    verdict.alarms.push_back("refused:" + stage + ":" + verdict.reason);
    return;
  }
  const auto broken = unfiled(c, verdict);
  if (broken.empty()) return;
  refuse(verdict, verdict.advance, Code::form_incomplete);
  for (const auto& each : broken) tell_broken(each, verdict);
}

// Stages that came before what they need, and now have it: the operation may bring one, and that the next.
void judge_ripe(const Case& c, Verdict& verdict) {
  if (c.record.early.empty()) return;
  for (std::size_t before = SIZE_MAX; before != verdict.ripe.size();) {
    before = verdict.ripe.size();
    const auto after = model::apply(c.record, c.op, verdict);
    Context context = c.context;
    context.actor = nullptr;  // whose stage it is was asked when it came
    for (const auto& early : after.early) {
      model::Op op;
      op.of = c.op.of;
      op.advance = early.stage;
      const Case then{after, op, context};
      const bool over = c.ending && early.time > c.ending->at && stops(*c.ending, "advance:" + early.stage);
      if (after.reached(early.stage) || over || !advance_sound(then)) continue;
      verdict.ripe.push_back(early.writer);
      break;
    }
  }
}

// Two who return the same application: the first one did it.
void judge_returned(const Case& c, Verdict& verdict) {
  if (!c.op.returned) return;
  if (c.stopped("returned")) return refuse(verdict, verdict.returned, Code::application_closed);
  auto sound = check_returned(c.record, c.op, c.context);
  if (sound) return;
  verdict.returned = Fate::refused;
  for (const auto& earlier : c.record.returns)
    if (earlier.returned.act.reopens == c.op.returned->reopens && sound.error().code == Code::stage_not_reached)
      verdict.returned = Fate::lost;
  if (verdict.returned == Fate::refused) verdict.reason = name_of(sound.error().code);
}

// Two who close it: the first one did it.
void judge_closed(const Case& c, Verdict& verdict) {
  if (!c.op.closed) return;
  auto sound = check_closed(c.record, c.op, c.context);
  if (sound) return;
  if (sound.error().code == Code::application_closed)
    verdict.closed = Fate::lost;
  else
    refuse(verdict, verdict.closed, sound.error().code);
}

void judge_settled(const Case& c, Verdict& verdict) {
  if (auto sound = check_settling(c.record, c.op); !sound) {
    const bool nothing = sound.error().code == Code::not_found;
    refuse(verdict, verdict.settled, sound.error().code);
    if (nothing) verdict.settled = Fate::lost;
  }
  if (auto sound = check_erase(c.op); !sound) refuse(verdict, verdict.erase, sound.error().code);
}

void judge_fields(const Case& c, Verdict& verdict) {
  if (!c.stopped("set")) return judge_fields(c.record, c.op, c.context, c.sound, verdict);
  for (const auto& [name, value] : c.op.set) verdict.fields[name] = Fate::refused;
  for (const auto& name : sets_of(c.op)) verdict.fields[name] = Fate::refused;
  if (!verdict.fields.empty()) verdict.reason = name_of(Code::application_closed);
}

// Told once, of whatever operation shows it.
void judge_duplicates(const Case& c, Verdict& verdict) {
  for (const auto& other : c.context.duplicate_of) {
    const std::string alarm = "duplicate:" + other;
    const bool told = std::any_of(c.record.alarms.begin(), c.record.alarms.end(),
                                  [&](const model::Alarm& each) { return each.what == alarm; });
    if (!told) verdict.alarms.push_back(alarm);
  }
}

void judge_papers(const Case& c, Verdict& verdict) {
  const auto& [record, op, context, entitled, ending, sound] = c;
  auto alarm = [&](bool sound_one, std::string what) {
    if (!sound_one) verdict.alarms.push_back(std::move(what));
  };
  if (op.issue) {
    const bool stopped = c.stopped("issue") && !is_receipt(context.service, *op.issue);
    alarm(entitled && !stopped && check_issue(op, context) && check_document(record, op, context),
          "disputed:" + text_of(*op.issue));
  }
  if (op.voided) alarm(entitled && check_void(record, op, context), "voided:" + text_of(op.voided->serial));
  if (op.handed_over)
    alarm(!c.stopped("handed_over") && check_handed_over(record, op, context),
          "handed_over:" + text_of(op.handed_over->serial));
  for (const auto& shown : op.shown)
    alarm(!context.service || check_shown(*context.service, shown), "shown:" + shown.role);
  alarm(check_attached(op, context).has_value(), "attachment");
  alarm(check_sheet(record, op).has_value(), "sheet");
}

void judge_facts(const Case& c, Verdict& verdict) {
  const auto& [record, op, context, entitled, ending, sound] = c;
  auto alarm = [&](bool sound_one, std::string what) {
    if (!sound_one) verdict.alarms.push_back(std::move(what));
  };
  alarm(check_charge(record, op, context).has_value(), "fee_differs");
  const bool moved_rightly = entitled || !moves_money(op);
  alarm(moved_rightly && check_movement(record, op, context) && check_shift(record, op), "suspense");
  if (op.post) alarm(!c.stopped(op.post->kind), "after_closing:" + op.post->kind);
  judge_papers(c, verdict);
  // P9: it is never undone, but somebody must look at what was done under the earlier one.
  if (op.decided && !record.decisions.empty())
    alarm(record.decisions.back().act.outcome == op.decided->outcome, "decision_superseded");
  if (op.decided) alarm(!c.stopped("decided"), "after_closing:decided");
}

bool application_without_service(const model::Op& op, const Context& context) {
  return is_application(op) && !context.service && !is_word(op);
}

}  // namespace

bool any_fact(const model::Op& op) {
  return op.post || op.issue || op.voided || op.decided || op.handed_over || op.sheet || !op.attach.empty() ||
         !op.shown.empty() || op.lease;
}

Verdict judge(const model::Record& record, const model::Op& op, const Context& context) {
  if (op.unknown_act) return whole(Fate::waiting, Code::version_unknown);
  if (application_without_service(op, context)) return whole(Fate::waiting, Code::catalogue_missing);
  if (!check_room(record, op)) return whole(Fate::parked, Code::record_full);
  const auto allowed = check_actor(op, context);
  Case c{record, op, context, allowed.has_value()};
  if (is_application(op)) c.ending = closing_of(record, context.service);
  if (c.ending && op.time <= c.ending->at) c.ending.reset();
  Verdict verdict;
  judge_facts(c, verdict);
  if (!allowed) {
    verdict.op = Fate::refused;
    verdict.reason = name_of(allowed.error().code);
    if (any_fact(op)) verdict.alarms.push_back("actor");
    return verdict;
  }
  if (!c.stopped("set")) c.sound = soundness_of(record, op, context);
  judge_fields(c, verdict);
  judge_resolve(record, op, context, verdict);
  judge_settled(c, verdict);
  judge_duplicates(c, verdict);
  judge_returned(c, verdict);
  judge_closed(c, verdict);
  judge_advance(c, verdict);
  judge_ripe(c, verdict);
  return verdict;
}

}  // namespace karvan::rules
