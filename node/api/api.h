#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "node/core/letters.h"
#include "storage/seal/entropy.h"
#include "sync/http/server.h"

// /api/v1: HTTP requests to letters, and the core's answers to HTTP responses. One table of commands and one of views
// drive routes and authorisation (table.h); openapi.yaml is their other half, and a test compares them.
namespace karvan::api {

struct Options {
  // What a browser may have asked for in Host, without the port: a page elsewhere whose name was made to point here
  // (DNS rebinding) is refused. "localhost", "127.0.0.1" and "[::1]" always may.
  std::vector<std::string> hosts;
};

// Thread-safe. `handle` is an http::Handler; paths outside /api/v1 are unknown_route, so that the page's files are
// served by whoever asks this last. Every command needs an Origin of the same host where the browser sends one.
class Api {
 public:
  // `mailbox` must outlive it.
  Api(Options options, core::Mailbox& mailbox, seal::Entropy entropy);

  void handle(http::Request request, std::unique_ptr<http::Reply> reply);

  // What the core gave out, from its thread. An answer whose asker has gone is dropped.
  void deliver(const core::Answered& answered);
  void deliver_pdf(std::uint64_t ticket, Result<std::string> pdf);
  void notify(const core::Notify& notify);

  // Requests that wait for the core.
  std::size_t waiting() const;

 private:
  struct Waiting {
    std::unique_ptr<http::Reply> reply;
    std::string token;  // of a sign_in: becomes the cookie once it is right
    bool ends = false;  // sign_out: takes the cookie away
  };
  void command(const http::Request& request, std::string_view name, std::unique_ptr<http::Reply> reply);
  void view(const http::Request& request, std::unique_ptr<http::Reply> reply);
  void listen(const http::Request& request, http::Reply& reply);
  void post(core::Letter letter, std::uint64_t ticket, Waiting waiting);
  Waiting take(std::uint64_t ticket);
  std::uint64_t next_ticket();

  Options options_;
  core::Mailbox& mailbox_;
  seal::Entropy entropy_;
  mutable std::mutex mutex_;  // guards all below
  std::uint64_t tickets_ = 0;
  std::map<std::uint64_t, Waiting> waiting_;
  std::vector<std::shared_ptr<http::Stream>> streams_;
  std::map<std::string, std::uint64_t> versions_;  // of topics, for streams that begin
};

inline constexpr std::size_t waiting_max = 1'024;
inline constexpr std::size_t streams_max = 128;
inline constexpr std::size_t cmd_chars_min = 16;
inline constexpr std::size_t cmd_chars_max = 64;

}  // namespace karvan::api
