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

// The answer that gives the file. `policy` is its Content-Security-Policy.
Response file_response(const File& file, std::string_view policy);

// GET and HEAD; method_not_allowed otherwise. A path without a dot that names no file is a place within the page and
// gets the page; any other is unknown_route.
Response serve_file(const std::vector<File>& files, std::string_view policy, const Request& request);

}  // namespace karvan::http
