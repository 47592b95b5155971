#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sync/http/server.h"

// What a request must be before anyone looks at what it asks.
namespace karvan::api {

// host_unknown: the Host names neither this machine nor one of `hosts` (DNS rebinding). origin_not_allowed: a browser
// says that another site's page sent a command (cross-site request forgery). malformed: a command that is no JSON.
Result<void> admit(const http::Request& request, const std::vector<std::string>& hosts);

// The cookie `karvan`; empty where there is none.
std::string cookie_of(const http::Request& request);
// SHA-256, hex: what the node keeps of it, and looks it up by.
std::string digest_of(std::string_view token);

std::string give_cookie(const std::string& token, bool secure);
std::string take_cookie_away();

inline constexpr std::size_t token_bytes = 32;

}  // namespace karvan::api
