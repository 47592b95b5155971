// karvan-record TAPE REPORTS DRIVER ARGS < SCENE: runs a driver with one device, "a4", opened by ARGS (JSON), and keeps
// what was said and what the hub reported. A scene is a word a line:
//   known            the device is enabled, and its conditions are known
//   condition CODE   it is so              clear            no condition is left
//   begin JOB        a page is being printed               end              its answer is there
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
  Studio(const std::string& tape, const std::string& reports, const std::string& driver, boost::json::object args)
      : tape_(tape, std::ios::binary), reports_(reports, std::ios::binary) {
    auto spawn = [this](const auto& argv, const auto& env) -> hub::Spawned {
      return hub::spawn_process(argv, env).map([this](auto process) -> std::unique_ptr<hub::Channel> {
        return std::make_unique<Recorded>(std::move(process), tape_);
      });
    };
    hub::DriverSpec spec{"driver", {driver}, {{"a4", "printer", "a4", std::move(args)}}};
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
    if (word == "clear") return until([&] { return known() && hub_->devices().front().conditions.empty(); });
    if (word == "begin") return begin(rest);
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
  bool begin(const std::string& job) {
    call_ = hub_->call({"a4", "print", {{"job", job}, {"paper", "a4"}}, page, patience_ms, true}, now_ms());
    return until([&] { return progressed_ == call_ || answered_ == call_; });
  }
  bool known() const {
    const auto device = hub_->devices().front();
    return device.life == line::Life::enabled && line::worst(device.conditions) != line::Severity::unknown;
  }
  bool has_condition(const std::string& code) const {
    const auto conditions = hub_->devices().front().conditions;
    return std::any_of(conditions.begin(), conditions.end(), [&](const auto& one) { return one.code == code; });
  }

  std::ofstream tape_, reports_;
  std::unique_ptr<hub::Hub> hub_;
  hub::CallId call_ = 0, progressed_ = 0, answered_ = 0;
};

}  // namespace

int main(int count, char** words) {
  if (count != 5) {
    std::cerr << "karvan-record TAPE REPORTS DRIVER ARGS < SCENE\n";
    return 2;
  }
  Studio studio(words[1], words[2], words[3], boost::json::parse(words[4]).as_object());
  for (std::string line; std::getline(std::cin, line);)
    if (!studio.play(line)) {
      std::cerr << "karvan-record: did not come: " << line << '\n';
      return 1;
    }
  return 0;
}
