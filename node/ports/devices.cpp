#include "node/ports/devices.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <system_error>

namespace karvan::ports {

namespace {

constexpr std::int64_t wait_ms_max = 1'000;

std::int64_t monotonic_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

int make_wake_fd() {
  int fd = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (fd < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
  return fd;
}

line::Conditions one(std::string code) { return line::make_conditions({{std::move(code), line::Severity::error}}); }

std::string name_of(hub::Outcome outcome) {
  switch (outcome) {
    case hub::Outcome::printed:
      return "printed";
    case hub::Outcome::nothing:
      return "failed";
    default:
      return "unknown";
  }
}

}  // namespace

Devices::Devices(std::vector<hub::DriverSpec> drivers, core::Mailbox& mailbox)
    : mailbox_(mailbox), hub_(std::move(drivers)), wake_fd_(make_wake_fd()), thread_([this] { run(); }) {}

Devices::~Devices() {
  stop();
  ::close(wake_fd_);
}

void Devices::wake() {
  std::uint64_t one_more = 1;
  [[maybe_unused]] auto written = ::write(wake_fd_, &one_more, sizeof one_more);
}

void Devices::stop() {
  {
    std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  wake();
  if (thread_.joinable()) thread_.join();
}

void Devices::print(PrintJob job) {
  {
    std::lock_guard lock(mutex_);
    posted_.push_back(std::move(job));
  }
  wake();
}

void Devices::run() {
  hub_.start(monotonic_ms());
  for (;;) {
    {
      std::lock_guard lock(mutex_);
      if (stopped_) break;
    }
    take_jobs();
    bool changed = !told_;
    for (const auto& one_report : hub_.pump(monotonic_ms())) {
      report(one_report);
      changed = changed || std::holds_alternative<hub::Changed>(one_report);
    }
    if (changed) report_devices();
    wait();
  }
  hub_.stop();
}

void Devices::take_jobs() {
  std::vector<PrintJob> jobs;
  {
    std::lock_guard lock(mutex_);
    jobs.swap(posted_);
  }
  for (auto& job : jobs) begin(std::move(job));
}

std::string Devices::printer_for(const std::string& seat) const {
  std::string first;
  for (const auto& device : hub_.devices()) {
    if (device.family != "printer") continue;
    if (device.id == seat) return device.id;
    if (first.empty()) first = device.id;
  }
  return first;
}

void Devices::begin(PrintJob job) {
  auto printer = printer_for(job.seat);
  if (printer.empty()) return tell(job.print, "failed", one("printer_missing"));
  hub::CallSpec call;
  call.device = std::move(printer);
  call.verb = "print";
  call.args = {{"job", job.print}, {"format", "application/pdf"}, {"paper", job.paper}};
  call.payload = std::move(job.pdf);
  call.deadline_ms = print_ms_max;
  call.acts = true;
  prints_[hub_.call(std::move(call), monotonic_ms())] = job.print;
  tell(job.print, "printing", {});
}

void Devices::wait() {
  auto fds = hub_.fds();
  fds.push_back({wake_fd_, POLLIN, 0});
  auto wait_ms = std::clamp<std::int64_t>(hub_.wakes_at() - monotonic_ms(), 0, wait_ms_max);
  ::poll(fds.data(), fds.size(), static_cast<int>(wait_ms));
  std::uint64_t woken = 0;
  [[maybe_unused]] auto read = ::read(wake_fd_, &woken, sizeof woken);
}

void Devices::report(const hub::Report& report) {
  if (const auto* progressed = std::get_if<hub::Progressed>(&report)) {
    auto print = prints_.find(progressed->id);
    if (print == prints_.end()) return;
    const auto* conditions = progressed->detail.if_contains("conditions");
    tell(print->second, "printing", conditions ? line::read_conditions(conditions) : conditions_of(progressed->device));
  }
  if (const auto* answered = std::get_if<hub::Answered>(&report)) {
    auto print = prints_.extract(answered->id);
    if (print.empty()) return;
    auto conditions = answered->result ? conditions_of(answered->device) : one(answered->result.error().code);
    tell(print.mapped(), name_of(hub::outcome_of(*answered)), std::move(conditions));
  }
}

line::Conditions Devices::conditions_of(const std::string& device) const {
  for (const auto& known : hub_.devices()) {
    if (known.id == device) return known.conditions;
  }
  return {};
}

void Devices::report_devices() { told_ = mailbox_.post(core::DevicesAnswer{hub_.devices()}).has_value(); }

void Devices::tell(const std::string& print, std::string outcome, line::Conditions conditions) {
  // Refused only while everything ends; the next start finds the print unfinished and asks a person. The driver gives
  // the job our own name of the print.
  (void)mailbox_.post(core::PrintAnswer{print, std::move(outcome), print, std::move(conditions)});
}

}  // namespace karvan::ports
