#include "node/vault/given.h"

#include <iostream>

#include "node/ports/advice.h"
#include "node/ports/passphrase.h"
#include "node/ports/system.h"

namespace karvan::node_vault {

Result<seal::Key> passphrase_of(const Given& given) {
  return ports::read_passphrase(given.passphrase_fd, ports::Asked::of_this_box);
}

ports::Opener by_hand(const Given& given, std::int64_t& asked_ms) {
  return ports::by_passphrase([&given, &asked_ms] {
    const auto began_ms = ports::steady_ms();
    auto passphrase = passphrase_of(given);
    asked_ms += ports::steady_ms() - began_ms;
    return passphrase;
  });
}

ports::Opener by_tpm_first(vault::Sealer& tpm, ports::Opener by_hand, bool even_in_vain) {
  auto tell = [](const Error& error) { std::cerr << "karvan-node: " << ports::advice(error) << std::endl; };
  return ports::by_tpm_or_hand({tpm, std::move(by_hand), tell, even_in_vain});
}

ports::Opener opener_of(const Given& given) {
  return [&given](const std::string& path) {
    tpm::Tpm tpm(given.tpm);
    std::int64_t asked_ms = 0;
    return by_tpm_first(tpm, by_hand(given, asked_ms))(path);
  };
}

}  // namespace karvan::node_vault
