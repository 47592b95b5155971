#include "sync/http/origin.h"

#include <string_view>

namespace karvan::http {
namespace {

std::string_view header(const Request& request, const char* name) {
  auto found = request.headers.find(name);
  return found == request.headers.end() ? std::string_view{} : std::string_view(found->second);
}

bool same_origin(const Request& request) {
  auto site = header(request, "sec-fetch-site");
  if (!site.empty() && site != "same-origin" && site != "none") return false;
  auto origin = header(request, "origin");
  if (origin.empty()) return true;
  auto scheme = origin.find("://");
  return scheme != origin.npos && origin.substr(scheme + 3) == header(request, "host");
}

}  // namespace

Result<void> refuse_foreign(const Request& request) {
  const bool reads = request.method == "GET" || request.method == "HEAD" || request.method == "OPTIONS";
  return reads || same_origin(request) ? Result<void>{} : fail(Code::origin_not_allowed);
}

}  // namespace karvan::http
