#include "node/ports/unlock.h"

namespace karvan::ports {

Opener by_passphrase(std::function<Result<vault::Key>()> ask) {
  return [ask = std::move(ask)](const std::string& path) -> Result<vault::Vault> {
    TRY(const auto text, vault::read_vault(path));
    TRY_VOID(vault::parse_vault(text));  // a damaged file is told before anybody types
    TRY(const auto passphrase, ask());
    return vault::Vault::open(text, passphrase.view());
  };
}

Opener by_tpm_or_hand(Unlocking how) {
  return [how = std::move(how)](const std::string& path) -> Result<vault::Vault> {
    TRY(const auto text, vault::read_vault(path));
    TRY(const auto parsed, vault::parse_vault(text));
    if (!vault::has_kind(parsed.vault.slots, "tpm")) return how.by_hand(path);
    auto opened = vault::Vault::open(text, how.tpm);
    if (opened || !vault::has_kind(parsed.vault.slots, "passphrase")) return opened;
    how.tell(opened.error());
    return how.by_hand(path);
  };
}

}  // namespace karvan::ports
