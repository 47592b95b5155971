#pragma once
#include <cstddef>

#include "storage/model/error.h"

namespace karvan::seal {

// From here on OpenSSL's private keys (EC, X25519, Ed25519) lie in locked memory that goes into no dump, and whatever
// else it held is wiped as it is given back: a PEM that was read, the DER of it, a handshake's secrets. At a program's
// start, before anything else asks OpenSSL for memory; asked again, it does nothing. Error: io_failed {error}: the
// memory could not be locked (RLIMIT_MEMLOCK). All is wiped as well then, and may be served; only swap may see a key.
Result<void> lock_openssl_memory();

// Live keys take some 100 bytes each; one is a program's own, and one a TLS connection.
inline constexpr std::size_t openssl_locked_bytes = 1 << 20;

// What whoever runs a program is told then.
inline constexpr auto keys_not_locked =
    "private keys cannot be locked in memory, so swap could see them: raise the limit (ulimit -l; LimitMEMLOCK= of the "
    "service), or run without swap";

}  // namespace karvan::seal
