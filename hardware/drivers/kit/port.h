#pragma once
#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "hardware/line/framing.h"

// What every driver of ours shares: the driver's end of hardware/PROTOCOL.md.
namespace karvan::drivers {

using Result = tl::expected<boost::json::object, line::Fault>;

inline tl::unexpected<line::Fault> fault(line::FaultKind kind, std::string code, std::string detail = {}) {
  return tl::unexpected(line::Fault{kind, std::move(code), std::move(detail)});
}

// A call with all its bytes. `cancelled` turns true from the port's thread, at the hub's word or at the deadline.
struct Request {
  line::Call call;
  std::string payload;
  std::int64_t received_ms = 0;  // monotonic, as `monotonic_ms`
  std::atomic<bool> cancelled = false;
  std::int64_t ends_at() const { return received_ms + call.deadline_ms; }
};
using RequestPtr = std::shared_ptr<Request>;

std::int64_t monotonic_ms();

// stdin and stdout. `answer`, `progress` and `notice` may be called from any thread; each call must be answered once.
class Port {
 public:
  Port(std::string name, std::string version);
  // Says hello, then hands each complete call to `handle` on this thread, and runs `idle` about ten times a second.
  // Returns when stdin ends: the process should then exit. A broken frame returns too: 2 instead of 0.
  int run(const std::function<void(RequestPtr)>& handle, const std::function<void()>& idle = [] {});

  void answer(std::uint64_t id, Result result);
  void progress(std::uint64_t id, std::string state, boost::json::object detail = {});
  // Raw bytes of the call `id`, at most line::raw_bytes_max at a time; before its answer.
  void part(std::uint64_t id, bool more, std::string bytes);
  void notice(std::string device, std::string what, boost::json::object detail = {});
  // The newest notice's number: a snapshot carries it, and must be made after it was read.
  std::uint64_t noticed() const;
  // Raw bytes to stdout, for drivers that misbehave on purpose.
  void write_raw(std::string_view bytes);

 private:
  void take(line::Message message, const std::function<void(RequestPtr)>& handle);
  void expire();

  std::string name_, version_;
  mutable std::mutex writing_;
  std::uint64_t notices_ = 0;
  std::map<std::uint64_t, RequestPtr> open_;  // the port's thread's, but for `answer`, which holds `opening_`
  std::mutex opening_;
};

}  // namespace karvan::drivers
