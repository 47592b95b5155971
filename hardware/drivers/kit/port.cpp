#include "hardware/drivers/kit/port.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <utility>

namespace karvan::drivers {
namespace {

constexpr int idle_ms = 100;

void write_fully(std::string_view bytes) {
  while (!bytes.empty()) {
    auto n = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) _exit(1);  // the hub is gone: nobody is left to answer
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
}

}  // namespace

std::int64_t monotonic_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

Port::Port(std::string name, std::string version) : name_(std::move(name)), version_(std::move(version)) {}

int Port::run(const std::function<void(RequestPtr)>& handle, const std::function<void()>& idle) {
  write_raw(line::encode({line::Hello{line::protocol_version, name_, version_}}));
  line::Decoder decoder;
  char buffer[64 * 1024];
  while (true) {
    pollfd in = {STDIN_FILENO, POLLIN, 0};
    const bool readable = poll(&in, 1, idle_ms) > 0;
    expire();
    idle();
    if (!readable) continue;
    auto n = ::read(STDIN_FILENO, buffer, sizeof buffer);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return 0;
    auto messages = decoder.feed({buffer, static_cast<std::size_t>(n)});
    if (!messages) return 2;
    for (auto& m : *messages) take(std::move(m), handle);
  }
}

void Port::take(line::Message message, const std::function<void(RequestPtr)>& handle) {
  RequestPtr complete;
  {
    std::lock_guard lock(opening_);
    if (auto* call = std::get_if<line::Call>(&message.body)) {
      auto request = std::make_shared<Request>();
      request->call = std::move(*call);
      request->payload = std::move(message.bytes);
      request->received_ms = monotonic_ms();
      open_[request->call.id] = request;
      if (!request->call.more) complete = request;
    } else if (auto* part = std::get_if<line::Part>(&message.body)) {
      auto at = open_.find(part->id);
      if (at == open_.end()) return;
      at->second->payload += message.bytes;
      if (!part->more) complete = at->second;
    } else if (auto* cancel = std::get_if<line::Cancel>(&message.body)) {
      if (auto at = open_.find(cancel->id); at != open_.end()) at->second->cancelled = true;
    }
  }
  if (complete) handle(complete);
}

void Port::expire() {
  std::lock_guard lock(opening_);
  const auto now = monotonic_ms();
  for (auto& [id, request] : open_)
    if (now >= request->ends_at()) request->cancelled = true;
}

void Port::answer(std::uint64_t id, Result result) {
  {
    std::lock_guard lock(opening_);
    open_.erase(id);
  }
  write_raw(line::encode({line::Answer{id, std::move(result)}}));
}

void Port::progress(std::uint64_t id, std::string state, boost::json::object detail) {
  write_raw(line::encode({line::Progress{id, std::move(state), std::move(detail)}}));
}

void Port::part(std::uint64_t id, bool more, std::string bytes) {
  write_raw(line::encode({line::Part{id, more}, std::move(bytes)}));
}

void Port::notice(std::string device, std::string what, boost::json::object detail) {
  std::lock_guard lock(writing_);
  write_fully(line::encode({line::Notice{++notices_, std::move(device), std::move(what), std::move(detail)}}));
}

std::uint64_t Port::noticed() const {
  std::lock_guard lock(writing_);
  return notices_;
}

void Port::write_raw(std::string_view bytes) {
  std::lock_guard lock(writing_);
  write_fully(bytes);
}

}  // namespace karvan::drivers
