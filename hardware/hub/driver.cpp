#include "hardware/hub/driver.h"

#include <algorithm>
#include <array>
#include <utility>

namespace karvan::hub {
namespace {

constexpr std::size_t read_bytes_max = 4 * 1024 * 1024;  // in one pump, so that no driver starves another

const line::Conditions driver_down = {{"driver_down", line::Severity::unknown}};

}  // namespace

Driver::Driver(DriverSpec spec, const Limits& limits, Spawn spawn)
    : spec_(std::move(spec)), limits_(limits), spawn_(std::move(spawn)), back_off_(limits.back_off_ms) {
  for (const auto& d : spec_.devices)
    devices_.push_back({d.id, d.family, d.name, line::Life::gone, driver_down, d.seat});
}

bool Driver::has(std::string_view device) const {
  return std::any_of(devices_.begin(), devices_.end(), [&](const auto& d) { return d.id == device; });
}

line::Device* Driver::find(std::string_view id) {
  auto at = std::find_if(devices_.begin(), devices_.end(), [&](const auto& d) { return d.id == id; });
  return at == devices_.end() ? nullptr : &*at;
}

void Driver::start(std::int64_t now_ms) {
  state_ = State::down;
  due_ = now_ms;
}

void Driver::greet(std::int64_t now_ms, std::vector<Report>& out) {
  decoder_ = {};
  clear_outbox();
  sent_ = 0;
  notice_ = 0;
  reports_since_poll_ = 0;
  stale_ = false;
  since_ = now_ms;
  worked_ = false;
  auto process = spawn_(spec_.argv, spec_.env);
  if (!process) return fail("driver_missing", process.error(), now_ms, out);
  process_ = std::move(*process);
  state_ = State::greeting;
  due_ = now_ms + limits_.hello_ms;
  send(line::encode({line::Hello{line::protocol_version, "karvan", "1"}}));
}

// Nothing more can be had from this process: every call gets its answer now, and a new process comes later.
void Driver::fail(std::string_view code, std::string_view detail, std::int64_t now_ms, std::vector<Report>& out) {
  const auto calls = std::exchange(open_, {});
  for (const auto& [id, call] : calls)
    if (call.step == Step::none)
      out.push_back(Answered{call.caller, call.device, tl::unexpected(fault_of(call, code, detail))});
  process_.reset();
  clear_outbox();
  for (const auto& d : std::vector(devices_)) set_device(d.id, line::Life::gone, driver_down, out);
  if (state_ == State::stopped) return;
  state_ = State::down;
  if (worked_ || now_ms - since_ >= limits_.healthy_ms) {
    due_ = now_ms;
    back_off_ = limits_.back_off_ms;
  } else {
    due_ = now_ms + back_off_;
    back_off_ = std::min(back_off_ * 2, limits_.back_off_ms_max);
  }
  worked_ = false;
}

// A call of which the process got not one byte has certainly done nothing.
line::Fault Driver::fault_of(const OpenCall& call, std::string_view code, std::string_view detail) const {
  const bool began = sent_ > call.first_byte;
  auto kind = call.acts && began ? line::FaultKind::outcome_unknown : line::FaultKind::service_down;
  return {kind, std::string(code), spec_.name + ": " + std::string(detail)};
}

void Driver::clear_outbox() {
  outbox_.clear();
  outbox_at_ = 0;
}

void Driver::send(std::string frame) {
  outbox_ += frame;
  flush();
}

// False where the driver no longer reads.
bool Driver::flush() {
  while (unsent() > 0) {
    auto n = process_->write(std::string_view(outbox_).substr(outbox_at_));
    if (n < 0) return false;
    if (n == 0) return true;
    sent_ += static_cast<std::uint64_t>(n);
    outbox_at_ += static_cast<std::size_t>(n);
  }
  clear_outbox();
  return true;
}

void Driver::issue(OpenCall call, line::Call message, std::string_view payload) {
  message.id = next_id_++;
  call.first_byte = sent_ + unsent();
  open_.emplace(message.id, std::move(call));
  send(line::encode_call(std::move(message), payload));
}

void Driver::call(CallId id, CallSpec call, std::int64_t now_ms, std::vector<Report>& out) {
  auto refuse = [&](line::FaultKind kind, std::string code) {
    out.push_back(Answered{id, call.device, tl::unexpected(line::Fault{kind, std::move(code), spec_.name})});
  };
  if (state_ != State::ready) return refuse(line::FaultKind::service_down, "driver_down");
  const auto* device = find(call.device);
  if (!device || device->life != line::Life::enabled) return refuse(line::FaultKind::service_down, "device_not_ready");
  const auto too_many = [&](const auto& o) { return o.second.step == Step::none; };
  if (static_cast<std::size_t>(std::count_if(open_.begin(), open_.end(), too_many)) >= limits_.calls_max ||
      unsent() > line::call_bytes_max)
    return refuse(line::FaultKind::transient, "device_busy");
  if (call.payload.size() > line::call_bytes_max) return refuse(line::FaultKind::transient, "payload_too_large");
  OpenCall open{id, call.device, Step::none, call.acts, false, now_ms + call.deadline_ms, 0};
  issue(std::move(open), {0, call.verb, call.device, std::max<std::int64_t>(call.deadline_ms, 1), call.args},
        call.payload);
}

void Driver::cancel(CallId id) {
  for (auto& [wire_id, call] : open_) {
    if (call.caller != id || call.step != Step::none || call.cancelled) continue;
    call.cancelled = true;
    send(line::encode({line::Cancel{wire_id}}));
  }
}

void Driver::step(Step step, const std::string& device, std::int64_t now_ms) {
  static constexpr std::array<std::string_view, 5> verbs = {"", "open", "claim", "enable", "snapshot"};
  line::Call message{0, std::string(verbs.at(static_cast<std::size_t>(step))), device, limits_.poll_deadline_ms};
  if (step == Step::open)
    for (const auto& d : spec_.devices)
      if (d.id == device) message.args = d.args;
  issue({0, device, step, false, false, now_ms + limits_.poll_deadline_ms, 0}, std::move(message), {});
}

void Driver::stop() {
  state_ = State::stopped;
  if (process_) process_->close_input();
}

void Driver::add_fds(std::vector<pollfd>& fds) const {
  if (!process_) return;
  fds.push_back({process_->output_fd(), POLLIN, 0});
  if (unsent() > 0 && process_->input_fd() >= 0) fds.push_back({process_->input_fd(), POLLOUT, 0});
}

std::int64_t Driver::wakes_at() const {
  if (state_ == State::stopped) return INT64_MAX;
  auto at = due_;
  for (const auto& [id, call] : open_) at = std::min(at, call.deadline + (call.cancelled ? limits_.grace_ms : 0));
  return at;
}

void Driver::pump(std::int64_t now_ms, std::vector<Report>& out) {
  if (state_ == State::down && now_ms >= due_) greet(now_ms, out);
  if (!process_) return;
  if (process_->input_fd() >= 0) flush();  // a driver that no longer reads is noticed by the end of its output
  read_all(now_ms, out);
  if (!process_) return;
  keep_deadlines(now_ms, out);
  if (process_) keep_polling(now_ms);
}

void Driver::read_all(std::int64_t now_ms, std::vector<Report>& out) {
  char buffer[64 * 1024];
  for (std::size_t sum = 0; process_ && sum < read_bytes_max;) {
    auto n = process_->read(buffer, sizeof buffer);
    if (n == 0) return;
    if (n < 0) return fail("driver_crashed", "ended", now_ms, out);
    sum += static_cast<std::size_t>(n);
    auto messages = decoder_.feed({buffer, static_cast<std::size_t>(n)});
    if (!messages) return fail("driver_garbled", messages.error(), now_ms, out);
    for (auto& m : *messages)
      if (process_) take(std::move(m), now_ms, out);
    reports_since_poll_ += messages->size();
    if (reports_since_poll_ > limits_.reports_max) return fail("driver_garbled", "flood", now_ms, out);
  }
}

void Driver::keep_deadlines(std::int64_t now_ms, std::vector<Report>& out) {
  if (state_ == State::greeting && now_ms >= due_) return fail("driver_hung", "no hello", now_ms, out);
  for (auto& [id, call] : open_) {
    if (now_ms >= call.deadline + limits_.grace_ms || (call.step != Step::none && now_ms >= call.deadline))
      return fail("driver_hung", "deadline", now_ms, out);
    if (now_ms < call.deadline || call.cancelled) continue;
    call.cancelled = true;
    send(line::encode({line::Cancel{id}}));
  }
}

// Snapshots in the rhythm of poll_ms, at once after a missed notice; devices not yet in use are tried again with them.
void Driver::keep_polling(std::int64_t now_ms) {
  if (state_ != State::ready || (now_ms < due_ && !stale_)) return;
  const auto busy = [&](const std::string& device, bool snapshot) {
    return std::any_of(open_.begin(), open_.end(), [&](const auto& o) {
      return o.second.step != Step::none && (o.second.step == Step::snapshot) == snapshot && o.second.device == device;
    });
  };
  due_ = now_ms + limits_.poll_ms;
  if (busy("", true)) return;
  stale_ = false;
  reports_since_poll_ = 0;
  step(Step::snapshot, "", now_ms);
  for (const auto& d : spec_.devices)
    if (find(d.id)->life < line::Life::enabled && !busy(d.id, false)) step(Step::open, d.id, now_ms);
}

}  // namespace karvan::hub
