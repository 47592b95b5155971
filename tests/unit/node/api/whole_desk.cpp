#include "tests/unit/node/api/whole_desk.h"

namespace karvan::api::samples {

WholeDesk::WholeDesk(counter::samples::Changed also)
    : Desk([also](catalogue::Service& service) {
        counter::samples::with_documents(service);
        if (also) also(service);
      }) {
  sign_in("asma");
}

bool WholeDesk::can(const std::string& id, std::string_view name) {
  const auto app = shown(id);
  for (const auto& one : app.at("can").as_array())
    if (one.as_string() == name) return true;
  return false;
}

std::string WholeDesk::waits_for(const std::string& id, std::string_view name) {
  const auto app = shown(id);
  for (const auto& one : app.at("waits").as_array())
    if (one.at("command").as_string() == name) return std::string(one.at("code").as_string());
  return "";
}

void WholeDesk::entry(const std::string& id, std::uint64_t seq, const std::function<void(model::Op&)>& fill,
                      model::Verdict verdict) {
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

void WholeDesk::decide(const std::string& id, const model::Decided& decided) {
  std::uint64_t seq = 0;
  for (auto stage : {"received_by_centre", "accepted_by_institution"})
    entry(id, ++seq, [&](model::Op& op) { op.advance = stage; });
  entry(id, ++seq, [&](model::Op& op) {
    op.decided = decided;
    op.advance = "decided";
  });
}

void WholeDesk::hold(const std::string& id) {
  model::Verdict verdict;
  verdict.fields["full_name"] = model::Fate::held;
  entry(id, 9, [](model::Op& op) { op.set["full_name"] = "Aly Khan"; }, verdict);
}

}  // namespace karvan::api::samples
