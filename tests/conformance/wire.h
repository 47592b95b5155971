#pragma once
#include <sys/types.h>

#include <boost/json.hpp>
#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace karvan::conformance {

using boost::json::object;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// What was asked for on the command line.
struct Subject {
  std::vector<std::string> argv;  // the driver
  std::string family;
  object open;                 // args of `open`
  std::optional<object> read;  // args of `capture`; none: the family has no such verb
  std::string fault;           // KIND/CODE that a capture must end with; empty: it must succeed
};
Subject& subject();

// One message of the driver.
struct Heard {
  object line;
  std::string bytes;
  std::string is() const { return text("is"); }
  std::string text(std::string_view key) const;
  std::int64_t number(std::string_view key) const;
};

// A driver in a process of its own, spoken to as hardware/PROTOCOL.md has it and by nothing of Karvan's own code.
// Whatever it says is held against the protocol as it comes; what breaks it is kept in `broken`.
class Wire {
 public:
  Wire();
  ~Wire();
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  void say_raw(std::string_view bytes);
  void say(const object& line, std::string_view bytes = {});
  // The next id, for a call that is said otherwise than by `call`.
  std::int64_t reserve() { return next_id_++; }
  // A call with the next id, which it gives.
  std::int64_t call(std::string verb, std::string device, object args = {}, std::int64_t deadline_ms = 10'000);

  // The next message; nothing where none comes in time or the driver has ended.
  std::optional<Heard> next(milliseconds patience);
  // The answer of `id`, with everything that comes before it kept in `said`.
  std::optional<Heard> answer(std::int64_t id, milliseconds patience = milliseconds(15'000));

  void end_input();
  // Whether the process is gone in time.
  bool ends(milliseconds patience);

  std::vector<Heard> said;          // in order
  std::vector<std::string> broken;  // sentences
  std::size_t answers_of(std::int64_t id) const;

 private:
  std::optional<std::string> take(std::size_t count, Clock::time_point until);
  std::optional<std::string> take_line(Clock::time_point until);
  bool fill(Clock::time_point until);
  void hold_against_protocol(const Heard& heard);
  void hold_answer(const Heard& heard);
  void expect(bool sound, const std::string& sentence);

  pid_t pid_ = -1;
  int input_ = -1, output_ = -1;
  std::string unread_;
  std::int64_t next_id_ = 1, notices_ = 0;
  std::map<std::int64_t, std::size_t> call_bytes_;
  std::map<std::int64_t, bool> last_part_said_, answered_;
};

// Sentences about what is wrong with a reading's `ok` and its file; empty where all is right.
std::vector<std::string> faults_of_reading(const std::string& family, const object& ok, const std::string& file);

}  // namespace karvan::conformance
