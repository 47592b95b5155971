#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>

#include "hardware/drivers/virtual/device.h"

namespace karvan::drivers::virtuals {
namespace {

constexpr std::int64_t look_ms = 10;
constexpr std::int64_t wait_ms_usual = 400, read_ms_usual = 800, ms_max = 600'000;
constexpr std::size_t part_bytes_min = 4 * 1024, part_bytes_max = 256 * 1024, parts_usual = 4;

}  // namespace

Sitting::Sitting(Device& device, RequestPtr request)
    : device_(device),
      request_(std::move(request)),
      script_(device.script()),
      person_(device.person(script_)),
      read_ms_(script_.read_ms.value_or(number("read_ms", read_ms_usual, 0, ms_max))) {
  if (script_.next == "garble") device_.port_.write_raw("%PDF\n");
  if (script_.next == "hang") kill(getpid(), SIGSTOP);  // the whole process, as a hanging library does
}

std::int64_t Sitting::number(std::string_view key, std::int64_t otherwise, std::int64_t least,
                             std::int64_t most) const {
  return std::clamp(line::integer_at(call().args, key, line::integer_at(device_.args_, key, otherwise)), least, most);
}

std::string Sitting::text(std::string_view key) const {
  auto own = line::text_at(call().args, key);
  return own.empty() ? line::text_at(device_.args_, key) : own;
}

void Sitting::progress(std::string state, boost::json::object detail) {
  if (script_.next != "silent") device_.port_.progress(call().id, std::move(state), std::move(detail));
}

bool Sitting::rest(std::int64_t ms) const {
  for (const auto end = monotonic_ms() + ms; !request_->cancelled;) {
    const auto left = end - monotonic_ms();
    if (left <= 0) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(std::min(left, look_ms)));
  }
  return false;
}

// The control file is read here only where the port's thread saw trouble in it.
bool Sitting::go_on(std::int64_t ms) {
  for (const auto end = monotonic_ms() + ms; !vanished_;) {
    if (line::worst(device_.told().conditions) == line::Severity::error) stopped_ = trouble();
    if (stopped_) return false;
    const auto left = end - monotonic_ms();
    if (left <= 0) return rest(0);
    if (!rest(std::min(left, look_ms))) return false;
  }
  return false;
}

bool Sitting::await(const std::string& what) {
  stopped_ = trouble();
  if (stopped_) return false;
  progress("waiting");
  const auto wait_ms = script_.wait_ms.value_or(number("wait_ms", wait_ms_usual, 0, ms_max));
  if (!go_on(fails("not_presented") ? ms_max : wait_ms)) return false;
  came_ = true;
  device_.port_.notice(call().device, "presented", {{"what", what}});
  return true;
}

void Sitting::removed(const std::string& what) {
  if (came_) device_.port_.notice(call().device, "removed", {{"what", what}});
}

bool Sitting::send(std::string_view file, Extent extent) {
  const auto part_bytes = std::clamp(file.size() / parts_usual + 1, part_bytes_min, part_bytes_max);
  const auto pause_ms = read_ms_ * static_cast<std::int64_t>(part_bytes) / static_cast<std::int64_t>(file.size() + 1);
  while (!file.empty()) {
    if (!go_on(pause_ms)) return false;
    const auto part = file.substr(0, part_bytes);
    file.remove_prefix(part.size());
    device_.port_.part(call().id, !file.empty(), std::string(part));
    if (script_.next == "crash") _exit(3);
    vanished_ = script_.next == "vanish";
    if (extent == Extent::first_part) return go_on(0);
  }
  return go_on(0);
}

std::optional<line::Fault> Sitting::trouble(const Script& now) {
  for (const auto& c : now.conditions)
    if (c.severity == line::Severity::error) return line::Fault{line::FaultKind::operator_can_fix, c.code};
  return std::nullopt;
}

tl::unexpected<line::Fault> Sitting::given_up() const {
  if (stopped_) return tl::unexpected(*stopped_);
  if (vanished_) return fault(line::FaultKind::removed, "device_gone");
  if (monotonic_ms() < request_->ends_at()) return fault(line::FaultKind::transient, "cancelled");
  if (!came_) return fault(line::FaultKind::citizen_retries, "not_presented");
  return fault(line::FaultKind::transient, "deadline_passed");
}

}  // namespace karvan::drivers::virtuals
