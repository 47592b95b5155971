#include "node/api/offers.h"

#include <algorithm>
#include <array>

#include "node/api/history.h"
#include "node/counter/decide.h"
#include "node/counter/documents.h"
#include "sync/rules/closing.h"
#include "sync/rules/fees.h"
#include "sync/rules/parties.h"

namespace karvan::api {
namespace {

constexpr const char* some_reason = "-";

// These say that the command is not for this person, or has nothing to do here: no news for anyone.
bool pointless(Code code) {
  constexpr auto codes = std::to_array({Code::role_not_allowed, Code::not_signed_in, Code::already_paid,
                                        Code::exists_already, Code::amount_differs, Code::document_issued_already,
                                        Code::document_not_issued, Code::handed_over_already, Code::decided_already,
                                        Code::field_not_held, Code::not_found, Code::application_closed});
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

class Trial {
 public:
  Trial(core::Book& book, const counter::By& by, const counter::Application& app) : book_(book), by_(by), app_(app) {
    by_.fresh = "preview";
  }

  template <class Command>
  void attempt(std::string_view name, Command command) {
    command.by = by_;
    command.application = app_.id;
    take(name, counter::decide(book_, counter::Command(std::move(command))));
  }
  void take(std::string_view name, const Result<counter::Decision>& decision) {
    if (decision) {
      offers.can.emplace_back(name);
    } else if (!pointless(decision.error().code)) {
      json::object args;
      for (const auto& [key, value] : decision.error().args) args[key] = value;
      offers.waits.push_back(
          json::object{{"command", name}, {"code", name_of(decision.error().code)}, {"args", std::move(args)}});
    }
  }

  Offers offers;

 private:
  core::Book& book_;
  counter::By by_;
  const counter::Application& app_;
};

void attempt_money(Trial& trial, const counter::Application& app) {
  const auto balance = model::balance(app.record);
  counter::TakePayment payment;
  payment.tender = "cash";
  payment.amount = {balance.open(), balance.currency};
  if (balance.open() > 0) trial.attempt("take_payment", std::move(payment));
  counter::WaiveFee waiver;
  waiver.amount = {std::min(balance.open(), rules::waivable_minor(app.record, *app.service, "")), balance.currency};
  waiver.reason = some_reason;
  if (waiver.amount.minor > 0) trial.attempt("waive_fee", std::move(waiver));
  counter::Refund refund;
  refund.amount = {balance.received - balance.refunded, balance.currency};
  refund.reason = some_reason;
  if (refund.amount.minor > 0) trial.attempt("refund", std::move(refund));
}

void attempt_resolve(Trial& trial, const counter::Application& app) {
  for (const auto& [name, field] : app.record.fields) {
    if (!field.held && !field.late) continue;
    counter::Resolve resolve;
    resolve.field = name;
    resolve.chosen = field.writer;
    resolve.seen = {field.writer};
    for (const auto& candidate : field.candidates) resolve.seen.push_back(candidate.writer);
    resolve.reason = some_reason;
    return trial.attempt("resolve", std::move(resolve));
  }
}

// What of it is to be settled, Application.alarms has; that they may is a right of the asker.
void attempt_settle(Trial& trial, core::Book& book, const counter::By& by, const counter::Application& app) {
  auto own = book.store().log().of_record(app.record.id);
  if (!own || write_alarms(book.options().site.node, app, *own).empty()) return;
  const auto* staff = book.staff(by.staff);
  auto allowed = staff ? rules::may(*staff, "settle", app.service) : Result<void>(fail(Code::not_signed_in));
  trial.take("settle_review", allowed ? Result<counter::Decision>(counter::Decision{})
                                      : Result<counter::Decision>(tl::unexpected(allowed.error())));
}

void attempt_hand_over(Trial& trial, const counter::Application& app) {
  for (const auto& document : app.record.documents) {
    if (document.state == "void" || !counter::is_certificate(*app.service, document.serial)) continue;
    counter::HandOver hand_over;
    hand_over.serial = document.serial;
    hand_over.recipient = hand_over.relation = hand_over.shown = some_reason;
    return trial.attempt("hand_over", std::move(hand_over));
  }
}

// A party who comes another day: what they may show is the service's to say, that they may is a right of the asker.
void attempt_show(Trial& trial, core::Book& book, const counter::By& by, const counter::Application& app) {
  if (rules::missing_shown(*app.service, rules::shown_of(app.record), false).empty()) return;
  if (rules::closing_of(app.record, app.service)) return;
  const auto* staff = book.staff(by.staff);
  auto allowed = staff ? rules::may(*staff, "show", app.service) : Result<void>(fail(Code::not_signed_in));
  trial.take("show_party", allowed ? Result<counter::Decision>(counter::Decision{})
                                   : Result<counter::Decision>(tl::unexpected(allowed.error())));
}

// By the first way that is theirs; Application.closings has them all.
void attempt_close(Trial& trial, core::Book& book, const counter::By& by, const counter::Application& app) {
  const auto* staff = book.staff(by.staff);
  if (!staff) return;
  const auto ways = rules::closings_offered(app.record, *app.service, *staff, book.now_ms());
  if (ways.empty()) return;
  counter::CloseApplication close;
  close.how = ways.front()->how;
  close.reason = ways.front()->reasons.empty() ? some_reason : ways.front()->reasons.front().id;
  trial.attempt("close_application", std::move(close));
}

}  // namespace

Offers offers_of(core::Book& book, const counter::By& by, const counter::Application& app) {
  Trial trial(book, by, app);
  attempt_money(trial, app);
  attempt_show(trial, book, by, app);
  trial.attempt("change_application", counter::ChangeApplication{});
  counter::ReturnApplication back;
  back.reason = some_reason;
  trial.attempt("return_application", std::move(back));
  attempt_close(trial, book, by, app);
  trial.attempt("approve_application", counter::ApproveApplication{});
  attempt_resolve(trial, app);
  attempt_settle(trial, book, by, app);
  trial.attempt("issue_document", counter::IssueDocument{});
  attempt_hand_over(trial, app);
  return std::move(trial.offers);
}

}  // namespace karvan::api
