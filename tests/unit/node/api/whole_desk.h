#pragma once
#include <string>

#include "tests/unit/node/api/desk.h"

namespace karvan::api::samples {

// A desk whose service has parties and a certificate, and what the institution says.
struct WholeDesk : Desk {
  explicit WholeDesk(counter::samples::Changed also = {});
  void become(const std::string& staff) { sign_in(staff); }

  static std::string app(const std::string& id) { return R"("application":")" + id + R"(")"; }
  json::object shown(const std::string& id) { return object(get("applications/" + id)); }
  bool can(const std::string& id, std::string_view name);
  std::string waits_for(const std::string& id, std::string_view name);
  // An operation of another author, as the office's feed brings it.
  void entry(const std::string& id, std::uint64_t seq, const std::function<void(model::Op&)>& fill,
             model::Verdict verdict = {});
  void grant(const std::string& id) { decide(id, {"granted", "", "F-17"}); }
  void decide(const std::string& id, const model::Decided& decided);
  // The centre has another name, and holds it.
  void hold(const std::string& id);
};

}  // namespace karvan::api::samples
