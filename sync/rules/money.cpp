#include <algorithm>

#include "sync/rules/acts.h"
#include "sync/rules/check.h"
#include "sync/rules/fees.h"

namespace karvan::rules {
namespace {

model::Balance balance_after(const model::Record& record, const model::Op& op) {
  model::Record with;
  with.postings = record.postings;
  if (op.post) with.postings.push_back({{}, *op.post, false});
  return balance(with);
}

tl::unexpected<Error> differs(std::int64_t expected, std::int64_t actual) {
  return fail(Code::amount_differs, {{"expected", std::to_string(expected)}, {"actual", std::to_string(actual)}});
}

tl::unexpected<Error> differs(const std::string& expected, const std::string& actual) {
  return fail(Code::amount_differs, {{"expected", expected}, {"actual", actual}});
}

Result<void> check_reason(const model::Post& post) {
  return post.reason.empty() ? Result<void>(fail(Code::reason_missing)) : Result<void>{};
}

}  // namespace

Result<void> check_charge(const model::Record& record, const model::Op& op, const Context& context) {
  if (!op.post || op.post->kind != "charge" || !context.service) return {};
  TRY(auto fee, catalogue::fee_due(*context.service, answers_of(record, op), context.form.today));
  auto all = op.post->amount;  // with what another desk has charged already
  all.minor += balance(record).charged;
  return all == fee.total ? Result<void>{} : differs(fee.total.minor, all.minor);
}

Result<void> check_movement(const model::Record& record, const model::Op& op, const Context& context) {
  if (!moves_money(op) || !is_application(op)) return {};
  const model::Post& post = *op.post;
  auto before = balance(record);
  if (!before.currency.empty() && before.currency != post.amount.currency)
    return differs(before.currency, post.amount.currency);
  if (post.kind == "waiver") {
    auto most = before.open();
    if (context.service) most = std::min(most, waivable_minor(record, *context.service, post.line));
    if (post.amount.minor > most) return differs(most, post.amount.minor);
    return check_reason(post);
  }
  if (post.tender.empty()) return fail(Code::tender_not_accepted, {{"tender", ""}});
  if (post.kind == "refund") {
    const auto kept = before.received - before.refunded;
    if (post.amount.minor > kept) return differs(kept, post.amount.minor);
    return check_reason(post);
  }
  if (post.kind != "payment") return fail(Code::malformed, {}, "op: post.kind");
  if (before.open() <= 0) return fail(Code::already_paid);
  if (post.amount.minor != before.open()) return differs(before.open(), post.amount.minor);
  return {};
}

Result<void> check_settled(const model::Record& record, const model::Op& op) {
  if (op.advance != stage::fee_paid) return {};
  auto open = balance_after(record, op).open();
  return open == 0 ? Result<void>{} : differs(0, open);
}

Result<void> check_shift(const model::Record& record, const model::Op& op) {
  if (kind_of(op) != "shift") return {};
  const bool open = std::any_of(record.postings.begin(), record.postings.end(),
                                [](const model::Posting& p) { return p.post.kind == "float"; });
  const bool opens = op.post && op.post->kind == "float";
  if (opens && open) return fail(Code::shift_open_already);
  if (!opens && (!open || record.reached(stage::closed))) return fail(Code::shift_not_open);
  if (!op.post || opens) return {};
  if (op.post->kind != "count" && op.post->kind != "remittance") return fail(Code::malformed, {}, "op: post.kind");
  const auto& currency = record.postings.front().post.amount.currency;
  return currency == op.post->amount.currency ? Result<void>{} : differs(currency, op.post->amount.currency);
}

}  // namespace karvan::rules
