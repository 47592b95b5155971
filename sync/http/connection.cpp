#include "sync/http/connection.h"

#include <boost/asio/write.hpp>

#include "sync/http/response.h"

namespace karvan::http {
namespace asio = boost::asio;

namespace {

constexpr std::size_t stream_queue_bytes_max = 64 << 10;
constexpr std::size_t drain_bytes_max = 1 << 20;
constexpr auto drain_time_max = std::chrono::seconds(2);

class ConnectionStream : public Stream {
 public:
  explicit ConnectionStream(std::shared_ptr<Connection> connection) : connection_(std::move(connection)) {}
  ~ConnectionStream() override { connection_->end_stream(); }
  bool send(std::string bytes) override { return connection_->send_stream(std::move(bytes)); }
  void close() override { connection_->end_stream(); }

 private:
  std::shared_ptr<Connection> connection_;
};

class ConnectionReply : public Reply {
 public:
  explicit ConnectionReply(std::shared_ptr<Connection> connection) : connection_(std::move(connection)) {}
  ~ConnectionReply() override {
    if (connection_) connection_->answer(problem(Error{.code = Code::internal}));
  }
  void send(Response response) override {
    if (auto connection = std::exchange(connection_, nullptr)) connection->answer(std::move(response));
  }
  std::shared_ptr<Stream> stream(Response head) override {
    auto connection = std::exchange(connection_, nullptr);
    if (!connection) return nullptr;
    connection->begin_stream(std::move(head));
    return std::make_shared<ConnectionStream>(std::move(connection));
  }

 private:
  std::shared_ptr<Connection> connection_;
};

}  // namespace

Connection::Connection(std::shared_ptr<Core> core, Socket socket, std::unique_ptr<Channel> channel)
    : core_(std::move(core)),
      socket_(std::move(socket)),
      channel_(std::move(channel)),
      reader_(core_->limits),
      timer_(socket_.get_executor()) {
  ++core_->connections;
}

Connection::~Connection() {
  --core_->connections;
  std::lock_guard lock(core_->mutex);
  core_->all.erase(this);
}

void Connection::start(bool full) {
  {
    std::lock_guard lock(core_->mutex);
    if (core_->stopped) return;
    core_->all.emplace(this, weak_from_this());
  }
  core_->post(socket_.get_executor(), [self = shared_from_this(), full] { self->begin(full); });
}

void Connection::begin(bool full) {
  boost::system::error_code ignored;
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
  if (full) return channel_->established() ? refuse(Error{.code = Code::busy}, 503) : close();
  enter(channel_->established() ? State::idle : State::header);
  read();
}

void Connection::cancel() {
  asio::post(socket_.get_executor(), [self = shared_from_this()] { self->close(); });
}

void Connection::read() {
  if (reading_ || state_ == State::closed) return;
  reading_ = true;
  socket_.async_read_some(asio::buffer(buffer_),
                          [self = shared_from_this()](boost::system::error_code failed, std::size_t size) {
                            self->reading_ = false;
                            self->received(failed, size);
                          });
}

void Connection::received(boost::system::error_code failed, std::size_t size) {
  if (failed) return close();
  if (state_ == State::draining) {
    drained_ += size;
    return drained_ > drain_bytes_max ? close() : read();
  }
  bool sound = channel_->received({buffer_.data(), size}, plain_);
  out_.append(channel_->outgoing());
  last_ = last_ || !sound;
  if (!out_.empty()) write();
  if (!sound) return writing_ ? void() : close();
  if (state_ == State::streaming) return plain_.clear(), read();
  consume();
}

void Connection::consume() {
  if (plain_.empty() && (state_ == State::idle || state_ == State::header)) return read();
  switch (reader_.feed(plain_)) {
    case RequestReader::Progress::more:
      return reading_on();
    case RequestReader::Progress::complete:
      return dispatch();
    case RequestReader::Progress::refused:
      return refuse(reader_.error(), http_status(reader_.error().code));
  }
}

void Connection::reading_on() {
  enter(reader_.header_done() ? State::body : State::header);
  if (reader_.wants_continue()) {
    channel_->send("HTTP/1.1 100 Continue\r\n\r\n");
    out_.append(channel_->outgoing());
    write();
  }
  read();
}

void Connection::dispatch() {
  enter(State::busy);
  auto request = reader_.take();
  boost::system::error_code failed;
  request.loopback = socket_.remote_endpoint(failed).address().is_loopback();
  auto peer = channel_->peer();
  request.client_fingerprint = std::move(peer.fingerprint);
  request.client_name = std::move(peer.name);
  request.client_expired = peer.expired;
  head_only_ = request.method == "HEAD";
  try {
    core_->handler(std::move(request), std::make_unique<ConnectionReply>(shared_from_this()));
  } catch (const std::exception&) {
    // A bug or exhaustion in one handler must not stop the counter: the reply, destroyed unanswered, says 500.
  }
}

void Connection::refuse(const Error& error, int status) {
  enter(State::busy);
  head_only_ = false;
  respond(problem_as(error, status), false);
}

void Connection::answer(Response response) {
  core_->post(socket_.get_executor(), [self = shared_from_this(), response = std::move(response)] {
    if (self->state_ == State::busy) self->respond(response, self->reader_.keep_alive());
  });
}

void Connection::respond(const Response& response, bool keep_alive) {
  if (state_ == State::closed) return;
  responded_ = true;
  last_ = last_ || !keep_alive;
  channel_->send(write_head(response, response.body.size(), keep_alive));
  if (!head_only_) channel_->send(response.body);
  out_.append(channel_->outgoing());
  write();
}

void Connection::begin_stream(Response head) {
  core_->post(socket_.get_executor(), [self = shared_from_this(), head = std::move(head)] {
    if (self->state_ != State::busy) return;
    self->enter(State::streaming);
    self->channel_->send(write_head(head, std::nullopt, false));
    self->channel_->send(head.body);
    self->out_.append(self->channel_->outgoing());
    self->write();
    self->read();  // only to notice that the peer goes
  });
}

bool Connection::send_stream(std::string bytes) {
  if (gone_) return false;
  if (stream_queued_.fetch_add(bytes.size()) + bytes.size() > stream_queue_bytes_max) {
    stream_queued_ -= bytes.size();
    return false;
  }
  core_->post(socket_.get_executor(), [self = shared_from_this(), bytes = std::move(bytes)] {
    if (self->state_ != State::streaming) return;
    self->channel_->send(bytes);
    self->stream_out_ += bytes.size();
    self->out_.append(self->channel_->outgoing());
    self->write();
  });
  return true;
}

void Connection::end_stream() {
  core_->post(socket_.get_executor(), [self = shared_from_this()] {
    if (self->state_ != State::streaming) return;
    self->last_ = true;
    self->write();
  });
}

void Connection::write() {
  if (writing_ || state_ == State::closed) return;
  if (out_.empty()) return answered();
  writing_ = true;
  if (state_ != State::header && state_ != State::body) {
    expire_at(Clock::now() + std::chrono::milliseconds(core_->limits.idle_ms_max));
  }
  auto bytes = std::make_shared<std::string>(std::exchange(out_, {}));
  auto streamed = std::exchange(stream_out_, 0);
  asio::async_write(socket_, asio::buffer(*bytes),
                    [self = shared_from_this(), bytes, streamed](boost::system::error_code failed, std::size_t) {
                      self->stream_queued_ -= streamed;
                      self->writing_ = false;
                      self->written(failed);
                    });
}

void Connection::written(boost::system::error_code failed) {
  if (failed) return close();
  write();
}

// Everything so far is with the peer.
void Connection::answered() {
  if (last_) return drain();
  if (state_ == State::streaming) return expire_at(Clock::time_point::max());
  // A handshake's bytes or 100 Continue; a handshake's last ones may go out while the handler is still at work.
  if (state_ != State::busy || !responded_) return;
  responded_ = false;
  enter(State::idle);
  consume();
}

void Connection::drain() {
  if (state_ == State::draining || state_ == State::closed) return;
  enter(State::draining);
  channel_->close();
  if (auto farewell = channel_->outgoing(); !farewell.empty()) {
    boost::system::error_code ignored;
    socket_.non_blocking(true, ignored);
    socket_.write_some(asio::buffer(farewell), ignored);
  }
  boost::system::error_code ignored;
  socket_.shutdown(Socket::shutdown_send, ignored);
  read();
}

void Connection::close() {
  if (state_ == State::closed) return;
  state_ = State::closed;
  gone_ = true;
  boost::system::error_code ignored;
  socket_.close(ignored);
  timer_.cancel();
}

void Connection::enter(State state) {
  bool same = state == state_;
  state_ = state;
  auto now = Clock::now();
  const auto& limits = core_->limits;
  switch (state) {
    case State::idle:
      return expire_at(now + std::chrono::milliseconds(limits.idle_ms_max));
    case State::header:
      if (!same) expire_at(now + std::chrono::milliseconds(limits.request_ms_max));
      return;
    case State::body:
      if (!same) expire_at(now + body_time());
      return;
    case State::draining:
      gone_ = true;
      return expire_at(now + drain_time_max);
    default:
      return expire_at(Clock::time_point::max());
  }
}

std::chrono::milliseconds Connection::body_time() const {
  const auto& limits = core_->limits;
  auto announced = reader_.body_bytes_announced();
  auto bytes = announced > 0 ? announced : limits.body_bytes_max;  // chunked
  auto rate = std::max<std::size_t>(limits.body_bytes_a_second_min, 1);
  return std::chrono::milliseconds(limits.request_ms_max) + std::chrono::milliseconds(bytes * 1000 / rate);
}

// A request that comes whole needs no new timer: one that fires too early only looks at the deadline again.
void Connection::expire_at(Clock::time_point deadline) {
  deadline_ = deadline;
  if (deadline_ < timer_at_) wait();
}

void Connection::wait() {
  timer_at_ = deadline_;
  timer_.expires_at(deadline_);
  timer_.async_wait([self = shared_from_this()](boost::system::error_code failed) {
    if (!failed) self->expired();
  });
}

void Connection::expired() {
  timer_at_ = Clock::time_point::max();
  if (state_ == State::closed || deadline_ == Clock::time_point::max()) return;
  if (Clock::now() < deadline_) return wait();
  bool speaking = state_ == State::header || state_ == State::body;
  if (!speaking || writing_ || last_ || !channel_->established()) return close();
  refuse(Error{.code = Code::deadline_passed}, 408);
}

}  // namespace karvan::http
