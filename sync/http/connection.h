#pragma once
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <mutex>

#include "sync/http/channel.h"
#include "sync/http/reader.h"

// Inside of the server: what its connections share, and one connection.
namespace karvan::http {

using Socket = boost::asio::ip::tcp::socket;
using Clock = std::chrono::steady_clock;

class Connection;

// Outlives the server as long as somebody still holds a Reply; after `stopped` nothing is posted any more, so the
// io_context holds no connection and the connections may hold the core.
struct Core {
  Core(Limits l, Handler h) : limits(std::move(l)), handler(std::move(h)) {}

  template <class Work>
  void post(const Socket::executor_type& executor, Work work) {
    std::lock_guard lock(mutex);
    if (!stopped) boost::asio::post(executor, std::move(work));
  }

  const Limits limits;
  const Handler handler;
  boost::asio::io_context io;
  std::atomic<std::size_t> connections = 0;
  std::mutex mutex;
  bool stopped = false;                                       // guarded by mutex
  std::map<Connection*, std::weak_ptr<Connection>> all = {};  // guarded by mutex
};

// One peer: reads a request, hands it to the handler, writes the answer, again. All members run on the socket's strand,
// but for those marked *any thread*.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(std::shared_ptr<Core> core, Socket socket, std::unique_ptr<Channel> channel);
  ~Connection();

  // Any thread. `start` once; `full`: only to say that there is no room. `cancel` drops the peer at once.
  void start(bool full);
  void cancel();

  // Any thread.
  void answer(Response response);
  void begin_stream(Response head);
  bool send_stream(std::string bytes);
  void end_stream();

 private:
  // idle, header: a request is awaited or has begun. body: its header is whole. busy: the handler owes a reply.
  // streaming: the reply goes on. draining: all is said; the peer's rest is read away, so that it gets our last words.
  enum class State { idle, header, body, busy, streaming, draining, closed };

  void begin(bool full);
  void read();
  void received(boost::system::error_code failed, std::size_t size);
  void consume();
  void reading_on();
  void dispatch();
  void refuse(const Error& error, int status);
  void respond(const Response& response, bool keep_alive);
  void write();
  void written(boost::system::error_code failed);
  void answered();
  void drain();
  void close();

  void enter(State state);
  void expire_at(Clock::time_point deadline);
  void wait();
  void expired();
  std::chrono::milliseconds body_time() const;

  std::shared_ptr<Core> core_;
  Socket socket_;
  std::unique_ptr<Channel> channel_;
  RequestReader reader_;
  boost::asio::steady_timer timer_;
  Clock::time_point deadline_ = Clock::time_point::max();
  Clock::time_point timer_at_ = Clock::time_point::max();
  State state_ = State::idle;
  bool reading_ = false;
  bool writing_ = false;
  bool last_ = false;       // close once everything is written
  bool responded_ = false;  // to the request that is being handled
  bool head_only_ = false;
  std::size_t drained_ = 0;
  std::string plain_;
  std::string out_;
  std::array<char, 8 << 10> buffer_;
  std::atomic<bool> gone_ = false;
  std::size_t stream_out_ = 0;                  // of a stream, in out_
  std::atomic<std::size_t> stream_queued_ = 0;  // of a stream, not yet with the peer
};

}  // namespace karvan::http
