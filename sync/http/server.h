#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/model/error.h"
#include "storage/seal/secret.h"

// The only HTTP server of the house: HTTP/1.1 (RFC 9112) with a thin use of Boost.Beast's parser, plain or over
// TLS 1.3, behind an interface that names no Boost and no OpenSSL type.
namespace karvan::http {

struct Request {
  std::string method;
  std::string path;                            // decoded, without the query
  std::map<std::string, std::string> query;    // decoded; a repeated name keeps its first value
  std::map<std::string, std::string> headers;  // names in lower case; repeated ones joined by ", " (cookie by "; ")
  std::string body;
  bool loopback = false;           // the peer is this machine
  std::string client_fingerprint;  // SHA-256 of the client's certificate, hex; empty without one
  std::string client_name;         // its subject common name
  bool client_expired = false;     // signed by our CA, but outside its validity: let it reach nothing but renewal
};

struct Response {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;  // Content-Length and Connection are added
  std::string body;
};

// A problem document (RFC 9457) for an error: `type` is the code.
Response problem(const Error& error);
Response json(std::string body, int status = 200);

// A response that goes on: server-sent events. Thread-safe; `send` returns false once the peer has gone or its queue
// (64 KiB) is full.
class Stream {
 public:
  virtual ~Stream() = default;
  virtual bool send(std::string bytes) = 0;
  virtual void close() = 0;
};

// Answers one request, once, from any thread, also after the server has stopped (then it does nothing). Destroyed
// unanswered, it answers 500 by itself. While a reply is owed the connection reads no further request.
class Reply {
 public:
  virtual ~Reply() = default;
  virtual void send(Response response) = 0;
  virtual std::shared_ptr<Stream> stream(Response head) = 0;
};

using Handler = std::function<void(Request, std::unique_ptr<Reply>)>;

struct Tls {
  std::string certificate_pem;  // chain, leaf first
  seal::Secret key_pem;
  std::string client_ca_pem;  // empty: no client certificate is asked for; else optional, verified where given
};

struct Listener {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  // 0: the system chooses
  std::optional<Tls> tls;
};

struct Limits {
  std::size_t header_bytes_max = 16 << 10;     // beyond: 431
  std::size_t body_bytes_max = 1 << 20;        // beyond: 413
  std::size_t connections_max = 512;           // beyond: 503 and closed (over TLS just closed)
  std::size_t body_bytes_a_second_min = 1024;  // a slower body is cut off with 408
  int idle_ms_max = 60'000;                    // between requests; also for a peer that does not read its answer
  int request_ms_max = 30'000;                 // TLS handshake and header; beyond: 408
  // Names that a Host header may carry besides IP literals; empty: any. Without it a web page anywhere could reach a
  // loopback listener by pointing its own name at 127.0.0.1 (DNS rebinding). Beyond: 421.
  std::vector<std::string> hosts = {};
};

// Owns its threads. The handler runs on them and must not block; it may keep the Reply and answer later.
class Server {
 public:
  virtual ~Server() = default;                           // stops and joins; not on one of its own threads
  virtual std::vector<std::uint16_t> ports() const = 0;  // in the order of the listeners
  virtual void stop() = 0;
};

// Listens from its return on; Code::io_failed where an address cannot be bound, Code::malformed for bad PEM.
Result<std::unique_ptr<Server>> serve(std::vector<Listener> listeners, Limits limits, Handler handler, int threads = 1);

}  // namespace karvan::http
