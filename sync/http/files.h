#pragma once
#include <string_view>
#include <vector>

#include "sync/http/server.h"

// The files of a page, embedded in the program.
namespace karvan::http {

// All views outlive the server. The fields mean what web_kit::Asset says of them.
struct File {
  std::string_view path;  // "/" is the page itself
  std::string_view content_type;
  std::string_view bytes;
  bool gzip = false;       // `bytes` are gzipped already
  bool immutable = false;  // the name holds a hash of the content
};

// GET and HEAD; method_not_allowed otherwise. A path without a dot that names no file is a place within the page and
// gets the page; any other is unknown_route. `policy` is the Content-Security-Policy of every answer.
Response serve_file(const std::vector<File>& files, std::string_view policy, const Request& request);

}  // namespace karvan::http
