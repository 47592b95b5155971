#pragma once
#include <string>

#include "sync/http/server.h"

namespace karvan::http {

// Status line and header section (RFC 9112). Control characters in names and values become spaces, so that a value
// taken from a person cannot start a header of its own. `body_bytes` is nothing for a body that ends with the
// connection.
std::string write_head(const Response& response, std::optional<std::size_t> body_bytes, bool keep_alive);

// As `problem`, under another status than the code's own (408 for a slow request).
Response problem_as(const Error& error, int status);

}  // namespace karvan::http
