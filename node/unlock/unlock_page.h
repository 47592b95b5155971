#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "storage/vault/vault.h"
#include "sync/http/server.h"

namespace karvan::unlock {

struct Page {
  http::Listener listener;
  std::function<http::Response(const http::Request&)> files;  // what is not /api/
  std::function<std::int64_t()> clock_ms;                     // goes only forward
  std::function<void(std::uint16_t port)> ready;
};

// The box's state after a power loss that no TPM helps over: serves the page, whose `hello` says that the box is
// sealed, until a passphrase comes that opens the vault's `text`, and gives the vault; then nothing listens any more.
// Where nothing that is typed could open it, `hello` says why (parse_vault's and check_by_hand's code, as `sealed_by`)
// to whoever stands there; somebody who has put another file in its place says so by an `open_box`, and then that error
// is given, for the program to be started anew.
// Any other question is key_missing. A passphrase is taken from this machine alone (the page is plain HTTP), one at a
// time (busy), and after a wrong one later and later (too_many_tries {seconds}). Blocks the thread that calls it, on
// which the passphrase is tried. Errors: those of http::serve, and that one.
Result<vault::Vault> open_on_page(const std::string& text, const Page& page);

}  // namespace karvan::unlock
