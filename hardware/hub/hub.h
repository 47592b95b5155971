#pragma once
#include <poll.h>

#include <boost/json.hpp>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <variant>
#include <vector>

#include "hardware/hub/channel.h"
#include "hardware/line/message.h"

namespace karvan::hub {

// A device that the node is told to use. `args` go to the driver's `open` ({"uri":"ipp://…"} for a printer).
struct DeviceSpec {
  std::string id;  // unique on the node: "receipts"
  std::string family;
  std::string name;
  boost::json::object args = {};
  std::string seat = {};  // at whose desk it stands; empty: anybody's
};

// A driver is an executable that speaks hardware/PROTOCOL.md. It gets no environment but PATH, HOME, LANG and `env`.
struct DriverSpec {
  std::string name;
  std::vector<std::string> argv;  // argv[0] is a path
  std::vector<DeviceSpec> devices;
  std::vector<std::string> env = {};  // "NAME=value"; no secrets
};

using CallId = std::uint64_t;

struct CallSpec {
  std::string device;
  std::string verb;
  boost::json::object args = {};
  std::string payload = {};           // at most line::call_bytes_max
  std::int64_t deadline_ms = 10'000;  // from now
  // The call acts on the world (print, dispense, pay): where nobody can know whether it did, its fault is
  // outcome_unknown. Of other calls a crash gives service_down, and they may be made again.
  bool acts = false;
};

// Exactly one for each call, whatever happens to the driver.
struct Answered {
  CallId id = 0;
  std::string device;
  tl::expected<boost::json::object, line::Fault> result = {};
};
struct Progressed {
  CallId id = 0;
  std::string device;
  std::string state;
  boost::json::object detail = {};
};
// Raw bytes that a driver sends within a call (an image, a recording).
struct Received {
  CallId id = 0;
  std::string device;
  std::string bytes;
};
// Something that a device saw by itself (`what`: presented, removed, …).
struct Noticed {
  std::string device;
  std::string what;
  boost::json::object detail = {};
};
// The device's life or conditions are no longer what `Hub::device` said before.
struct Changed {
  line::Device device;
};
using Report = std::variant<Answered, Progressed, Received, Noticed, Changed>;

// What a `capture` read, from its answer; the file's bytes came as Received before it. `media` is empty where there is
// no file. An answer out of PROTOCOL.md's bounds is the fault service_down, driver_garbled.
struct Reading {
  std::map<std::string, std::string> fields;  // of a card
  std::string media;
  std::int64_t width = 0, height = 0, dpi = 0, pages = 1;
  std::optional<std::int64_t> quality;  // 0 to 100
  bool operator==(const Reading&) const = default;
};
tl::expected<Reading, line::Fault> reading_of(const Answered& answer);

// What came out of a printer, from the answer of a `print` call. Only `printed` and `nothing` are certain.
enum class Outcome { printed, nothing, unknown };
Outcome outcome_of(const Answered& answer);

struct Limits {
  std::int64_t hello_ms = 5'000;          // from spawn to the driver's hello
  std::int64_t poll_ms = 3'000;           // between two readings of the snapshot
  std::int64_t poll_deadline_ms = 8'000;  // a driver silent for so long hangs: it is killed
  std::int64_t grace_ms = 2'000;          // from a call's deadline (`cancel` is sent) to the kill
  std::int64_t back_off_ms = 500;         // before the second restart; doubles up to
  std::int64_t back_off_ms_max = 60'000;
  std::int64_t healthy_ms = 30'000;  // a driver that lived so long, or that answered a call, starts again at once
  std::size_t calls_max = 16;        // open calls of a driver; the next one is refused as busy
  std::size_t reports_max = 4'096;   // messages from one snapshot to the next; a driver that floods is killed
};

// Runs the drivers, one process each, and speaks for their devices. No thread and no clock of its own: the devices
// thread waits on `fds` until `wakes_at`, then pumps. `now_ms` is any monotonic clock. Owned by one thread.
// A driver that crashes, hangs or breaks the protocol is killed and started again: at once where it had worked before,
// else with back-off. Its devices are then opened, claimed and enabled anew. Ignores SIGPIPE in the whole process.
class Hub {
 public:
  // `spawn` starts the drivers: another than the system's where they are recorded or replayed.
  explicit Hub(std::vector<DriverSpec> drivers, Limits limits = {}, Spawn spawn = spawn_process);
  ~Hub();  // kills what still runs
  Hub(const Hub&) = delete;
  Hub& operator=(const Hub&) = delete;

  void start(std::int64_t now_ms);

  // Never fails by itself: an unknown device, a driver that is down or a full queue is told by an Answered in the next
  // pump (nothing has then happened in the world).
  CallId call(CallSpec call, std::int64_t now_ms);
  // Nobody waits for `id` any longer; its answer still comes.
  void cancel(CallId id);

  // Never blocks. What has happened since the last pump, in order.
  std::vector<Report> pump(std::int64_t now_ms);
  std::vector<pollfd> fds() const;
  std::int64_t wakes_at() const;

  // All configured devices, as last heard; a driver that is down leaves {driver_down, unknown}.
  std::vector<line::Device> devices() const;

  // Closes the drivers' stdin, so that they end by themselves and nothing is started again; those that do not end are
  // killed by the destructor.
  void stop();

 private:
  struct Self;
  std::unique_ptr<Self> self_;
};

}  // namespace karvan::hub
