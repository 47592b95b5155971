#include "node/api/gate.h"

#include <fmt/format.h>

#include <algorithm>

#include "storage/seal/hash.h"
#include "sync/http/origin.h"

namespace karvan::api {
namespace {

constexpr std::string_view cookie_name = "karvan";

std::string_view header(const http::Request& request, const char* name) {
  auto found = request.headers.find(name);
  return found == request.headers.end() ? std::string_view{} : std::string_view(found->second);
}

// "bus-01.local:8443" and "[::1]:80" without their ports.
std::string_view without_port(std::string_view host) {
  if (host.starts_with('[')) return host.substr(0, host.find(']') + 1);
  return host.substr(0, host.find(':'));
}

bool known_host(std::string_view host, const std::vector<std::string>& hosts) {
  if (host == "localhost" || host == "127.0.0.1" || host == "[::1]") return true;
  return std::find(hosts.begin(), hosts.end(), host) != hosts.end();
}

}  // namespace

Result<void> admit(const http::Request& request, const std::vector<std::string>& hosts) {
  if (!known_host(without_port(header(request, "host")), hosts)) return fail(Code::host_unknown);
  if (request.method == "GET") return {};
  TRY_VOID(http::refuse_foreign(request));
  // None of these is a form's: a page elsewhere cannot send one without asking first (CORS).
  const auto media = header(request, "content-type");
  const bool file = request.path.ends_with("/captures/upload") &&
                    (media == "image/jpeg" || media == "image/png" || media == "application/pdf");
  if (!file && !media.starts_with("application/json")) return fail(Code::malformed, {}, "content-type");
  return {};
}

std::string cookie_of(const http::Request& request) {
  auto rest = header(request, "cookie");
  while (!rest.empty()) {
    auto end = rest.find(';');
    auto one = rest.substr(0, end);
    while (one.starts_with(' ')) one.remove_prefix(1);
    if (one.starts_with(cookie_name) && one.substr(cookie_name.size()).starts_with('='))
      return std::string(one.substr(cookie_name.size() + 1));
    rest = end == rest.npos ? std::string_view{} : rest.substr(end + 1);
  }
  return "";
}

std::string digest_of(std::string_view token) { return token.empty() ? "" : seal::to_hex(seal::sha256(token)); }

std::string give_cookie(const std::string& token, bool secure) {
  return fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict{}", cookie_name, token, secure ? "; Secure" : "");
}

std::string take_cookie_away() { return fmt::format("{}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0", cookie_name); }

}  // namespace karvan::api
