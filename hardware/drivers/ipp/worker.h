#pragma once
#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <thread>

#include "hardware/drivers/ipp/printer.h"

namespace karvan::drivers::ipp {

// One open printer with the thread that waits on it, so that a silent printer never keeps the driver from answering.
// Looks at the printer every two seconds while idle; a look older than ten makes its conditions unknown.
class Worker {
 public:
  Worker(Port& port, std::string id, std::string uri);
  ~Worker();  // waits for what is under way

  void take(RequestPtr request);  // print or test; a test while it prints is device_busy
  void set_life(line::Life life);
  line::Device device() const;

 private:
  void run();
  Result print_now(Request& request);
  Result test_now();
  void look();
  void know(line::Conditions conditions, const std::string& name);

  Port& port_;
  Printer printer_;
  mutable std::mutex mutex_;
  std::condition_variable woken_;
  std::deque<RequestPtr> queue_;
  line::Device device_;
  std::int64_t known_ms_;
  bool working_ = false;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace karvan::drivers::ipp
