#include "tests/support/bad_link.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <list>
#include <mutex>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>

namespace karvan::test {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::microseconds;
using std::chrono::milliseconds;

constexpr std::size_t segment_bytes = 1'400;
constexpr int buffer_bytes = 16 << 10;  // a sender soon feels how narrow the link is

// One direction of the air.
class Line {
 public:
  Line(const BadLink::Weather& weather, std::uint64_t seed) { turn(weather, seed); }
  void turn(const BadLink::Weather& weather, std::uint64_t seed) {
    std::lock_guard lock(mutex_);
    weather_ = weather;
    chance_.seed(seed);
  }
  // When what a new connection sends first can arrive.
  Clock::time_point opens() const {
    std::lock_guard lock(mutex_);
    return Clock::now() + milliseconds(3 * weather_.delay_ms);
  }

  struct Sent {
    Clock::time_point line_free, arrives;
  };
  Sent send(std::size_t size) {
    std::lock_guard lock(mutex_);
    const auto on_air = microseconds(size * 1'000'000 / weather_.bytes_a_second);
    const bool lost = static_cast<int>(chance_() % 100) < weather_.loss_percent;
    free_ = std::max(free_, Clock::now()) + (lost ? 2 * on_air : on_air);
    carried_ += size;
    lost_ += lost ? 1 : 0;
    return {free_, free_ + milliseconds(weather_.delay_ms * (lost ? 3 : 1))};
  }
  std::uint64_t carried() const { return locked(carried_); }
  std::uint64_t lost() const { return locked(lost_); }

 private:
  std::uint64_t locked(const std::uint64_t& number) const {
    std::lock_guard lock(mutex_);
    return number;
  }
  mutable std::mutex mutex_;
  BadLink::Weather weather_;
  std::mt19937_64 chance_;
  Clock::time_point free_{};
  std::uint64_t carried_ = 0, lost_ = 0;
};

// Carries one direction of one connection until either end closes.
class Pump {
 public:
  Pump(int from, int to, Line& line)
      : from_(from), to_(to), line_(line), last_(line.opens()), reader_([this] { read(); }), writer_([this] {
          write();
        }) {}

  void break_off() {
    ::shutdown(from_, SHUT_RDWR);
    ::shutdown(to_, SHUT_RDWR);
    std::lock_guard lock(mutex_);
    over_ = stopped_ = true;
    changed_.notify_all();
  }

 private:
  struct Segment {
    std::string bytes;
    Clock::time_point arrives;
  };

  void read() {
    std::array<char, segment_bytes> some{};
    for (ssize_t size = 0; (size = ::recv(from_, some.data(), some.size(), 0)) > 0;) {
      const auto sent = line_.send(static_cast<std::size_t>(size));
      std::unique_lock lock(mutex_);
      last_ = std::max(last_, sent.arrives);  // in order
      queue_.push_back({{some.data(), static_cast<std::size_t>(size)}, last_});
      changed_.notify_all();
      if (changed_.wait_until(lock, sent.line_free, [this] { return over_; })) break;
    }
    end();
  }

  void write() {
    for (;;) {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return over_ || !queue_.empty(); });
      if (queue_.empty()) break;
      auto next = std::move(queue_.front());
      queue_.pop_front();
      changed_.wait_until(lock, next.arrives, [this] { return stopped_; });
      if (stopped_) break;
      lock.unlock();
      for (std::size_t done = 0; done < next.bytes.size();) {
        const auto some = ::send(to_, next.bytes.data() + done, next.bytes.size() - done, MSG_NOSIGNAL);
        if (some <= 0) return ::shutdown(from_, SHUT_RDWR), void();
        done += static_cast<std::size_t>(some);
      }
    }
    ::shutdown(to_, SHUT_WR);
  }

  void end() {
    std::lock_guard lock(mutex_);
    over_ = true;
    changed_.notify_all();
  }

  const int from_, to_;
  Line& line_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Segment> queue_;
  Clock::time_point last_;
  bool over_ = false, stopped_ = false;
  std::jthread reader_, writer_;  // last: they use the rest
};

int tcp_socket() {
  const int made = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (made < 0) throw std::runtime_error("socket");
  for (int option : {SO_RCVBUF, SO_SNDBUF}) ::setsockopt(made, SOL_SOCKET, option, &buffer_bytes, sizeof buffer_bytes);
  return made;
}

sockaddr_in loopback(int port) {
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_port = htons(static_cast<std::uint16_t>(port));
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return at;
}

}  // namespace

struct BadLink::Inside {
  struct Connection {
    int near, far;
    Pump up, down;
    Connection(int n, int f, Line& upward, Line& downward) : near(n), far(f), up(n, f, upward), down(f, n, downward) {}
    ~Connection() { ::close(near), ::close(far); }
  };

  Inside(int target_port, const Weather& weather)
      : target(target_port), upward(weather, weather.seed), downward(weather, weather.seed + 1), door(tcp_socket()) {
    auto at = loopback(0);
    socklen_t size = sizeof at;
    if (::bind(door, reinterpret_cast<sockaddr*>(&at), size) != 0 || ::listen(door, 128) != 0)
      throw std::runtime_error("listen");
    ::getsockname(door, reinterpret_cast<sockaddr*>(&at), &size);
    port = ntohs(at.sin_port);
    accepting = std::jthread([this] { accept(); });
  }
  ~Inside() {
    ::shutdown(door, SHUT_RDWR);
    accepting.join();
    for (auto& connection : connections) connection.up.break_off(), connection.down.break_off();
    connections.clear();
    ::close(door);
  }

  void accept() {
    for (int near = -1; (near = ::accept4(door, nullptr, nullptr, SOCK_CLOEXEC)) >= 0;) {
      const int far = tcp_socket(), yes = 1;
      auto at = loopback(target);
      if (::connect(far, reinterpret_cast<sockaddr*>(&at), sizeof at) != 0) {
        ::close(near), ::close(far);
        continue;
      }
      for (int end : {near, far}) ::setsockopt(end, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
      connections.emplace_back(near, far, upward, downward);
      ++opened;
    }
  }

  const int target;
  Line upward, downward;
  const int door;
  int port = 0;
  std::list<Connection> connections;  // of the accepting thread, until it has ended
  std::atomic<std::uint64_t> opened = 0;
  std::jthread accepting;
};

BadLink::BadLink(int target_port, Weather weather) : inside_(std::make_unique<Inside>(target_port, weather)) {}
BadLink::~BadLink() = default;

int BadLink::port() const { return inside_->port; }

void BadLink::turn(Weather weather) {
  inside_->upward.turn(weather, weather.seed);
  inside_->downward.turn(weather, weather.seed + 1);
}

BadLink::Carried BadLink::carried() const {
  const auto& line = *inside_;
  return {line.upward.carried(), line.downward.carried(), line.upward.lost() + line.downward.lost(),
          line.opened.load()};
}

}  // namespace karvan::test
