#include "hardware/drivers/ipp/worker.h"

#include <chrono>
#include <utility>

namespace karvan::drivers::ipp {
namespace {

constexpr auto look_every = std::chrono::seconds(2);
constexpr std::int64_t stale_ms = 10'000;
const line::Conditions unknown = {{"status_unknown", line::Severity::unknown}};

std::string media_of(const std::string& paper) {
  if (paper == "a4") return "iso_a4_210x297mm";
  if (paper == "a5") return "iso_a5_148x210mm";
  return {};
}

Document document_of(Request& request) {
  auto text = [&](std::string_view key) { return line::text_at(request.call.args, key); };
  auto format = text("format");
  auto job = text("job").empty() ? "call-" + std::to_string(request.call.id) : text("job");
  return {std::move(job), format.empty() ? "application/pdf" : format, media_of(text("paper")),
          std::move(request.payload)};
}

}  // namespace

Worker::Worker(Port& port, std::string id, std::string uri)
    : port_(port),
      printer_(std::move(uri)),
      device_{std::move(id), "printer", "", line::Life::opened, unknown},
      known_ms_(monotonic_ms()),
      thread_([this] { run(); }) {}

Worker::~Worker() {
  {
    std::lock_guard lock(mutex_);
    ending_ = true;
  }
  woken_.notify_all();
  thread_.join();
}

void Worker::take(RequestPtr request) {
  {
    std::lock_guard lock(mutex_);
    if (request->call.verb == "test" && (working_ || !queue_.empty()))
      return port_.answer(request->call.id, fault(line::FaultKind::transient, "device_busy"));
    queue_.push_back(std::move(request));
  }
  woken_.notify_all();
}

void Worker::set_life(line::Life life) {
  std::lock_guard lock(mutex_);
  device_.life = life;
}

line::Device Worker::device() const {
  std::lock_guard lock(mutex_);
  auto device = device_;
  if (monotonic_ms() - known_ms_ > stale_ms) device.conditions = unknown;
  return device;
}

void Worker::run() {
  look();
  std::unique_lock lock(mutex_);
  while (!ending_) {
    if (queue_.empty() && woken_.wait_for(lock, look_every) == std::cv_status::timeout) {
      lock.unlock();
      look();
      lock.lock();
    }
    if (queue_.empty()) continue;
    auto request = std::move(queue_.front());
    queue_.pop_front();
    working_ = true;
    lock.unlock();
    auto result = request->call.verb == "test" ? test_now() : print_now(*request);
    lock.lock();
    working_ = false;  // before the answer: the next call may come with it
    lock.unlock();
    port_.answer(request->call.id, std::move(result));
    lock.lock();
  }
}

Result Worker::print_now(Request& request) {
  const auto id = request.call.id;
  if (request.cancelled) return fault(line::FaultKind::transient, "device_busy");
  Printer::Watch watch;
  watch.cancelled = [&] { return request.cancelled.load(); };
  watch.progress = [&](std::string state, boost::json::object detail) {
    port_.progress(id, std::move(state), std::move(detail));
  };
  watch.status = [&](const Status& s) { know(s.conditions, s.name); };
  auto result = printer_.print(document_of(request), watch);
  look();
  return result;
}

Result Worker::test_now() {
  look();
  for (const auto& c : device().conditions)
    if (c.severity >= line::Severity::unknown) return fault(line::FaultKind::operator_can_fix, c.code);
  return boost::json::object{{"outcome", "passed"}};
}

void Worker::look() {
  if (auto now = printer_.status())
    know(now->conditions, now->name);
  else
    know({{now.error().code, line::Severity::error}}, "");
}

void Worker::know(line::Conditions conditions, const std::string& name) {
  std::string id;
  {
    std::lock_guard lock(mutex_);
    known_ms_ = monotonic_ms();
    if (!name.empty()) device_.name = name;
    if (device_.conditions == conditions) return;
    device_.conditions = conditions;
    id = device_.id;
  }
  port_.notice(id, "conditions", {{"conditions", line::write_conditions(conditions)}});
}

}  // namespace karvan::drivers::ipp
