#include "node/vault/given.h"

#include <iostream>

#include "node/ports/advice.h"
#include "node/ports/passphrase.h"
#include "node/ports/system.h"

namespace karvan::node_vault {

Result<vault::Key> passphrase_of(const Given& given) {
  return ports::read_passphrase(given.passphrase_fd, ports::Asked::of_this_box);
}

ports::Opener opener_of(const Given& given, vault::Sealer& tpm, std::int64_t& asked_ms) {
  auto ask = [&given, &asked_ms] {
    const auto began_ms = ports::steady_ms();
    auto passphrase = passphrase_of(given);
    asked_ms += ports::steady_ms() - began_ms;
    return passphrase;
  };
  auto tell = [](const Error& error) { std::cerr << "karvan-node: " << ports::advice(error) << std::endl; };
  return ports::by_tpm_or_hand({tpm, ports::by_passphrase(ask), tell});
}

}  // namespace karvan::node_vault
