// karvan-record TAPE REPORTS DRIVER DEVICES < SCENE: runs a driver with DEVICES (JSON: a list of id, family, args), and
// keeps what was said and what the hub reported. A scene is a word a line:
//   known            all devices are enabled, and their conditions are known
//   condition CODE   one of them has it    clear            no condition is left
//   begin JOB        a page is being printed by "a4"
//   read ID ARGS     a capture by this device is under way, with ARGS (JSON)
//   end              its answer is there
//   run COMMAND      in a shell: what people do to the device
#include <algorithm>
#include <chrono>
#include <fstream>
#include <functional>
#include <iostream>
#include <utility>

#include "tests/replay/tape.h"

namespace {

using namespace karvan;

constexpr std::int64_t patience_ms = 30'000;
const std::string page =
    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n";

std::int64_t now_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

// A driver's streams, copied to the tape frame by frame.
class Recorded final : public hub::Channel {
 public:
  Recorded(std::unique_ptr<hub::Channel> driver, std::ostream& tape) : driver_(std::move(driver)), tape_(tape) {}
  ~Recorded() override {
    if (!ended_) keep({false, {}});
  }
  int input_fd() const override { return driver_->input_fd(); }
  int output_fd() const override { return driver_->output_fd(); }
  ssize_t write(std::string_view bytes) override {
    const auto taken = driver_->write(bytes);
    if (taken > 0) copy(to_, bytes.substr(0, static_cast<std::size_t>(taken)), false);
    return taken;
  }
  ssize_t read(char* into, std::size_t size) override {
    const auto given = driver_->read(into, size);
    if (given > 0) copy(from_, {into, static_cast<std::size_t>(given)}, true);
    if (given < 0 && !std::exchange(ended_, true)) keep({true, {}});
    return given;
  }
  void close_input() override { driver_->close_input(); }

 private:
  void copy(std::string& stream, std::string_view bytes, bool of_driver) {
    stream += bytes;
    while (auto size = replay::frame_size(stream)) {
      keep({of_driver, stream.substr(0, *size)});
      stream.erase(0, *size);
    }
  }
  void keep(const replay::Frame& frame) { tape_ << replay::write_frame(frame) << std::flush; }

  std::unique_ptr<hub::Channel> driver_;
  std::ostream& tape_;
  std::string to_, from_;
  bool ended_ = false;
};

class Studio {
 public:
  Studio(const std::string& tape, const std::string& reports, const std::string& driver,
         std::vector<hub::DeviceSpec> devices)
      : tape_(tape, std::ios::binary), reports_(reports, std::ios::binary) {
    auto spawn = [this](const auto& argv, const auto& env) -> hub::Spawned {
      return hub::spawn_process(argv, env).map([this](auto process) -> std::unique_ptr<hub::Channel> {
        return std::make_unique<Recorded>(std::move(process), tape_);
      });
    };
    hub::DriverSpec spec{"driver", {driver}, std::move(devices)};
    hub_ = std::make_unique<hub::Hub>(std::vector{std::move(spec)}, hub::Limits{}, spawn);
    hub_->start(now_ms());
  }
  // What comes of letting go is no part of the scene.
  ~Studio() { tape_.close(); }

  bool play(const std::string& line) {
    const auto space = line.find(' ');
    const auto word = line.substr(0, space), rest = space == line.npos ? "" : line.substr(space + 1);
    if (word.empty() || word[0] == '#') return true;
    if (word == "known") return until([&] { return known(); });
    if (word == "condition") return until([&] { return has_condition(rest); });
    if (word == "clear") return until([&] { return clear(); });
    if (word == "begin") return call({"a4", "print", {{"job", rest}, {"paper", "a4"}}, page, patience_ms, true});
    if (word == "read") return read(rest);
    if (word == "end") return until([&] { return answered_ == call_; });
    return word == "run" && std::system(rest.c_str()) == 0;
  }

 private:
  bool until(const std::function<bool()>& enough) {
    for (const auto end = now_ms() + patience_ms; now_ms() < end;) {
      for (const auto& report : hub_->pump(now_ms())) note(report);
      if (enough()) return true;
      auto fds = hub_->fds();
      poll(fds.data(), fds.size(), static_cast<int>(std::clamp<std::int64_t>(hub_->wakes_at() - now_ms(), 0, 100)));
    }
    return false;
  }
  void note(const hub::Report& report) {
    if (const auto* answered = std::get_if<hub::Answered>(&report)) answered_ = answered->id;
    if (const auto* progressed = std::get_if<hub::Progressed>(&report)) progressed_ = progressed->id;
    reports_ << replay::write_report(report) << std::flush;
  }
  bool call(hub::CallSpec spec) {
    call_ = hub_->call(std::move(spec), now_ms());
    return until([&] { return progressed_ == call_ || answered_ == call_; });
  }
  bool read(const std::string& device_and_args) {
    const auto space = device_and_args.find(' ');
    auto args = space == device_and_args.npos ? "{}" : device_and_args.substr(space + 1);
    return call({device_and_args.substr(0, space), "capture", boost::json::parse(args).as_object(), {}, patience_ms});
  }
  bool known() const {
    const auto devices = hub_->devices();
    return std::all_of(devices.begin(), devices.end(), [](const auto& d) {
      return d.life == line::Life::enabled && line::worst(d.conditions) != line::Severity::unknown;
    });
  }
  bool clear() const {
    const auto devices = hub_->devices();
    return known() && std::all_of(devices.begin(), devices.end(), [](const auto& d) { return d.conditions.empty(); });
  }
  bool has_condition(const std::string& code) const {
    for (const auto& device : hub_->devices())
      for (const auto& one : device.conditions)
        if (one.code == code) return true;
    return false;
  }

  std::ofstream tape_, reports_;
  std::unique_ptr<hub::Hub> hub_;
  hub::CallId call_ = 0, progressed_ = 0, answered_ = 0;
};

// A printer is opened as it always was, without its family.
std::vector<hub::DeviceSpec> devices_of(const std::string& text) {
  std::vector<hub::DeviceSpec> devices;
  const auto list = boost::json::parse(text);
  for (const auto& v : list.as_array()) {
    const auto& o = v.as_object();
    const auto id = line::text_at(o, "id"), family = line::text_at(o, "family");
    devices.push_back({id, family, id, o.at("args").as_object()});
    if (family != "printer") devices.back().args["family"] = family;
  }
  return devices;
}

}  // namespace

int main(int count, char** words) {
  if (count != 5) {
    std::cerr << "karvan-record TAPE REPORTS DRIVER DEVICES < SCENE\n";
    return 2;
  }
  Studio studio(words[1], words[2], words[3], devices_of(words[4]));
  for (std::string line; std::getline(std::cin, line);)
    if (!studio.play(line)) {
      std::cerr << "karvan-record: did not come: " << line << '\n';
      return 1;
    }
  return 0;
}
