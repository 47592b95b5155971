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
  std::vector<std::string> hosts = {};
};

// Thread-safe. `handle` is an http::Handler; paths outside /api/v1 are unknown_route, so that the page's files are
// served by whoever asks this last. Every answer is `no-store`.
class Api {
 public:
  // `mailbox` must outlive it.
  Api(Options options, core::Mailbox& mailbox, seal::Entropy entropy);

  void handle(http::Request request, std::unique_ptr<http::Reply> reply);

  // What the core gave out, from its thread. An answer whose asker has gone is dropped.
  void deliver(core::Answered answered);
  void deliver_pdf(std::uint64_t ticket, Result<std::string> pdf);
  void deliver_file(std::uint64_t ticket, Result<std::string> bytes, const std::string& media);
  void notify(const core::Notify& notify);  // without a topic: a comment, which keeps streams alive

  // Requests that wait for the core.
  std::size_t waiting() const;

 private:
  struct Waiting {
    std::unique_ptr<http::Reply> reply;
    std::string cookie = {};  // header to set once it is right
    bool streams = false;     // the answer opens a stream of events
    std::string_view media = "application/json";
  };
  void command(const http::Request& request, std::string_view name, std::unique_ptr<http::Reply> reply);
  Result<core::CommandLetter> letter_of(const http::Request& request, std::string_view name, Waiting& waiting);
  // POST captures/upload?draft|application&question: the body is a file that answers the question. Why a device could
  // not have it is a citizen's own matter, so it comes in a header, percent-encoded, and not in the address.
  void upload(http::Request request, std::unique_ptr<http::Reply> reply);
  void view(const http::Request& request, std::string_view path, std::unique_ptr<http::Reply> reply);
  // Fills in the ticket of a CommandLetter, ViewLetter or StickLetter.
  template <class Letter>
  void post(Letter letter, Waiting waiting);
  std::unique_ptr<Waiting> take(std::uint64_t ticket);
  void send_to_streams(const std::string& text);

  Options options_;
  core::Mailbox& mailbox_;
  seal::Entropy entropy_;
  mutable std::mutex mutex_;  // guards all below
  std::uint64_t tickets_ = 0;
  std::map<std::uint64_t, Waiting> waiting_;
  std::vector<std::shared_ptr<http::Stream>> streams_;
};

inline constexpr std::size_t waiting_max = 1'024;
inline constexpr std::size_t streams_max = 128;
inline constexpr std::size_t cmd_chars_min = 16;
inline constexpr std::size_t cmd_chars_max = 64;
inline constexpr std::size_t body_bytes_max = 1 << 20;
inline constexpr std::string_view upload_path = "captures/upload";

}  // namespace karvan::api
