#include "sync/central/cli/box_vault.h"

#include <algorithm>

#include "storage/files/file.h"
#include "storage/vault/secret_line.h"
#include "storage/vault/vault.h"
#include "sync/central/cli/data.h"
#include "sync/central/cli/private_file.h"
#include "sync/central/cli/terminal.h"
#include "sync/rules/context.h"

namespace karvan::central {
namespace {

constexpr int identity_lines_max = 100;
constexpr std::size_t identity_bytes_max = 16 << 10;

// As age-keygen writes it: comments, and a line that is the identity.
Result<seal::AgeIdentity> first_identity(std::string_view text) {
  for (int line = 0; line < identity_lines_max && !text.empty(); ++line) {
    const auto end = std::min(text.find('\n'), text.size());
    auto words = text.substr(0, end);
    if (words.ends_with('\r')) words.remove_suffix(1);
    if (!words.empty() && !words.starts_with('#')) return seal::parse_age_identity(words);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return fail(Code::malformed, {}, "identity");
}

template <class T>
Result<T> about_the_box(Result<T> result, const std::string& file) {
  if (!result) result.error().args[of_a_box] = file;
  return result;
}

}  // namespace

Result<seal::AgeIdentity> read_identity(const std::string& path) {
  TRY(const auto file, files::File::open(path, files::For::reading));
  std::string room(identity_bytes_max, '\0');
  TRY(const auto text, file.read(room));
  const auto size = text.size();
  const seal::Secret kept(std::move(room));
  return first_identity(kept.view().substr(0, size));
}

Result<json::object> open_box_vault(const seal::AgeIdentity& identity, const std::string& from, const std::string& to,
                                    std::string_view passphrase, const seal::Entropy& entropy, std::int64_t now_ms) {
  if (!vault::is_long_enough(passphrase)) return fail(Code::passphrase_short, {}, "passphrase");
  TRY(const auto text, read_file(from, vault::vault_bytes_max));
  TRY(auto vault, about_the_box(vault::Vault::open(text, identity), from));
  const vault::SlotNote note{"set at headquarters", rules::civil_date(now_ms) + rules::civil_time(now_ms)};
  TRY(auto slot, about_the_box(vault.add_passphrase(passphrase, note, entropy), from));
  TRY_VOID(write_private_file(to, vault.text()));
  return json::object{{"box", vault.box()}, {"slot", slot}, {"file", to}};
}

}  // namespace karvan::central
