#pragma once
#include <span>
#include <string_view>

namespace karvan::web_kit {

// One file of a page, embedded in the program; all views live as long as the program does.
// Serve it with `Content-Type: content_type`; where `gzip`, `bytes` are gzipped already: say `Content-Encoding: gzip`
// (RFC 9110, section 8.4). Where `immutable`, the name holds a hash of the content: `Cache-Control: public,
// max-age=31536000, immutable`; else `no-cache`. Every page needs `content_security_policy`.
struct Asset {
  std::string_view path;  // "/" is the page itself
  std::string_view content_type;
  std::string_view bytes;
  bool gzip = false;
  bool immutable = false;
};

// Pages hold no inline script or style and fetch from nowhere but their own origin.
inline constexpr std::string_view content_security_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' blob: data:; "
    "media-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors "
    "'none'";

}  // namespace karvan::web_kit
