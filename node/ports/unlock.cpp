#include "node/ports/unlock.h"

namespace karvan::ports {

Opener by_passphrase(std::function<Result<seal::Key>()> ask) {
  return [ask = std::move(ask)](const std::string& path) -> Result<vault::Vault> {
    TRY(const auto text, vault::read_vault(path));
    TRY(const auto parsed, vault::parse_vault(text));  // a damaged file is told before anybody types
    TRY_VOID(vault::check_by_hand(parsed.vault.slots));
    TRY(const auto passphrase, ask());
    return vault::Vault::open(text, passphrase.view());
  };
}

Opener by_tpm_or_hand(Unlocking how) {
  return [how = std::move(how)](const std::string& path) -> Result<vault::Vault> {
    TRY(const auto text, vault::read_vault(path));
    const auto parsed = vault::parse_vault(text);
    if (!parsed || !vault::has_kind(parsed->vault.slots, "tpm")) return how.by_hand(path);
    auto opened = vault::Vault::open(text, how.tpm);
    const auto by_hand = vault::check_by_hand(parsed->vault.slots);
    const bool helps = by_hand || by_hand.error().code == Code::passphrase_slot_missing || how.even_in_vain;
    if (opened || !helps) return opened;
    how.tell(opened.error());
    return how.by_hand(path);
  };
}

}  // namespace karvan::ports
