#include "sync/http/files.h"

#include <algorithm>

namespace karvan::http {

namespace {

const File* find(const std::vector<File>& files, std::string_view path) {
  auto at = std::find_if(files.begin(), files.end(), [&](const File& file) { return file.path == path; });
  return at == files.end() ? nullptr : &*at;
}

}  // namespace

Response file_response(const File& file, std::string_view policy) {
  Response response;
  response.headers = {{"Content-Type", std::string(file.content_type)},
                      {"Cache-Control", file.immutable ? "public, max-age=31536000, immutable" : "no-cache"},
                      {"Content-Security-Policy", std::string(policy)},
                      {"X-Content-Type-Options", "nosniff"},
                      {"Referrer-Policy", "no-referrer"}};
  if (file.gzip) response.headers.emplace_back("Content-Encoding", "gzip");
  response.body = file.bytes;
  return response;
}

Response serve_file(const std::vector<File>& files, std::string_view policy, const Request& request) {
  if (request.method != "GET" && request.method != "HEAD") return problem(Error{.code = Code::method_not_allowed});
  const auto* file = find(files, request.path);
  if (file == nullptr && request.path.find('.') == std::string::npos) file = find(files, "/");
  return file == nullptr ? problem(Error{.code = Code::unknown_route}) : file_response(*file, policy);
}

}  // namespace karvan::http
