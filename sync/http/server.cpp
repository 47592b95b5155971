#include "sync/http/server.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/strand.hpp>
#include <thread>

#include "sync/http/connection.h"

namespace karvan::http {
namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

// Accepts for one listener. Runs on its own strand.
class Door : public std::enable_shared_from_this<Door> {
 public:
  Door(std::shared_ptr<Core> core, std::shared_ptr<TlsContext> tls)
      : core_(std::move(core)),
        tls_(std::move(tls)),
        acceptor_(asio::make_strand(core_->io)),
        pause_(acceptor_.get_executor()) {}

  Result<void> open(const Listener& listener) {
    boost::system::error_code failed;
    auto address = asio::ip::make_address(listener.address, failed);
    tcp::endpoint endpoint(address, listener.port);
    if (!failed) acceptor_.open(endpoint.protocol(), failed);
    if (!failed) acceptor_.set_option(tcp::acceptor::reuse_address(true), failed);
    if (!failed) acceptor_.bind(endpoint, failed);
    if (!failed) acceptor_.listen(asio::socket_base::max_listen_connections, failed);
    if (!failed) return {};
    auto name = listener.address + ":" + std::to_string(listener.port);
    return fail(Code::io_failed, {{"what", "listen"}, {"reason", failed.message()}}, name);
  }

  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

  void accept() {
    acceptor_.async_accept(asio::make_strand(core_->io),
                           [self = shared_from_this()](boost::system::error_code failed, tcp::socket socket) {
                             self->accepted(failed, std::move(socket));
                           });
  }

  void close() {
    asio::post(acceptor_.get_executor(), [self = shared_from_this()] {
      boost::system::error_code ignored;
      self->acceptor_.close(ignored);
      self->pause_.cancel();
    });
  }

 private:
  void accepted(boost::system::error_code failed, tcp::socket socket) {
    if (!acceptor_.is_open()) return;
    if (failed) return rest();
    bool full = core_->connections >= core_->limits.connections_max;
    std::make_shared<Connection>(core_, std::move(socket), make_channel(tls_))->start(full);
    accept();
  }

  // Out of descriptors, most likely: wait for some to come back rather than spin.
  void rest() {
    pause_.expires_after(std::chrono::milliseconds(100));
    pause_.async_wait([self = shared_from_this()](boost::system::error_code stopped) {
      if (!stopped && self->acceptor_.is_open()) self->accept();
    });
  }

  std::shared_ptr<Core> core_;
  std::shared_ptr<TlsContext> tls_;
  tcp::acceptor acceptor_;
  asio::steady_timer pause_;
};

class BeastServer : public Server {
 public:
  BeastServer(Limits limits, Handler handler)
      : core_(std::make_shared<Core>(std::move(limits), std::move(handler))), work_(core_->io.get_executor()) {}
  ~BeastServer() override { stop(); }

  Result<void> open(const std::vector<Listener>& listeners) {
    for (const auto& listener : listeners) {
      std::shared_ptr<TlsContext> tls;
      if (listener.tls) {
        TRY(tls, make_tls_context(*listener.tls));
      }
      auto door = std::make_shared<Door>(core_, std::move(tls));
      TRY_VOID(door->open(listener));
      doors_.push_back(std::move(door));
    }
    return {};
  }

  void run(int threads) {
    for (const auto& door : doors_) door->accept();
    for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { core_->io.run(); });
  }

  std::vector<std::uint16_t> ports() const override {
    std::vector<std::uint16_t> ports;
    for (const auto& door : doors_) ports.push_back(door->port());
    return ports;
  }

  // Everything pending is cancelled and runs out, so that nothing is left in the io_context that holds the core.
  void stop() override {
    if (stopped_) return;
    stopped_ = true;
    for (const auto& door : doors_) door->close();
    for (const auto& connection : last_connections()) connection->cancel();
    work_.reset();
    if (threads_.empty()) core_->io.run();
    for (auto& thread : threads_) thread.join();
    threads_.clear();
  }

 private:
  // Those that there are; no other starts from now on.
  std::vector<std::shared_ptr<Connection>> last_connections() {
    std::lock_guard lock(core_->mutex);
    core_->stopped = true;
    std::vector<std::shared_ptr<Connection>> out;
    for (const auto& [key, weak] : core_->all) {
      if (auto connection = weak.lock()) out.push_back(std::move(connection));
    }
    return out;
  }

  std::shared_ptr<Core> core_;
  asio::executor_work_guard<asio::io_context::executor_type> work_;
  std::vector<std::shared_ptr<Door>> doors_;
  std::vector<std::thread> threads_;
  bool stopped_ = false;
};

}  // namespace

Result<std::unique_ptr<Server>> serve(std::vector<Listener> listeners, Limits limits, Handler handler, int threads) {
  auto server = std::make_unique<BeastServer>(std::move(limits), std::move(handler));
  TRY_VOID(server->open(listeners));
  server->run(threads);
  return server;
}

}  // namespace karvan::http
