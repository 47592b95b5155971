#include "hardware/drivers/virtual/device.h"

#include <fstream>
#include <iterator>
#include <utility>

namespace karvan::drivers::virtuals {
namespace {

constexpr std::size_t script_bytes_max = 64 * 1024;

}  // namespace

Device::Device(Port& port, line::Device told, boost::json::object args)
    : port_(port), args_(std::move(args)), told_(std::move(told)) {
  told_.conditions = script().conditions;
}

Device::~Device() {
  if (thread_.joinable()) thread_.join();
}

Script Device::script() const {
  std::ifstream file(line::text_at(args_, "control"));
  std::string text(std::istreambuf_iterator<char>(file), {});
  return read_script(std::string_view(text).substr(0, script_bytes_max));
}

line::Device Device::told() const {
  std::lock_guard lock(mutex_);
  return told_;
}

void Device::set_life(line::Life life) {
  std::lock_guard lock(mutex_);
  told_.life = life;
}

void Device::look() {
  auto conditions = script().conditions;
  {
    std::lock_guard lock(mutex_);
    if (told_.conditions == conditions) return;
    told_.conditions = conditions;
  }
  port_.notice(told_.id, "conditions", {{"conditions", line::write_conditions(conditions)}});
}

Result Device::test() const {
  if (auto fault = Sitting::trouble(script())) return tl::unexpected(std::move(*fault));
  return boost::json::object{{"outcome", "passed"}};
}

void Device::begin(RequestPtr request) {
  {
    std::lock_guard lock(mutex_);
    if (busy_) return port_.answer(request->call.id, fault(line::FaultKind::transient, "device_busy"));
    busy_ = true;
  }
  if (thread_.joinable()) thread_.join();
  thread_ = std::thread([this, request = std::move(request)]() mutable { run(std::move(request)); });
}

// Free again before the answer is read: the next call may come with it.
void Device::run(RequestPtr request) {
  const auto id = request->call.id;
  Sitting sitting(*this, std::move(request));
  auto result = work(sitting);
  if (result) ++persons_;
  {
    std::lock_guard lock(mutex_);
    busy_ = false;
  }
  port_.answer(id, std::move(result));
}

bool Device::fails(const std::string& code) {
  const auto wanted = script().faults;
  std::error_code none;
  const auto written = std::filesystem::last_write_time(line::text_at(args_, "control"), none);
  if (std::exchange(written_, written) != written) failed_.clear();
  const auto at = wanted.find(code);
  return at != wanted.end() && failed_[code]++ < at->second;
}

Person Device::person(const Script& script) const {
  const auto* next = args_.if_contains("next");
  const bool changes = next && next->is_bool() && next->get_bool();
  const auto seed = static_cast<std::uint64_t>(line::integer_at(args_, "seed", 1));
  return person_of(seed, script.person.value_or(changes ? persons_ : 0));
}

}  // namespace karvan::drivers::virtuals
