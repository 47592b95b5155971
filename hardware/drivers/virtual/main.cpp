// karvan-driver-virtual: devices without hardware, by the same protocol as real ones. See README.md here.
#include <unistd.h>

#include <map>

#include "hardware/drivers/virtual/device.h"

namespace {

using namespace karvan;
using namespace karvan::drivers;

class Driver {
 public:
  int run() {
    return port_.run([this](RequestPtr request) { handle(std::move(request)); }, [this] { look(); });
  }

 private:
  void handle(RequestPtr request) {
    const auto& call = request->call;
    if (call.verb == "snapshot") return port_.answer(call.id, snapshot());
    if (call.verb == "open") return port_.answer(call.id, open(call));
    auto at = devices_.find(call.device);
    if (at == devices_.end()) return port_.answer(call.id, fault(line::FaultKind::removed, "device_unknown"));
    auto& device = *at->second;
    if (call.verb == device.verb()) return device.begin(std::move(request));
    if (call.verb == "test") return port_.answer(call.id, device.test());
    const auto life = call.verb == "claim" || call.verb == "disable" ? line::Life::claimed
                      : call.verb == "enable"                        ? line::Life::enabled
                      : call.verb == "release"                       ? line::Life::opened
                                                                     : line::Life::gone;
    if (life == line::Life::gone)
      return port_.answer(call.id, fault(line::FaultKind::service_down, "verb_unknown", call.verb));
    device.set_life(life);
    port_.answer(call.id, boost::json::object());
  }

  Result open(const line::Call& call) {
    if (devices_.contains(call.device)) return boost::json::object();
    auto family = line::text_at(call.args, "family");
    if (family.empty()) family = "printer";
    if (family == "printer" && line::text_at(call.args, "folder").empty())
      return fault(line::FaultKind::operator_can_fix, "folder_missing");
    auto device = virtuals::make_device(port_, call.device, family, call.args);
    if (!device) return fault(line::FaultKind::operator_can_fix, "family_unknown", family);
    devices_[call.device] = std::move(device);
    return boost::json::object();
  }

  Result snapshot() {
    boost::json::object answer = {{"number", port_.noticed()}};
    auto& list = answer["devices"].emplace_array();
    for (const auto& [id, device] : devices_) list.push_back(line::write_device(device->told()));
    return answer;
  }

  void look() {
    for (const auto& [id, device] : devices_) device->look();
  }

  Port port_{"karvan-driver-virtual", "0.2.0"};
  std::map<std::string, std::unique_ptr<virtuals::Device>> devices_;
};

}  // namespace

int main() {
  static Driver driver;  // outlives its threads: a citizen may still be waited for when the hub is gone
  _exit(driver.run());
}
