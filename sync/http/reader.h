#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "sync/http/server.h"

// Reads requests out of a stream of bytes: no socket, no clock. A connection feeds it and acts on what it says.
namespace karvan::http {

// RFC 3986 section 2.1. Nothing where an escape is cut or wrong, or makes a NUL. With `plus`, '+' is a space.
std::optional<std::string> percent_decode(std::string_view text, bool plus = false);

class RequestReader {
 public:
  enum class Progress { more, complete, refused };

  explicit RequestReader(const Limits& limits);
  ~RequestReader();

  // Eats what it can from the front of `bytes`; what is left belongs to the next request or waits for more.
  Progress feed(std::string& bytes);

  bool header_done() const;
  std::size_t body_bytes_announced() const;  // Content-Length, or 0
  bool wants_continue();                     // true once, where the peer waits for 100 (RFC 9110 section 10.1.1)
  bool keep_alive() const;

  Request take();                                // after `complete`; the reader is ready for the next
  const Error& error() const { return error_; }  // after `refused`; the connection cannot go on

 private:
  struct Parser;
  Progress refuse(Code code, std::string where);
  Progress finish();
  bool host_allowed(std::string_view host) const;

  Limits limits_;
  std::unique_ptr<Parser> parser_;
  Request request_;
  Error error_;
  bool continued_ = false;
  bool keep_alive_ = true;
};

}  // namespace karvan::http
