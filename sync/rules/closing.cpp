#include "sync/rules/closing.h"

#include <algorithm>
#include <array>

#include "sync/rules/acts.h"
#include "sync/rules/check.h"
#include "sync/rules/due.h"
#include "sync/rules/fees.h"

namespace karvan::rules {
namespace {

using catalogue::Service;
using model::Record;

constexpr std::int64_t day_ms = 86'400'000;

const model::Milestone* milestone_of(const Record& record, std::string_view stage) {
  if (!record.reached(stage)) return nullptr;
  return &*std::find_if(record.milestones.rbegin(), record.milestones.rend(),
                        [&](const model::Milestone& milestone) { return milestone.stage == stage; });
}

template <class Act>
Ending ending(std::string how, const Act& act, std::string reason = {}) {
  return {std::move(how), act.time, act.actor, act.writer, std::move(reason), nullptr};
}

const model::Dated<model::Decided>* refusal(const Record& record) {
  if (record.decisions.empty() || record.decisions.back().act.outcome != "refused") return nullptr;
  return &record.decisions.back();
}

// A lapse has ended nothing where the citizen had come in time, as a bus told afterwards.
bool stands(const Record& record, const Service* service) {
  if (!record.closed) return false;
  return record.closed->act.how != "expired" || !service || citizen_awaited_since(record, *service) != 0;
}

std::optional<Ending> found_ending(const Record& record, const Service* service) {
  const auto* refused = refusal(record);
  const auto* delivered = milestone_of(record, stage::delivered);
  if (delivered && !(refused && refused->time > delivered->time)) return ending("delivered", *delivered);
  if (stands(record, service)) return ending(record.closed->act.how, *record.closed, record.closed->act.reason);
  if (refused) return ending("refused", *refused, refused->act.reason);
  if (!service || service->stages.empty()) return std::nullopt;
  const auto* last = milestone_of(record, service->stages.back().id);
  return last ? std::optional(ending("completed", *last)) : std::nullopt;
}

// ---- what may follow

bool is_one_of(std::string_view how, std::initializer_list<std::string_view> those) {
  return std::find(those.begin(), those.end(), how) != those.end();
}

tl::unexpected<Error> closed(const Ending& ending, std::string_view act) {
  return fail(Code::application_closed, {{"how", ending.how}, {"act", std::string(act)}});
}

// ---- what may close

bool theirs(const catalogue::Closing& way, const Staff& person) {
  const bool desk = way.by.empty() || way.by == "desk";
  switch (person.role) {
    case Role::centre:
      return true;
    case Role::operator_:
      return desk;
    case Role::supervisor:
      return desk || way.by == "supervisor";
    case Role::clerk:
      return desk || way.by == "supervisor" || way.by == "centre";
    case Role::officer:
      return way.by == "institution";
    default:
      return false;
  }
}

bool is_act(std::string_view how) { return is_one_of(how, {"withdrawn", "expired", "uncollected", "returned"}); }

const model::Document* standing(const Record& record, const Service& service) {
  auto found = std::find_if(record.documents.begin(), record.documents.end(), [&](const model::Document& document) {
    return document.state != "void" && !is_receipt(&service, document.serial);
  });
  return found == record.documents.end() ? nullptr : &*found;
}

// Since when what this way is for has been so; 0: it is not.
std::int64_t since_ms(const Record& record, const Service& service, std::string_view how) {
  if (how == "expired") return citizen_awaited_since(record, service);
  const auto* issued = milestone_of(record, stage::document_issued);
  return issued && standing(record, service) ? issued->time.ms : 0;
}

tl::unexpected<Error> not_offered(std::string_view how) {
  return fail(Code::closing_not_offered, {{"how", std::string(how)}});
}

Result<void> check_ground(const Record& record, const Service& service, const catalogue::Closing& way,
                          std::int64_t now_ms) {
  if (is_one_of(way.how, {"withdrawn", "returned"})) {
    const auto* document = standing(record, service);
    if (!document) return {};
    return fail(Code::document_issued_already,
                {{"kind", document->serial.kind}, {"number", std::to_string(document->serial.number)}});
  }
  const auto since = since_ms(record, service, way.how);
  if (since == 0 || now_ms < since + way.after_days * day_ms) return not_offered(way.how);
  return {};
}

// The centre's own program needs none: how it ended says why.
Result<void> check_reason(const catalogue::Closing& way, const model::Closed& act, const Context& context) {
  const bool by_itself = context.actor && context.actor->role == Role::centre;
  if (act.reason.empty()) return by_itself ? Result<void>{} : fail(Code::reason_missing);
  const bool known =
      way.reasons.empty() || std::any_of(way.reasons.begin(), way.reasons.end(),
                                         [&](const catalogue::Reason& reason) { return reason.id == act.reason; });
  return known ? Result<void>{} : fail(Code::field_wrong_type, {{"field", "reason"}}, "op: closed");
}

}  // namespace

std::optional<Ending> closing_of(const Record& record, const Service* service) {
  auto found = found_ending(record, service);
  if (found && service) found->way = service->closing(found->how);
  return found;
}

bool stops(const Ending& ending, std::string_view act) {
  if (is_one_of(act, {"set", "returned", "closed"})) return true;
  const bool by_act = is_act(ending.how), collects = ending.how == "uncollected";
  if (!by_act && ending.how != "refused") return false;
  if (act.starts_with("advance:")) return !(collects && act.substr(8) == stage::delivered);
  if (act == "handed_over") return !collects;
  if (!by_act) return false;
  return is_one_of(act, {"decided", "issue", "charge"}) || (act == "payment" && !collects);
}

Result<void> check_open(const Ending& ending, const model::Op& op, const Service* service) {
  std::vector<std::string> acts;
  auto add = [&](bool there, std::string act) {
    if (there) acts.push_back(std::move(act));
  };
  add(!op.set.empty(), "set");
  add(op.returned.has_value(), "returned");
  add(op.closed.has_value(), "closed");
  add(!op.advance.empty(), "advance:" + op.advance);
  add(op.handed_over.has_value(), "handed_over");
  add(op.decided.has_value(), "decided");
  add(op.issue && !is_receipt(service, *op.issue), "issue");
  if (op.post) add(true, op.post->kind);
  for (const auto& act : acts)
    if (stops(ending, act)) return closed(ending, act);
  return {};
}

Result<void> check_closed(const Record& record, const model::Op& op, const Context& context) {
  if (!op.closed) return {};
  const auto& act = *op.closed;
  if (record.creator.empty() || !is_application(op) || !context.service) return not_offered(act.how);
  if (auto ending = closing_of(record, context.service)) return closed(*ending, "closed");
  const auto* way = context.service->closing(act.how);
  if (!way || !is_act(act.how)) return not_offered(act.how);
  if (context.actor && !theirs(*way, *context.actor))
    return fail(Code::role_not_allowed, {{"act", "close"}, {"how", act.how}});
  TRY_VOID(check_reason(*way, act, context));
  return check_ground(record, *context.service, *way, op.time.ms);
}

std::vector<const catalogue::Closing*> closings_offered(const Record& record, const Service& service,
                                                        const Staff& person, std::int64_t now_ms) {
  std::vector<const catalogue::Closing*> offered;
  if (closing_of(record, &service) || !may(person, "close", &service)) return offered;
  for (std::string_view how : {"withdrawn", "returned", "expired", "uncollected"}) {
    const auto* way = service.closing(how);
    if (way && theirs(*way, person) && check_ground(record, service, *way, now_ms)) offered.push_back(way);
  }
  return offered;
}

Lapse lapse_of(const Record& record, const Service& service) {
  Lapse lapse;
  if (closing_of(record, &service)) return lapse;
  for (std::string_view how : {"expired", "uncollected"}) {
    const auto* way = service.closing(how);
    const auto since = way && way->after_days > 0 ? since_ms(record, service, how) : 0;
    if (since == 0) continue;
    const auto at = since + way->after_days * day_ms;
    if (lapse.at_ms == 0 || at < lapse.at_ms) lapse = {std::string(how), at};
  }
  return lapse;
}

model::Money refund_by(const Record& record, const Service& service, const catalogue::Closing& way) {
  const auto sum = balance(record);
  model::Money due{0, sum.currency};
  using Refund = catalogue::Closing::Refund;
  if (way.refund == Refund::none) return due;
  auto wanted = sum.received;
  if (way.refund == Refund::lines) {
    const auto fee = fee_assessed(record, service);
    wanted = fee ? std::min(sum.received, catalogue::refund_of(way, *fee)) : 0;
  }
  due.minor = std::max<std::int64_t>(0, wanted - sum.refunded);
  return due;
}

model::Money refund_due(const Record& record, const Service& service) {
  const auto ending = closing_of(record, &service);
  if (ending && ending->way) return refund_by(record, service, *ending->way);
  return {0, balance(record).currency};
}

}  // namespace karvan::rules
