#pragma once
#include <string>

#include "tests/unit/node/api/desk.h"

namespace karvan::api::samples {

// A desk whose service has parties and a certificate, and what the institution says.
struct WholeDesk : Desk {
  explicit WholeDesk(counter::samples::Changed also = {})
      : Desk([also](catalogue::Service& service) {
          counter::samples::with_documents(service);
          if (also) also(service);
        }) {
    sign_in("asma");
  }
  void become(const std::string& staff) { sign_in(staff); }

  static std::string app(const std::string& id) { return R"("application":")" + id + R"(")"; }
  json::object shown(const std::string& id) { return object(get("applications/" + id)); }
  bool can(const std::string& id, std::string_view name) {
    const auto app = shown(id);
    for (const auto& one : app.at("can").as_array())
      if (one.as_string() == name) return true;
    return false;
  }
  std::string waits_for(const std::string& id, std::string_view name) {
    const auto app = shown(id);
    for (const auto& one : app.at("waits").as_array())
      if (one.at("command").as_string() == name) return std::string(one.at("code").as_string());
    return "";
  }
  // An operation of another author, as the office's feed brings it.
  void entry(const std::string& id, std::uint64_t seq, const std::function<void(model::Op&)>& fill,
             model::Verdict verdict = {}) {
    box.say(box.applied(box.round()));
    model::Op op;
    op.id = {"centre", "c1", seq};
    op.time = {box.now, 0};
    op.salt = "00";
    op.actor = "officer";
    op.of = "lahore/application/" + id;
    fill(op);
    box.round();
    exchange::Answer answer;
    answer.entries.push_back({++box.checkpoint.office, "", 0, model::write_op(op), std::move(verdict)});
    box.say(std::move(answer));
  }
  void grant(const std::string& id) { decide(id, {"granted", "", "F-17"}); }
  void decide(const std::string& id, const model::Decided& decided) {
    std::uint64_t seq = 0;
    for (auto stage : {"received_by_centre", "accepted_by_institution"})
      entry(id, ++seq, [&](model::Op& op) { op.advance = stage; });
    entry(id, ++seq, [&](model::Op& op) {
      op.decided = decided;
      op.advance = "decided";
    });
  }
  // The centre has another name, and holds it.
  void hold(const std::string& id) {
    model::Verdict verdict;
    verdict.fields["full_name"] = model::Fate::held;
    entry(id, 9, [](model::Op& op) { op.set["full_name"] = "Aly Khan"; }, verdict);
  }
};

}  // namespace karvan::api::samples
