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

  Context context();
  model::Op op(const std::string& node = "bus-01");
  model::Op filing();
  model::Op charge(std::int64_t minor = 50'000);
  model::Op payment(std::int64_t minor = 50'000);
  // The filing with all that was paid, as far as the desk goes without the institution.
  void pay();
  // The institution grants or refuses.
  model::Op decision(const std::string& outcome, const std::string& reason = {});
  model::Op certificate(std::int64_t number = 41);
  void as(Role role);
  // The numbers of certificates come from here from now on.
  void lend_licences() { lease = {"l2", "bus-01", "licence", 1, 500, noon, noon + 1'000'000'000}; }
  Result<void> check(const model::Op& o) { return rules::check(record, o, context()); }
  Code refusal(const model::Op& o);  // internal where it is allowed
  model::Verdict judge(const model::Op& o) { return rules::judge(record, o, context()); }
  model::Verdict take(const model::Op& o);
};

}  // namespace karvan::rules::samples
