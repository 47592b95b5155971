#include "tests/crash/transactions.h"

// The drawer, and what an application owes.
namespace karvan::crash {
namespace {

void nothing_done(Scene&) {}

Told open_shift(Scene& scene) { return ask(scene, counter::OpenShift{{}, {10'000, "PKR"}}); }
Told take_payment(Scene& scene) {
  return ask(scene, counter::TakePayment{{}, scene.subject, "cash", {50'000, "PKR"}, ""});
}
Told waive(Scene& scene) { return ask(scene, counter::WaiveFee{{}, scene.subject, {50'000, "PKR"}, "widow"}); }
Told refund(Scene& scene) { return ask(scene, counter::Refund{{}, scene.subject, {20'000, "PKR"}, "paid too much"}); }
Told close_shift(Scene& scene) { return ask(scene, counter::CloseShift{{}, {{10'000, 3}}, "PKR", 20'000, ""}); }

void shift_closed(Scene& scene) {
  application_paid(scene);
  scene.box.must(counter::CloseShift{{}, {{50'000, 1}}, "PKR", 0, ""});
}
Told close_stop(Scene& scene) { return ask(scene, counter::CloseStop{{}, "a quiet day"}); }

}  // namespace

std::vector<Transaction> of_money() {
  return {{"OpenShift", nothing_done, operator_there, open_shift},
          {"TakePayment", application_filed, operator_there, take_payment},
          {"WaiveFee", application_filed, supervisor_there, waive},
          {"Refund", application_paid, supervisor_there, refund},
          {"CloseShift", application_paid, supervisor_there, close_shift},
          {"CloseStop", shift_closed, supervisor_there, close_stop}};
}

}  // namespace karvan::crash
