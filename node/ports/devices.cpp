#include "node/ports/devices.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <system_error>
#include <utility>

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

Devices::Devices(std::vector<hub::DriverSpec> drivers, core::Mailbox& mailbox, Files& files)
    : mailbox_(mailbox), files_(files), hub_(std::move(drivers)), wake_fd_(make_wake_fd()), thread_([this] {
        run();
      }) {}

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

void Devices::print(PrintJob job) { post(std::move(job)); }

void Devices::post(Job job) {
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
  std::vector<Job> jobs;
  {
    std::lock_guard lock(mutex_);
    jobs.swap(posted_);
  }
  for (auto& job : jobs) std::visit([this](auto& one) { begin(std::move(one)); }, job);
}

std::string Devices::printer_for(const std::string& seat) const {
  std::string best;
  int best_rank = 0;
  for (const auto& device : hub_.devices()) {
    if (device.family != "printer") continue;
    const int rank = device.id == seat || device.seat == seat ? 3 : device.seat.empty() ? 2 : 1;
    if (rank > best_rank) best = device.id;
    best_rank = std::max(rank, best_rank);
  }
  return best;
}

// A printer has one at a time: others stand in line here, not in a driver that would have to turn them away.
void Devices::begin(PrintJob job) {
  auto printer = printer_for(job.seat);
  if (printer.empty()) return tell(job.print, "failed", one("printer_missing"));
  const auto uses_it = [&](const auto& print) { return print.second.printer == printer; };
  if (std::any_of(prints_.begin(), prints_.end(), uses_it)) return waiting_.push_back(std::move(job));
  hub::CallSpec call;
  call.device = printer;
  call.verb = "print";
  call.args = {{"job", job.print}, {"format", "application/pdf"}, {"paper", job.paper}};
  call.payload = std::move(job.pdf);
  call.deadline_ms = print_ms_max;
  call.acts = true;
  const auto id = hub_.call(std::move(call), monotonic_ms());
  tell(job.print, "printing", {});
  prints_[id] = {std::move(job.print), std::move(printer)};
}

void Devices::begin(core::RunCapture order) {
  auto id = hub_.call(CaptureCall::call_of(order), monotonic_ms());
  captures_.emplace(id, CaptureCall(std::move(order.capture), files_));
}

void Devices::begin(const core::StopCapture& order) {
  for (const auto& [id, call] : captures_)
    if (call.capture() == order.capture) hub_.cancel(id);
}

void Devices::begin(core::RunTest order) {
  hub::CallSpec call;
  call.device = order.device;
  call.verb = "test";
  call.deadline_ms = test_ms_max;
  tests_[hub_.call(std::move(call), monotonic_ms())] = std::move(order.device);
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
  if (const auto* progressed = std::get_if<hub::Progressed>(&report)) this->report(*progressed);
  if (const auto* answered = std::get_if<hub::Answered>(&report)) this->report(*answered);
  if (const auto* received = std::get_if<hub::Received>(&report)) {
    auto capture = captures_.find(received->id);
    if (capture != captures_.end()) capture->second.take(received->bytes);
  }
}

void Devices::report(const hub::Progressed& progressed) {
  if (auto print = prints_.find(progressed.id); print != prints_.end()) {
    const auto* conditions = progressed.detail.if_contains("conditions");
    tell(print->second.print, "printing",
         conditions ? line::read_conditions(conditions) : conditions_of(progressed.device));
  }
  if (auto capture = captures_.find(progressed.id); capture != captures_.end()) {
    if (auto news = capture->second.progress(progressed.state)) (void)mailbox_.post(std::move(*news));
  }
}

void Devices::report(const hub::Answered& answered) {
  if (auto print = prints_.extract(answered.id)) {
    auto conditions = answered.result ? conditions_of(answered.device) : one(answered.result.error().code);
    tell(print.mapped().print, name_of(hub::outcome_of(answered)), std::move(conditions));
    for (auto& job : std::exchange(waiting_, {})) begin(std::move(job));
  }
  // Refused only while everything ends: the next start puts a file away that nobody was told of.
  if (auto capture = captures_.extract(answered.id)) (void)mailbox_.post(capture.mapped().end(answered));
  if (auto test = tests_.extract(answered.id)) {
    core::TestAnswer answer{std::move(test.mapped()), std::nullopt};
    if (!answered.result) answer.fault = answered.result.error();
    (void)mailbox_.post(std::move(answer));
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
