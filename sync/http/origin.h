#pragma once
#include "sync/http/server.h"

namespace karvan::http {

// Refuses what changes something and was sent by another site's page (cross-site request forgery): a browser says so in
// Sec-Fetch-Site (Fetch Metadata) and Origin (RFC 6454), which pages cannot set. What is no browser cannot be tricked,
// and says neither. GET, HEAD and OPTIONS change nothing and pass. Error: origin_not_allowed.
Result<void> refuse_foreign(const Request& request);

}  // namespace karvan::http
