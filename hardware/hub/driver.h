#pragma once
#include <map>
#include <optional>

#include "hardware/hub/channel.h"
#include "hardware/hub/hub.h"
#include "hardware/line/framing.h"

namespace karvan::hub {

// One driver: its process, the calls it owes an answer, and what is known of its devices. Hub's part, not for others.
class Driver {
 public:
  Driver(DriverSpec spec, const Limits& limits, Spawn spawn);

  void start(std::int64_t now_ms);
  void call(CallId id, CallSpec call, std::int64_t now_ms, std::vector<Report>& out);
  void cancel(CallId id);
  void pump(std::int64_t now_ms, std::vector<Report>& out);
  void stop();

  void add_fds(std::vector<pollfd>& fds) const;
  std::int64_t wakes_at() const;
  const std::vector<line::Device>& devices() const { return devices_; }
  bool has(std::string_view device) const;

 private:
  enum class State { down, greeting, ready, stopped };
  // What the hub itself wants of a driver; `none` is a caller's own call.
  enum class Step { none, open, claim, enable, snapshot };
  struct OpenCall {
    CallId caller = 0;
    std::string device;
    Step step = Step::none;
    bool acts = false;
    bool cancelled = false;
    std::int64_t deadline = 0;
    std::uint64_t first_byte = 0;  // where it begins in all that was ever sent to this process
  };

  void greet(std::int64_t now_ms, std::vector<Report>& out);
  void fail(std::string_view code, std::string_view detail, std::int64_t now_ms, std::vector<Report>& out);
  void send(std::string frame);
  bool flush();
  void clear_outbox();
  std::size_t unsent() const { return outbox_.size() - outbox_at_; }
  void read_all(std::int64_t now_ms, std::vector<Report>& out);
  void take(line::Message message, std::int64_t now_ms, std::vector<Report>& out);
  void take_answer(line::Answer answer, std::int64_t now_ms, std::vector<Report>& out);
  void take_step(const OpenCall& call, const line::Answer& answer, std::int64_t now_ms, std::vector<Report>& out);
  void take_snapshot(const boost::json::object& snapshot, std::vector<Report>& out);
  void take_notice(line::Notice notice, std::vector<Report>& out);
  void keep_deadlines(std::int64_t now_ms, std::vector<Report>& out);
  void keep_polling(std::int64_t now_ms);
  void step(Step step, const std::string& device, std::int64_t now_ms);
  void issue(OpenCall call, line::Call message, std::string_view payload);
  line::Device* find(std::string_view id);
  void set_device(std::string_view id, std::optional<line::Life> life, std::optional<line::Conditions> conditions,
                  std::vector<Report>& out);
  line::Fault fault_of(const OpenCall& call, std::string_view code, std::string_view detail) const;

  DriverSpec spec_;
  Limits limits_;
  std::vector<line::Device> devices_;  // those of the spec first, in its order
  State state_ = State::down;
  Spawn spawn_;
  std::unique_ptr<Channel> process_;
  line::Decoder decoder_;
  std::string outbox_;
  std::size_t outbox_at_ = 0;  // what the pipe took of it
  std::uint64_t sent_ = 0;     // bytes that the pipe took
  std::map<std::uint64_t, OpenCall> open_;
  std::uint64_t next_id_ = 1;
  std::uint64_t notice_ = 0;
  std::size_t reports_since_poll_ = 0;
  bool stale_ = false;  // a notice was missed: read the snapshot now
  std::int64_t since_ = 0;
  std::int64_t due_ = 0;  // of the present state: the next start, the hello's deadline, the next poll
  std::int64_t back_off_ = 0;
  bool worked_ = false;  // this process has answered a caller
};

}  // namespace karvan::hub
