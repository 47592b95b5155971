#include "tests/unit/sync/rules/desk.h"

namespace karvan::rules::samples {

Context Desk::context() {
  Context c;
  c.service = &service;
  c.actor = &person;
  c.lease = &lease;
  c.form = {"2026-11-21", "2026-11-21T12:00:00.000Z"};
  c.now_ms = noon + 60'000;
  return c;
}

model::Op Desk::op(const std::string& node) {
  model::Op o;
  o.id = {node, "e1", ++seq};
  o.time = {noon + static_cast<std::int64_t>(seq), 0};
  o.actor = person.id;
  o.of = "lahore/application/a1";
  return o;
}

model::Op Desk::filing() {
  auto o = op();
  o.pin = model::Pin{"domicile", "v1"};
  o.set = {{"full_name", "Ali Khan"}, {"phone", "1"}};
  o.advance = stage::filed;
  return o;
}

model::Op Desk::charge(std::int64_t minor) {
  auto o = op();
  o.post = model::Post{"charge", {minor, "PKR"}, "", "", ""};
  o.advance = stage::fee_assessed;
  return o;
}

model::Op Desk::payment(std::int64_t minor) {
  auto o = op();
  o.post = model::Post{"payment", {minor, "PKR"}, "cash", "s1", ""};
  o.issue = model::Serial{"receipt", 7001};
  o.advance = stage::fee_paid;
  return o;
}

void Desk::pay() {
  take(filing());
  take(charge());
  take(payment());
}

model::Op Desk::decision(const std::string& outcome, const std::string& reason) {
  auto o = op("centre");
  o.decided = model::Decided{outcome, reason, "77"};
  o.advance = stage::decided;
  return o;
}

model::Op Desk::certificate(std::int64_t number) {
  auto o = op();
  o.issue = model::Serial{"licence", number};
  return o;
}

void Desk::as(Role role) {
  person.role = role;
  person.institutions = role == Role::officer ? std::vector<std::string>{"registry"} : std::vector<std::string>{};
}

model::Verdict Desk::take(const model::Op& o) {
  auto verdict = judge(o);
  record = model::apply(record, o, verdict);
  return verdict;
}

Code Desk::refusal(const model::Op& o) {
  auto checked = check(o);
  return checked ? Code::internal : checked.error().code;
}

}  // namespace karvan::rules::samples
