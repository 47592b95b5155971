#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "storage/model/error.h"
#include "storage/seal/secret.h"

// The only HTTP client of the house: libcurl, one connection kept alive, TLS 1.3.
namespace karvan::http {

struct ClientOptions {
  std::string ca_pem;           // the only roots that are trusted; empty with `verify` false, or for plain http
  std::string certificate_pem;  // ours, for mutual TLS; may be empty
  seal::Secret key_pem;
  bool verify = true;  // false only for enrolment, whose messages prove themselves by the code
  int connect_ms_max = 10'000;
  int total_ms_max = 60'000;
  int stalled_seconds_max = 0;              // not one byte a second went for so long: link_down; 0: no such bound
  std::size_t answer_bytes_max = 64 << 20;  // beyond: Code::body_too_large
  std::function<bool()> cancelled = {};     // asked about once a second; true ends the exchange with link_down
};

struct Exchange {
  std::string method = "POST";
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

struct Answer {
  int status = 0;
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
  // From when the request could be sent until the answer's first byte, and from then until its last.
  std::int64_t wait_us = 0, down_us = 0;
};

// Not thread-safe: one a thread. No answer — unreachable, not trusted, late, cut off — is Code::link_down with the
// reason in args, and "begun" where some of the request had gone; any status that came is an Answer. Redirects are not
// followed, proxies not used.
class Client {
 public:
  virtual ~Client() = default;
  virtual Result<Answer> send(const Exchange& exchange) = 0;
};

Result<std::unique_ptr<Client>> make_client(ClientOptions options);

}  // namespace karvan::http
