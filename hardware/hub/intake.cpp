// Driver's other half: what a driver says, and what the hub makes of it.
#include <algorithm>
#include <utility>

#include "hardware/hub/driver.h"

namespace karvan::hub {
namespace {

constexpr std::size_t devices_of_driver_max = 64;

}  // namespace

void Driver::take(line::Message message, std::int64_t now_ms, std::vector<Report>& out) {
  if (const auto* hello = std::get_if<line::Hello>(&message.body)) {
    if (state_ != State::greeting || hello->protocol < line::protocol_version)
      return fail("driver_garbled", "hello", now_ms, out);
    state_ = State::ready;
    due_ = now_ms + limits_.poll_ms;
    for (const auto& d : spec_.devices) step(Step::open, d.id, now_ms);
    return;
  }
  if (state_ == State::greeting) return fail("driver_garbled", "spoke before its hello", now_ms, out);
  if (auto* answer = std::get_if<line::Answer>(&message.body)) return take_answer(std::move(*answer), now_ms, out);
  if (auto* notice = std::get_if<line::Notice>(&message.body)) return take_notice(std::move(*notice), out);
  const auto* part = std::get_if<line::Part>(&message.body);
  auto* progress = std::get_if<line::Progress>(&message.body);
  auto at = open_.find(part ? part->id : progress ? progress->id : 0);
  if (at == open_.end() || at->second.step != Step::none) return;  // late, or of no interest
  const auto& call = at->second;
  if (progress) out.push_back(Progressed{call.caller, call.device, progress->state, std::move(progress->detail)});
  if (!message.bytes.empty()) out.push_back(Received{call.caller, call.device, std::move(message.bytes)});
}

void Driver::take_answer(line::Answer answer, std::int64_t now_ms, std::vector<Report>& out) {
  auto at = open_.find(answer.id);
  if (at == open_.end()) return;
  const auto call = std::move(at->second);
  open_.erase(at);
  if (call.step != Step::none) return take_step(call, answer, now_ms, out);
  worked_ = true;
  out.push_back(Answered{call.caller, call.device, std::move(answer.result)});
}

void Driver::take_step(const OpenCall& call, const line::Answer& answer, std::int64_t now_ms,
                       std::vector<Report>& out) {
  if (!answer.result) {
    const auto& fault = answer.result.error();
    auto severity = fault.kind == line::FaultKind::service_down ? line::Severity::unknown : line::Severity::error;
    if (call.step != Step::snapshot)
      set_device(call.device, line::Life::discovered, line::Conditions{{fault.code, severity}}, out);
    return;
  }
  switch (call.step) {
    case Step::open:
      return step(Step::claim, call.device, now_ms);
    case Step::claim:
      return step(Step::enable, call.device, now_ms);
    case Step::enable:
    case Step::none:
      stale_ = true;  // its conditions are worth knowing at once
      return set_device(call.device, line::Life::enabled, std::nullopt, out);
    case Step::snapshot:
      return take_snapshot(*answer.result, out);
  }
}

void Driver::take_snapshot(const boost::json::object& snapshot, std::vector<Report>& out) {
  notice_ = static_cast<std::uint64_t>(std::max<std::int64_t>(line::integer_at(snapshot, "number", 0), 0));
  const auto* list = snapshot.if_contains("devices");
  if (!list || !list->is_array()) return;
  for (const auto& v : list->get_array()) {
    if (!v.is_object()) continue;
    auto heard = line::read_device(v.get_object());
    if (heard.id.empty()) continue;
    if (!find(heard.id)) {
      if (devices_.size() >= devices_of_driver_max) continue;
      devices_.push_back({heard.id, heard.family, heard.name, line::Life::gone, {}});
    }
    set_device(heard.id, heard.life, heard.conditions, out);
  }
}

void Driver::take_notice(line::Notice notice, std::vector<Report>& out) {
  if (notice.number != notice_ + 1) stale_ = true;
  notice_ = std::max(notice_, notice.number);
  if (notice.what == "conditions")
    return set_device(notice.device, std::nullopt, line::read_conditions(notice.detail.if_contains("conditions")), out);
  if (notice.what == "life")
    return set_device(notice.device, line::life_of(line::text_at(notice.detail, "life")), std::nullopt, out);
  out.push_back(Noticed{std::move(notice.device), std::move(notice.what), std::move(notice.detail)});
}

void Driver::set_device(std::string_view id, std::optional<line::Life> life, std::optional<line::Conditions> conditions,
                        std::vector<Report>& out) {
  auto* device = find(id);
  if (!device) return;
  const auto before = *device;
  if (life) device->life = *life;
  if (conditions) device->conditions = std::move(*conditions);
  if (*device != before) out.push_back(Changed{*device});
}

}  // namespace karvan::hub
