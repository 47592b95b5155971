// karvan-driver-ipp: printers by IPP, straight to the printer. See hardware/PROTOCOL.md and README.md here.
#include <unistd.h>

#include <map>
#include <memory>

#include "hardware/drivers/ipp/worker.h"

namespace {

using namespace karvan;
using namespace karvan::drivers;

class Driver {
 public:
  int run() {
    return port_.run([this](RequestPtr request) { handle(std::move(request)); });
  }

 private:
  void handle(RequestPtr request) {
    const auto& call = request->call;
    if (call.verb == "snapshot") return port_.answer(call.id, snapshot());
    if (call.verb == "open") return port_.answer(call.id, open(call));
    auto at = printers_.find(call.device);
    if (at == printers_.end()) return port_.answer(call.id, fault(line::FaultKind::removed, "device_unknown"));
    if (call.verb == "print" || call.verb == "test") return at->second->take(std::move(request));
    auto life = call.verb == "claim" || call.verb == "disable" ? line::Life::claimed
                : call.verb == "enable"                        ? line::Life::enabled
                : call.verb == "release"                       ? line::Life::opened
                                                               : line::Life::gone;
    if (life == line::Life::gone)
      return port_.answer(call.id, fault(line::FaultKind::service_down, "verb_unknown", call.verb));
    at->second->set_life(life);
    port_.answer(call.id, boost::json::object());
  }

  Result open(const line::Call& call) {
    auto uri = line::text_at(call.args, "uri");
    if (!uri.starts_with("ipp://") && !uri.starts_with("ipps://"))
      return fault(line::FaultKind::operator_can_fix, "uri_malformed");
    auto& printer = printers_[call.device];
    if (!printer) printer = std::make_unique<ipp::Worker>(port_, call.device, uri);
    return boost::json::object();
  }

  Result snapshot() {
    boost::json::object answer = {{"number", port_.noticed()}};
    auto& list = answer["devices"].emplace_array();
    for (const auto& [id, printer] : printers_) list.push_back(line::write_device(printer->device()));
    return answer;
  }

  Port port_{"karvan-driver-ipp", "0.1.0"};
  std::map<std::string, std::unique_ptr<ipp::Worker>> printers_;
};

}  // namespace

int main() {
  static Driver driver;  // outlives its threads: they may still wait on a printer when the hub is gone
  _exit(driver.run());
}
