#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "node/ports/box.h"
#include "sync/http/server.h"

namespace karvan::ports {

// How the page is reached by TLS on the bus's own LAN: an authority of this box alone, which tablets are told to trust,
// and a server certificate by it that is made anew at each start, for the addresses that the box has then.
struct Lan {
  http::Tls tls;
  std::string authority_pem;
  std::string fingerprint;         // of the authority, hex
  std::vector<std::string> names;  // that a page may be asked for under, besides IP addresses
};

// `address` is what is listened on; for 0.0.0.0 or :: all interfaces' addresses are taken in.
Result<Lan> make_lan(Box& box, const std::string& node, const std::string& address, std::int64_t now_s,
                     const seal::Entropy& entropy);

}  // namespace karvan::ports
