// karvan-driver-virtual: devices without hardware, by the same protocol as real ones. See README.md here.
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "hardware/drivers/kit/port.h"
#include "hardware/drivers/virtual/script.h"

namespace {

using namespace karvan;
using namespace karvan::drivers;

constexpr std::size_t script_bytes_max = 64 * 1024;

struct Virtual {
  line::Device device;
  boost::json::object args;
  RequestPtr printing;
  std::int64_t done_ms = 0;
  std::uint64_t persons = 0;
  std::int64_t next_person_ms = 0;
};

class Driver {
 public:
  int run() {
    return port_.run([this](RequestPtr request) { handle(std::move(request)); }, [this] { idle(); });
  }

 private:
  void handle(RequestPtr request) {
    const auto& call = request->call;
    if (call.verb == "snapshot") return port_.answer(call.id, snapshot());
    if (call.verb == "open") return port_.answer(call.id, open(call));
    auto at = devices_.find(call.device);
    if (at == devices_.end()) return port_.answer(call.id, fault(line::FaultKind::removed, "device_unknown"));
    if (call.verb == "print") return print(at->second, std::move(request));
    if (call.verb == "claim" || call.verb == "disable") at->second.device.life = line::Life::claimed;
    if (call.verb == "enable") at->second.device.life = line::Life::enabled;
    if (call.verb == "release") at->second.device.life = line::Life::opened;
    port_.answer(call.id, boost::json::object());
  }

  Result open(const line::Call& call) {
    auto family = line::text_at(call.args, "family");
    if (family.empty()) family = "printer";
    if (family != "printer" && family != "card_reader")
      return fault(line::FaultKind::operator_can_fix, "family_unknown", family);
    if (family == "printer" && line::text_at(call.args, "folder").empty())
      return fault(line::FaultKind::operator_can_fix, "folder_missing");
    Virtual& d = devices_[call.device];
    d.device = {call.device, family, "Virtual " + family, line::Life::opened, script(call.args).conditions};
    d.args = call.args;
    return boost::json::object();
  }

  Result snapshot() {
    boost::json::object answer = {{"number", port_.noticed()}};
    auto& list = answer["devices"].emplace_array();
    for (const auto& [id, d] : devices_) list.push_back(line::write_device(d.device));
    return answer;
  }

  static virtuals::Script script(const boost::json::object& args) {
    std::ifstream file(line::text_at(args, "control"));
    std::string text(std::istreambuf_iterator<char>(file), {});
    return virtuals::read_script(std::string_view(text).substr(0, script_bytes_max));
  }

  void print(Virtual& d, RequestPtr request) {
    const auto id = request->call.id;
    const auto now = script(d.args);
    if (d.device.family != "printer") return port_.answer(id, fault(line::FaultKind::service_down, "verb_unknown"));
    if (d.printing) return port_.answer(id, fault(line::FaultKind::transient, "device_busy"));
    for (const auto& c : now.conditions)
      if (c.severity == line::Severity::error)
        return port_.answer(id, fault(line::FaultKind::operator_can_fix, c.code));
    if (now.next == "crash") _exit(3);
    if (now.next == "garble") port_.write_raw("%PDF\n");
    while (now.next == "hang") pause();
    if (now.next != "silent") port_.progress(id, "printing");
    if (now.next == "vanish") return port_.answer(id, fault(line::FaultKind::outcome_unknown, "printer_vanished"));
    d.printing = std::move(request);
    d.done_ms = monotonic_ms() + now.page_ms;
  }

  void idle() {
    for (auto& [id, d] : devices_) {
      if (d.printing) advance_print(d);
      if (d.device.family == "card_reader" && d.device.life == line::Life::enabled) present(d);
      auto conditions = script(d.args).conditions;
      if (conditions == d.device.conditions) continue;
      d.device.conditions = conditions;
      port_.notice(id, "conditions", {{"conditions", line::write_conditions(conditions)}});
    }
  }

  // The file appears whole or not at all: it is written beside and renamed.
  void advance_print(Virtual& d) {
    if (d.printing->cancelled) return finish(d, fault(line::FaultKind::transient, "deadline_passed"));
    if (monotonic_ms() < d.done_ms) return;
    const std::filesystem::path folder = line::text_at(d.args, "folder");
    const auto sheet = folder / (std::to_string(++sheets_) + "-" + std::to_string(getpid()) + ".pdf");
    const auto half = sheet.string() + ".part";
    std::ofstream file(half, std::ios::binary);
    file << d.printing->payload << std::flush;
    std::error_code error;
    if (file) std::filesystem::rename(half, sheet, error);
    if (!file || error) return finish(d, fault(line::FaultKind::operator_can_fix, "folder_missing", folder));
    finish(d, boost::json::object{{"outcome", "printed"}});
  }

  void finish(Virtual& d, Result result) {
    const auto id = d.printing->call.id;
    d.printing.reset();
    port_.answer(id, std::move(result));
  }

  // A person from the seed holds a card to the reader each `every_ms`.
  void present(Virtual& d) {
    const auto every_ms = std::max<std::int64_t>(line::integer_at(d.args, "every_ms", 10'000), 100);
    const auto now = monotonic_ms();
    if (d.next_person_ms == 0) d.next_person_ms = now + every_ms;
    if (now < d.next_person_ms) return;
    d.next_person_ms = now + every_ms;
    const auto seed = static_cast<std::uint64_t>(line::integer_at(d.args, "seed", 1));
    const auto person = virtuals::person_of(seed, d.persons++);
    port_.notice(d.device.id, "presented",
                 {{"name", person.name},
                  {"father_name", person.father_name},
                  {"identity", person.identity},
                  {"birth_date", person.birth_date}});
  }

  Port port_{"karvan-driver-virtual", "0.1.0"};
  std::map<std::string, Virtual> devices_;
  std::uint64_t sheets_ = 0;
};

}  // namespace

int main() {
  Driver driver;
  return driver.run();
}
