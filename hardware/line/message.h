#pragma once
#include <boost/json.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <variant>

#include "hardware/line/fault.h"

// The messages of hardware/PROTOCOL.md as values. Members that a message does not know are dropped; a message of an
// unknown kind becomes Strange and is to be ignored: so either side may be the newer one.
namespace karvan::line {

inline constexpr int protocol_version = 1;

struct Hello {
  int protocol = protocol_version;
  std::string name;     // program: "karvan-driver-ipp", "karvan-node"
  std::string version;  // of the program
  bool operator==(const Hello&) const = default;
};

// hub -> driver. `deadline_ms` counts from when the driver reads the line. `more`: parts with raw bytes follow.
struct Call {
  std::uint64_t id = 0;
  std::string verb;
  std::string device;
  std::int64_t deadline_ms = 0;
  boost::json::object args = {};
  bool more = false;
  bool operator==(const Call&) const = default;
};

// Either way: further raw bytes of the call `id`; the last one has `more` false.
struct Part {
  std::uint64_t id = 0;
  bool more = false;
  bool operator==(const Part&) const = default;
};

// hub -> driver: nobody waits any longer. The driver still answers, and soon.
struct Cancel {
  std::uint64_t id = 0;
  bool operator==(const Cancel&) const = default;
};

// driver -> hub, any number of times before the answer.
struct Progress {
  std::uint64_t id = 0;
  std::string state;  // sending, printing, held, …
  boost::json::object detail = {};
  bool operator==(const Progress&) const = default;
};

// driver -> hub, exactly one for each call.
struct Answer {
  std::uint64_t id = 0;
  tl::expected<boost::json::object, Fault> result = {};
  bool operator==(const Answer&) const = default;
};

// driver -> hub, unasked. `number` counts from 1 without gaps: after a gap the hub reads the snapshot again.
struct Notice {
  std::uint64_t number = 0;
  std::string device;
  std::string what;  // life, conditions, presented, removed, …
  boost::json::object detail = {};
  bool operator==(const Notice&) const = default;
};

struct Strange {
  std::string is;
  bool operator==(const Strange&) const = default;
};

using Body = std::variant<Hello, Call, Part, Cancel, Progress, Answer, Notice, Strange>;

struct Message {
  Body body;
  std::string bytes = {};  // the raw bytes after the line
  bool operator==(const Message&) const = default;
};

boost::json::object write_body(const Body& body);
// The error is a sentence for a technician: which member is missing or of the wrong type.
tl::expected<Body, std::string> read_body(const boost::json::object& o);

boost::json::array write_conditions(const Conditions& conditions);
Conditions read_conditions(const boost::json::value* list);  // null or another shape: {status_unknown, unknown}
boost::json::object write_device(const Device& device);
Device read_device(const boost::json::object& o);
boost::json::object write_fault(const Fault& fault);
Fault read_fault(const boost::json::object& o);

// The member, or "" where it is absent or no string.
std::string text_at(const boost::json::object& o, std::string_view key);
std::int64_t integer_at(const boost::json::object& o, std::string_view key, std::int64_t otherwise);

}  // namespace karvan::line
