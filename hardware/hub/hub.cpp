#include "hardware/hub/hub.h"

#include <csignal>
#include <utility>

#include "hardware/hub/driver.h"

namespace karvan::hub {

struct Hub::Self {
  std::vector<Driver> drivers;
  std::vector<Report> waiting;  // answers that need no driver
  CallId next_id = 1;
};

Hub::Hub(std::vector<DriverSpec> drivers, Limits limits, Spawn spawn) : self_(std::make_unique<Self>()) {
  std::signal(SIGPIPE, SIG_IGN);
  self_->drivers.reserve(drivers.size());
  for (auto& spec : drivers) self_->drivers.emplace_back(std::move(spec), limits, spawn);
}

Hub::~Hub() = default;

void Hub::start(std::int64_t now_ms) {
  for (auto& d : self_->drivers) d.start(now_ms);
}

CallId Hub::call(CallSpec call, std::int64_t now_ms) {
  const auto id = self_->next_id++;
  for (auto& d : self_->drivers) {
    if (!d.has(call.device)) continue;
    d.call(id, std::move(call), now_ms, self_->waiting);
    return id;
  }
  line::Fault fault{line::FaultKind::removed, "device_unknown", call.device};
  self_->waiting.push_back(Answered{id, call.device, tl::unexpected(std::move(fault))});
  return id;
}

void Hub::cancel(CallId id) {
  for (auto& d : self_->drivers) d.cancel(id);
}

std::vector<Report> Hub::pump(std::int64_t now_ms) {
  auto out = std::exchange(self_->waiting, {});
  for (auto& d : self_->drivers) d.pump(now_ms, out);
  return out;
}

std::vector<pollfd> Hub::fds() const {
  std::vector<pollfd> all;
  for (const auto& d : self_->drivers) d.add_fds(all);
  return all;
}

std::int64_t Hub::wakes_at() const {
  if (!self_->waiting.empty()) return 0;
  std::int64_t at = INT64_MAX;
  for (const auto& d : self_->drivers) at = std::min(at, d.wakes_at());
  return at;
}

std::vector<line::Device> Hub::devices() const {
  std::vector<line::Device> all;
  for (const auto& d : self_->drivers) all.insert(all.end(), d.devices().begin(), d.devices().end());
  return all;
}

void Hub::stop() {
  for (auto& d : self_->drivers) d.stop();
}

Outcome outcome_of(const Answered& answer) {
  if (!answer.result)
    return answer.result.error().kind == line::FaultKind::outcome_unknown ? Outcome::unknown : Outcome::nothing;
  const auto outcome = line::text_at(*answer.result, "outcome");
  if (outcome == "printed") return Outcome::printed;
  return outcome == "nothing" ? Outcome::nothing : Outcome::unknown;
}

}  // namespace karvan::hub
