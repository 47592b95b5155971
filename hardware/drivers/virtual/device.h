#pragma once
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

#include "hardware/drivers/kit/port.h"
#include "hardware/drivers/virtual/people.h"
#include "hardware/drivers/virtual/script.h"

namespace karvan::drivers::virtuals {

class Sitting;

// One virtual device. A call runs on a thread of its own, one at a time; all else comes from the port's thread.
class Device {
 public:
  Device(Port& port, line::Device told, boost::json::object args);
  virtual ~Device();  // waits for the call under way
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;

  virtual std::string_view verb() const { return "capture"; }
  void begin(RequestPtr request);  // a call of `verb`; device_busy where one is under way
  Result test() const;
  line::Device told() const;
  void set_life(line::Life life);
  void look();  // at the control file: conditions that have changed are noticed

 protected:
  virtual Result work(Sitting& sitting) = 0;

 private:
  friend class Sitting;
  void run(RequestPtr request);
  Script script() const;
  bool fails(const std::string& code);
  Person person(const Script& script) const;

  Port& port_;
  const boost::json::object args_;
  mutable std::mutex mutex_;  // of the next two
  line::Device told_;
  bool busy_ = false;
  std::thread thread_;
  // The call's thread alone:
  std::uint64_t persons_ = 0;  // who have been here
  std::filesystem::file_time_type written_;
  std::map<std::string, std::uint64_t> failed_;  // since the control file was written
};

// The call under way, as its device sees it.
class Sitting {
 public:
  Sitting(Device& device, RequestPtr request);

  const line::Call& call() const { return request_->call; }
  const std::string& payload() const { return request_->payload; }
  const Person& person() const { return person_; }
  const Script& script() const { return script_; }  // as it was when the call began
  // A number or a text of the call's args, or else of the device's.
  std::int64_t number(std::string_view key, std::int64_t otherwise, std::int64_t least, std::int64_t most) const;
  std::string text(std::string_view key) const;

  void progress(std::string state, boost::json::object detail = {});
  // Each is false where nobody waits any longer, and but for `rest` where the device has gone or stopped: then answer
  // `given_up`.
  bool rest(std::int64_t ms) const;
  bool go_on(std::int64_t ms);          // the device works meanwhile
  bool await(const std::string& what);  // the citizen comes, and `what` is presented
  bool await_reading() { return go_on(read_ms_ / 2); }
  enum class Extent { whole, first_part };
  bool send(std::string_view file, Extent extent = Extent::whole);

  void removed(const std::string& what);
  bool fails(const std::string& code) { return device_.fails(code); }  // the script wants it now; counted
  std::optional<line::Fault> trouble() const { return trouble(device_.script()); }
  static std::optional<line::Fault> trouble(const Script& now);
  tl::unexpected<line::Fault> given_up() const;

 private:
  Device& device_;
  RequestPtr request_;
  Script script_;
  Person person_;
  std::int64_t read_ms_;
  bool came_ = false, vanished_ = false;
  std::optional<line::Fault> stopped_;
};

// By family; nullptr where there is none such.
std::unique_ptr<Device> make_device(Port& port, const std::string& id, const std::string& family,
                                    const boost::json::object& args);

}  // namespace karvan::drivers::virtuals
