#pragma once
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "hardware/hub/hub.h"
#include "node/core/letters.h"

namespace karvan::ports {

struct PrintJob {
  std::string print;  // id
  std::string seat;   // a printer of this name is preferred; else the first
  std::string paper;  // counter::name_of
  std::string pdf;
};

// The thread that runs the hub: pumps the drivers, carries prints to the printer, and tells the core what came of them
// and how the devices are.
class Devices {
 public:
  // `mailbox` must outlive it. Its thread starts the drivers.
  Devices(std::vector<hub::DriverSpec> drivers, core::Mailbox& mailbox);
  ~Devices();
  Devices(const Devices&) = delete;
  Devices& operator=(const Devices&) = delete;

  // From any thread; answered by PrintAnswer, once with the outcome and before it any number of times with "printing".
  // Without any printer: failed, with the condition printer_missing.
  void print(PrintJob job);
  void stop();  // ends the drivers; what still prints is then unknown, which the next start finds by itself

 private:
  void run();
  void take_jobs();
  void begin(PrintJob job);
  void wait();
  void wake();
  std::string printer_for(const std::string& seat) const;
  void report(const hub::Report& report);
  void report_devices();
  line::Conditions conditions_of(const std::string& device) const;
  void tell(const std::string& print, std::string outcome, line::Conditions conditions);

  core::Mailbox& mailbox_;
  hub::Hub hub_;
  bool told_ = false;                          // the devices, at least once
  std::map<hub::CallId, std::string> prints_;  // under way
  int wake_fd_;                                // an eventfd: the hub's thread waits on it too
  std::mutex mutex_;                           // guards the two below
  std::vector<PrintJob> posted_;
  bool stopped_ = false;
  std::thread thread_;
};

// A printer may be refilled while a job waits in it: long, but not for ever.
inline constexpr std::int64_t print_ms_max = 10 * 60'000;

}  // namespace karvan::ports
