#pragma once
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "hardware/hub/hub.h"
#include "node/core/letters.h"
#include "node/ports/capture.h"

namespace karvan::ports {

struct PrintJob {
  std::string print;  // id
  std::string seat;   // its own printer is preferred; else the first that is nobody's
  std::string paper;  // counter::name_of
  std::string pdf;
};

// The thread that runs the hub: pumps the drivers, carries prints to the printer, has devices read and tested, and
// tells the core what came of it and how the devices are.
class Devices {
 public:
  // `mailbox` and `files` must outlive it. Its thread starts the drivers.
  Devices(std::vector<hub::DriverSpec> drivers, core::Mailbox& mailbox, Files& files);
  ~Devices();
  Devices(const Devices&) = delete;
  Devices& operator=(const Devices&) = delete;

  // From any thread; answered by PrintAnswer, once with the outcome and before it any number of times with "printing".
  // Without any printer: failed, with the condition printer_missing.
  void print(PrintJob job);
  // From any thread; answered by CaptureAnswer, any number of times with a state and once with the end, also where the
  // device or its driver is gone.
  void capture(core::RunCapture order) { post(std::move(order)); }
  void stop_capture(core::StopCapture order) { post(std::move(order)); }
  void test(core::RunTest order) { post(std::move(order)); }  // answered by TestAnswer
  void stop();  // ends the drivers; what still prints is then unknown, which the next start finds by itself

 private:
  using Job = std::variant<PrintJob, core::RunCapture, core::StopCapture, core::RunTest>;
  void post(Job job);
  void run();
  void take_jobs();
  void begin(PrintJob job);
  void begin(core::RunCapture order);
  void begin(const core::StopCapture& order);
  void begin(core::RunTest order);
  void wait();
  void wake();
  std::string printer_for(const std::string& seat) const;
  void report(const hub::Report& report);
  void report(const hub::Progressed& progressed);
  void report(const hub::Answered& answered);
  void report_devices();
  line::Conditions conditions_of(const std::string& device) const;
  void tell(const std::string& print, std::string outcome, line::Conditions conditions);

  core::Mailbox& mailbox_;
  Files& files_;
  hub::Hub hub_;
  bool told_ = false;  // the devices, at least once
  struct Printing {
    std::string print, printer;
  };
  std::map<hub::CallId, Printing> prints_;       // under way
  std::vector<PrintJob> waiting_;                // for their printer, in the order in which they came
  std::map<hub::CallId, CaptureCall> captures_;  // the same
  std::map<hub::CallId, std::string> tests_;     // device
  int wake_fd_;                                  // an eventfd: the hub's thread waits on it too
  std::mutex mutex_;                             // guards the two below
  std::vector<Job> posted_;
  bool stopped_ = false;
  std::thread thread_;
};

// A printer may be refilled while a job waits in it: long, but not for ever.
inline constexpr std::int64_t print_ms_max = 10 * 60'000;
inline constexpr std::int64_t test_ms_max = 10'000;

}  // namespace karvan::ports
