#pragma once
#include <string>

#include "storage/model/record.h"
#include "sync/rules/check.h"
#include "sync/rules/judge.h"
#include "tests/unit/sync/rules/sample_service.h"

namespace karvan::rules::samples {

inline constexpr std::int64_t noon = 1'795'262'400'000;  // 2026-11-21 12:00 UTC

// One desk with its service, lease and operator; makes operations and folds those that pass.
struct Desk {
  catalogue::Service service = samples::service();
  Staff person{"ayesha", "Ayesha", Role::operator_, {}, {}, {}, {}, true};
  Lease lease{"l1", "bus-01", "receipt", 7001, 7500, noon, noon + 1'000'000'000};
  model::Record record = {};
  std::uint64_t seq = 0;

  Context context() {
    Context c;
    c.service = &service;
    c.actor = &person;
    c.lease = &lease;
    c.form = {"2026-11-21", "2026-11-21T12:00:00.000Z"};
    c.now_ms = noon + 60'000;
    return c;
  }
  model::Op op(const std::string& node = "bus-01") {
    model::Op o;
    o.id = {node, "e1", ++seq};
    o.time = {noon + static_cast<std::int64_t>(seq), 0};
    o.actor = person.id;
    o.of = "lahore/application/a1";
    return o;
  }
  model::Op filing() {
    auto o = op();
    o.pin = model::Pin{"domicile", "v1"};
    o.set = {{"full_name", "Ali Khan"}, {"phone", "1"}};
    o.advance = stage::filed;
    return o;
  }
  model::Op charge(std::int64_t minor = 50'000) {
    auto o = op();
    o.post = model::Post{"charge", {minor, "PKR"}, "", "", ""};
    o.advance = stage::fee_assessed;
    return o;
  }
  model::Op payment(std::int64_t minor = 50'000) {
    auto o = op();
    o.post = model::Post{"payment", {minor, "PKR"}, "cash", "s1", ""};
    o.issue = model::Serial{"receipt", 7001};
    o.advance = stage::fee_paid;
    return o;
  }
  // The filing with all that was paid, as far as the desk goes without the institution.
  void pay() {
    take(filing());
    take(charge());
    take(payment());
  }
  // The institution grants or refuses.
  model::Op decision(const std::string& outcome, const std::string& reason = {}) {
    auto o = op("centre");
    o.decided = model::Decided{outcome, reason, "77"};
    o.advance = stage::decided;
    return o;
  }
  model::Op certificate(std::int64_t number = 41) {
    auto o = op();
    o.issue = model::Serial{"licence", number};
    return o;
  }
  void as(Role role) {
    person.role = role;
    person.institutions = role == Role::officer ? std::vector<std::string>{"registry"} : std::vector<std::string>{};
  }
  // The numbers of certificates come from here from now on.
  void lend_licences() { lease = {"l2", "bus-01", "licence", 1, 500, noon, noon + 1'000'000'000}; }
  Result<void> check(const model::Op& o) { return rules::check(record, o, context()); }
  model::Verdict judge(const model::Op& o) { return rules::judge(record, o, context()); }
  model::Verdict take(const model::Op& o) {
    auto verdict = judge(o);
    record = model::apply(record, o, verdict);
    return verdict;
  }
};

}  // namespace karvan::rules::samples
